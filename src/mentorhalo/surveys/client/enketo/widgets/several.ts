/** Several choices that take the room of one: ticks that open under a line saying what is chosen. */
import { say } from "../../words";
import { Field } from "./field";

export class Several extends Field {
  declare summary: HTMLElement;
  declare ticks: HTMLElement;

  static override get selector(): string {
    return ".question select[multiple]";
  }

  static override get list(): boolean {
    return true;
  }

  private get select(): HTMLSelectElement {
    return this.element as unknown as HTMLSelectElement;
  }

  private get offered(): HTMLOptionElement[] {
    return [...this.select.options].filter(
      (option) => option.value && !option.classList.contains("itemset-template"),
    );
  }

  protected override build(): void {
    const details = document.createElement("details");
    details.className = "mh-q-several";
    this.summary = document.createElement("summary");
    this.summary.className = "ds-input";
    this.ticks = document.createElement("div");
    this.ticks.setAttribute("role", "group");
    details.append(this.summary, this.ticks);
    this.box.append(details);
  }

  override update(): void {
    this.ticks.setAttribute("aria-label", this.label);
    this.ticks.replaceChildren(
      ...this.offered.map((option) => {
        const tick = this.input("checkbox");
        tick.value = option.value;
        tick.checked = option.selected;
        tick.disabled = this.props.readonly;
        tick.addEventListener("change", () => this.changed());
        const label = document.createElement("label");
        label.append(tick, option.textContent ?? "");
        return label;
      }),
    );
    this.tell();
  }

  private changed(): void {
    const chosen = [...this.ticks.querySelectorAll<HTMLInputElement>(":checked")].map((tick) => tick.value);
    this.originalInputValue = chosen.join(" ");
    this.tell();
  }

  private tell(): void {
    const chosen = this.offered.filter((option) => option.selected).map((option) => option.textContent ?? "");
    this.summary.textContent =
      chosen.length === 0
        ? say("choice.nothing")
        : chosen.length < 4
          ? chosen.join(", ")
          : say("choice.chosen", { number: chosen.length });
  }

  override focus(): void {
    this.summary.focus();
  }
}
