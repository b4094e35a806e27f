/** What our widgets share: the field of the model stays, unseen, and something a person can use stands beside it. */
import Widget from "enketo-core/src/js/widget";
import { type Key, say } from "../../words";

export abstract class Field extends Widget {
  /** Where the widget stands. */
  declare box: HTMLElement;

  override _init(): void {
    this.element.classList.add("hide");
    this.element.setAttribute("aria-hidden", "true");
    this.box = document.createElement("div");
    this.box.className = "mh-q-widget";
    this.element.after(this.box);
    this.build();
    this.update();
    this.element.addEventListener("applyfocus", () => this.focus());
    if (this.props.readonly || this.props.disabled) this.disable();
  }

  /** Puts together what does not change. */
  protected abstract build(): void;

  /** Shows the value, in the language of now. Also called after a calculation and when choices change. */
  abstract override update(): void;

  /** What the model holds. */
  get stored(): string {
    return this.element.value;
  }

  store(value: string): void {
    if (value !== this.stored) this.originalInputValue = value;
  }

  /** The words of the question in the language shown. */
  get label(): string {
    return this.question.querySelector(".question-label.active")?.textContent?.trim() ?? "";
  }

  get isLocked(): boolean {
    return this.props.readonly;
  }

  override enable(): void {
    this.setDisabled(this.props.readonly);
  }

  override disable(): void {
    this.setDisabled(true);
  }

  private setDisabled(disabled: boolean): void {
    for (const part of this.box.querySelectorAll<HTMLButtonElement>("input, select, textarea, button")) {
      part.disabled = disabled;
    }
  }

  focus(): void {
    this.box.querySelector<HTMLElement>("input:not(.hide), select, textarea, button, [tabindex]")?.focus();
  }

  button(words: Key, act: () => void, variant = "secondary"): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button";
    button.dataset.variant = variant;
    button.dataset.size = "sm";
    button.dataset.words = words;
    button.textContent = say(words);
    button.addEventListener("click", act);
    return button;
  }

  /** A field of the widget itself, which the engine is not to read. */
  input(type: string): HTMLInputElement {
    const input = document.createElement("input");
    input.type = type;
    input.className = "ds-input ignore";
    // What is typed here is the widget's to tell on.
    input.addEventListener("change", (event) => event.stopPropagation());
    return input;
  }

  note(): HTMLElement {
    const note = document.createElement("p");
    note.className = "mh-help";
    note.setAttribute("role", "status");
    return note;
  }

  /** The words of buttons made by `button`, again. */
  protected sayButtons(): void {
    for (const button of this.box.querySelectorAll<HTMLElement>("[data-words]")) {
      button.textContent = say(button.dataset.words as Key);
    }
  }
}

/** A label of its own for one field of a widget that has several. */
export function labelled(input: HTMLElement, words: string): HTMLLabelElement {
  const label = document.createElement("label");
  label.className = "mh-q-part";
  const text = document.createElement("span");
  text.textContent = words;
  label.append(text, input);
  return label;
}
