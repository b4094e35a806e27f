/** Questions that may only be read while something holds; enketo knows only those that may always. */
import type { Form } from "enketo-core";

const LOCKED = "mh-q-locked";

/** Conditions that could not be evaluated, each said once. */
const broken = new WeakMap<Form, Set<string>>();

export function keepLocked(form: Form): void {
  for (const field of form.view.html.querySelectorAll<HTMLElement>("[data-locked-if]")) {
    const question = field.closest(".question");
    if (!question || question.closest(".disabled")) continue;
    const isLocked = holds(form, field.dataset.lockedIf ?? "", field);
    if (isLocked || question.matches(`.${LOCKED}`)) lock(question, isLocked);
  }
}

/** What cannot be evaluated locks nothing: the form is answered all the same. */
function holds(form: Form, condition: string, field: HTMLElement): boolean {
  try {
    return form.model.evaluate(condition, "boolean", form.input.getName(field), form.input.getIndex(field));
  } catch (fault) {
    const said = broken.get(form) ?? new Set();
    if (!said.has(condition)) console.warn(condition, fault);
    broken.set(form, said.add(condition));
    return false;
  }
}

function lock(question: Element, isLocked: boolean): void {
  question.classList.toggle(LOCKED, isLocked);
  for (const part of question.querySelectorAll<HTMLInputElement>("input, select, textarea, button")) {
    part.disabled = isLocked;
  }
}
