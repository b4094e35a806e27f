/** The prepared markup, dressed for our pages: the look of our fields, files from where they are, our own words. */
import type { Definition } from "../questionnaire";
import { type Key, say } from "../words";
import type { Media } from "./media";

const PLAIN = "input:not([type=radio]):not([type=checkbox]):not([type=hidden]), select, textarea";

// Their widgets have several parts: a label names one field, a fieldset a group.
const COMPOUND = [
  "input.mh-q-file",
  "input:not([type=hidden]):is([data-type-xml=geopoint], [data-type-xml=geotrace], [data-type-xml=geoshape])",
  "input[type=number][min][max]",
  "select[multiple]",
  "input[list]",
  ".or-appearance-month-year > input, .or-appearance-year > input",
].join(", ");

export function arrange(definition: Definition, media: Media): HTMLFormElement {
  const read = new DOMParser().parseFromString(definition.form, "text/html");
  const form = read.querySelector("form");
  if (!form) throw new Error("the definition holds no form");
  form.classList.add("mh-q-form");
  place(form, media);
  dress(form);
  translate(form);
  return document.adoptNode(form);
}

function place(form: HTMLFormElement, media: Media): void {
  for (const element of form.querySelectorAll<HTMLElement>("[data-media]")) {
    const address = media.address(element.dataset.media ?? "");
    if (address) element.setAttribute(element.tagName === "A" ? "href" : "src", address);
    else if (element.tagName !== "A") element.hidden = true;
    if (element instanceof HTMLAnchorElement) element.target = "_blank";
  }
}

function dress(form: HTMLFormElement): void {
  for (const field of form.querySelectorAll<HTMLInputElement>("input, select, textarea")) {
    field.classList.add("ds-input");
  }
  for (const field of form.querySelectorAll<HTMLElement>(PLAIN)) {
    const kind = field.dataset.typeXml;
    if (kind === "int" || field.getAttribute("type") === "tel") field.setAttribute("inputmode", "numeric");
    else if (kind === "decimal") field.setAttribute("inputmode", "decimal");
  }
  // Files stand in the model by name: a text field takes the name, a widget the file.
  for (const field of form.querySelectorAll<HTMLInputElement>("input[type=file]")) {
    field.type = "text";
    field.classList.add("mh-q-file");
  }
  for (const field of form.querySelectorAll(COMPOUND)) {
    const question = field.parentElement;
    if (question?.matches("label.question")) question.replaceWith(asGroup(question, field));
  }
}

function asGroup(question: HTMLElement, field: Element): HTMLElement {
  const group = question.ownerDocument.createElement("fieldset");
  for (const { name, value } of question.attributes) group.setAttribute(name, value);
  const legend = question.ownerDocument.createElement("legend");
  while (question.firstChild && question.firstChild !== field) legend.append(question.firstChild);
  group.append(legend, ...question.childNodes);
  return group;
}

/** The words of the engine inside the markup; again when the language changes. */
export function translate(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-i18n]")) {
    element.textContent = say(element.dataset.i18n as Key);
  }
}
