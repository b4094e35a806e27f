/** Numbers stay fields of the browser; what cannot be one is said, and a turned wheel changes nothing. */
import Widget from "enketo-core/src/js/widget";
import { say } from "../../words";

export class NumberField extends Widget {
  declare message: HTMLElement;

  static override get selector(): string {
    return ".question input[type=number]:is([data-type-xml=int], [data-type-xml=decimal]):not([min][max])";
  }

  override _init(): void {
    if (this.props.type === "int") this.element.step = "1";
    this.message = document.createElement("span");
    this.message.className = "invalid-value-msg active";
    this.question.append(this.message);
    this.element.addEventListener("wheel", () => this.element.blur(), { passive: true });
    for (const name of ["input", "change"]) this.element.addEventListener(name, () => this.update());
  }

  override update(): void {
    const { badInput, stepMismatch } = this.element.validity;
    const isWrong = badInput || stepMismatch;
    this.question.classList.toggle("invalid-value", isWrong);
    this.message.textContent = isWrong ? say(stepMismatch ? "constraint.integer" : "constraint.number") : "";
  }
}
