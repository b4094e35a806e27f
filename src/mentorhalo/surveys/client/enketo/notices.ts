/** Said above the form: what of it was left out. */
import type { Definition } from "../questionnaire";
import { say } from "../words";
import { wordsOf } from "./marks";

export class Notices {
  readonly parts: HTMLElement[] = [];
  readonly #said: ((form: HTMLElement) => string)[] = [];

  constructor({ broken = [], unknown = [] }: Definition) {
    this.#add(broken, (form) =>
      say("expressions.broken", { names: broken.map((path) => nameOf(form, path)).join(", ") }),
    );
    this.#add(unknown, () => say("functions.unknown", { names: unknown.join(", ") }));
  }

  /** In the language that is shown. */
  say(form: HTMLElement): void {
    for (const [at, part] of this.parts.entries()) part.textContent = this.#said[at]?.(form) ?? "";
  }

  #add(left: string[], said: (form: HTMLElement) => string): void {
    if (left.length === 0) return;
    const part = document.createElement("p");
    part.className = "ds-alert";
    part.dataset.color = "warning";
    this.parts.push(part);
    this.#said.push(said);
  }
}

/** A question or group by its words; what has none, such as a calculation, by its name. */
function nameOf(form: HTMLElement, path: string): string {
  const named = CSS.escape(path);
  const found = form.querySelector(`[name="${named}"], [data-name="${named}"]`);
  const question = found?.closest(".question, .or-group, .or-group-data, .or-repeat");
  const label = question ? wordsOf(question).label : "";
  return label ? say("expressions.quoted", { name: label }) : path.slice(path.lastIndexOf("/") + 1);
}
