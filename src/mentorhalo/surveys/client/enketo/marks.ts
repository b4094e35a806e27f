/** What enketo shows by classes alone, said to everybody: names of buttons, what is wrong, which page this is. */
import { say } from "../words";

const INVALID = /\binvalid-/;

/** Buttons of repeats come as signs; here they get words. */
export function nameRepeats(form: HTMLFormElement): void {
  for (const button of form.querySelectorAll<HTMLButtonElement>(".add-repeat-btn")) {
    wear(button, "secondary", say("repeat.add"));
  }
  for (const repeat of form.querySelectorAll<HTMLElement>(".or-repeat")) {
    const number = repeat.querySelector<HTMLElement>(":scope > .repeat-number");
    const button = repeat.querySelector<HTMLButtonElement>(":scope > .repeat-buttons > .remove");
    const at = number?.textContent?.trim() ?? "";
    if (number) number.dataset.label = say("repeat.number", { number: at });
    if (button) wear(button, "tertiary", say("repeat.remove", { number: at }), "danger");
  }
}

function wear(button: HTMLButtonElement, variant: string, words: string, tone = ""): void {
  button.classList.add("ds-button");
  button.dataset.variant = variant;
  button.dataset.size = "sm";
  if (tone) button.dataset.color = tone;
  if (button.textContent !== words) button.textContent = words;
}

/** Keeps `aria-invalid` in step with what enketo marks, and tells of it. */
export function watchValidity(form: HTMLFormElement, told?: () => void): MutationObserver {
  const observer = new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (target instanceof HTMLElement && target.classList.contains("question")) tell(target);
    }
    told?.();
  });
  observer.observe(form, { attributes: true, attributeFilter: ["class"], subtree: true });
  return observer;
}

function tell(question: HTMLElement): void {
  const isWrong = INVALID.test(question.className);
  for (const field of question.querySelectorAll<HTMLElement>("input, select, textarea")) {
    if (isWrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

/** The words of a question, and of what is wrong with it, as they are to be seen. */
export function wordsOf(question: Element): { label: string; message: string } {
  const label = question.querySelector(".question-label.active")?.textContent?.trim() ?? "";
  const wanted = question.classList.contains("invalid-required")
    ? ".or-required-msg.active"
    : question.classList.contains("invalid-value")
      ? ".invalid-value-msg"
      : ".or-constraint-msg.active";
  const message = question.querySelector(wanted)?.textContent?.trim() || say("constraint.invalid");
  return { label: label.replace(/\s+/g, " "), message };
}
