/** Small additions to plain text fields. */
import Widget from "enketo-core/src/js/widget";

/** `thousands-sep`: the number as people write it, under the field. */
export class Thousands extends Widget {
  declare shown: HTMLOutputElement;

  static override get selector(): string {
    return ".or-appearance-thousands-sep > input[type=number]";
  }

  override _init(): void {
    this.shown = document.createElement("output");
    this.shown.className = "mh-help";
    this.element.after(this.shown);
    this.element.addEventListener("input", () => this.update());
    this.update();
  }

  override update(): void {
    const { value } = this.element;
    this.shown.textContent = value ? Number(value).toLocaleString(document.documentElement.lang) : "";
  }
}

/** `url`: an address that the form gives, to be opened. */
export class Address extends Widget {
  declare link: HTMLAnchorElement;

  static override get selector(): string {
    return ".or-appearance-url > input[type=text]";
  }

  override _init(): void {
    this.link = document.createElement("a");
    this.link.className = "ds-link";
    this.link.target = "_blank";
    this.link.rel = "noopener";
    this.element.after(this.link);
    this.element.classList.add("hide");
    this.update();
  }

  override update(): void {
    const { value } = this.element;
    this.link.textContent = value;
    if (/^https?:\/\//.test(value)) this.link.href = value;
    else this.link.removeAttribute("href");
  }
}
