/** A month or a year, kept as its first day; whole dates, times and moments are fields of the browser. */
import { say } from "../../words";
import { Field, labelled } from "./field";

export class PartOfDate extends Field {
  declare month: HTMLSelectElement | undefined;
  declare year: HTMLInputElement;

  static override get selector(): string {
    return ".question:is(.or-appearance-month-year, .or-appearance-year) > input[type=date]";
  }

  protected override build(): void {
    this.box.classList.add("mh-q-row");
    this.year = this.input("number");
    this.year.min = "1000";
    this.year.max = "2999";
    this.year.step = "1";
    if (this.props.appearances.includes("month-year")) {
      this.month = document.createElement("select");
      this.month.className = "ds-input ignore";
      this.month.addEventListener("change", (event) => event.stopPropagation());
    }
    for (const part of [this.year, this.month]) part?.addEventListener("change", () => this.changed());
  }

  private changed(): void {
    const year = this.year.value.padStart(4, "0");
    const month = this.month ? this.month.value : "01";
    this.store(this.year.value && this.year.validity.valid && month ? `${year}-${month}-01` : "");
  }

  override update(): void {
    const [year = "", month = ""] = this.stored.split("-");
    if (this.stored || !this.box.contains(document.activeElement)) this.year.value = year;
    const parts = [labelled(this.year, say("date.year"))];
    if (this.month) {
      const chosen = this.stored ? month : this.month.value;
      this.month.replaceChildren(...monthOptions());
      this.month.value = chosen;
      parts.push(labelled(this.month, say("date.month")));
    }
    this.box.replaceChildren(...parts);
  }
}

function monthOptions(): HTMLOptionElement[] {
  const language = document.documentElement.lang || "hu";
  const format = new Intl.DateTimeFormat(language, { month: "long" });
  const months = Array.from({ length: 12 }, (_, at) => format.format(new Date(2020, at, 1)));
  return [new Option("", ""), ...months.map((name, at) => new Option(name, String(at + 1).padStart(2, "0")))];
}
