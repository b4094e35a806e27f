/** The foot of a form that is shown page by page: back, next, and which page this is. */
import type { Form } from "enketo-core";
import { say } from "../words";

export class Pages {
  /** enketo finds its buttons by these classes, beside the form. */
  readonly foot = document.createElement("div");
  #number = document.createElement("p");
  #previous = button("previous-page", "secondary");
  #next = button("next-page", "primary");

  constructor() {
    this.foot.className = "form-footer mh-q-foot";
    this.#number.className = "mh-note";
    this.#number.setAttribute("role", "status");
    this.foot.append(this.#previous, this.#number, this.#next);
  }

  /** After each flip, and when questions come and go. */
  show(form: Form): void {
    const pages = [...form.pages.activePages];
    const at = pages.indexOf(form.pages.current);
    this.#previous.textContent = say("page.previous");
    this.#next.textContent = say("page.next");
    this.#previous.hidden = at <= 0;
    this.#next.hidden = at === pages.length - 1;
    const words = say("page.number", { page: at + 1, total: pages.length });
    if (this.#number.textContent !== words) this.#number.textContent = words;
    offerOnceAnswered(form, pages);
  }
}

/** Where a repetition has pages of its own, the next one is offered on the last of them, not in the middle. */
function offerOnceAnswered(form: Form, pages: HTMLElement[]): void {
  for (const info of form.view.html.querySelectorAll<HTMLElement>(".or-repeat-info")) {
    const last = info.previousElementSibling;
    const within = pages.filter((page) => page !== last && last?.contains(page));
    info.hidden = within.length > 0 && within.at(-1) !== form.pages.current;
  }
}

function button(name: string, variant: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `ds-button ${name}`;
  made.dataset.variant = variant;
  return made;
}
