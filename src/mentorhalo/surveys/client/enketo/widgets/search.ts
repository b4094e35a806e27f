/** One choice out of many: type a part of it, with or without accents, and choose. */
import { say } from "../../words";
import { Field } from "./field";

const SHOWN = 40;
const HIDDEN_MARKS = /\p{Diacritic}/gu;
let made = 0;

interface Choice {
  value: string;
  label: string;
  folded: string;
}

export class Search extends Field {
  declare typed: HTMLInputElement;
  declare list: HTMLUListElement;
  declare told: HTMLElement;
  declare choices: Choice[];
  declare active: number;

  static override get selector(): string {
    return ".question input[list]";
  }

  static override get list(): boolean {
    return true;
  }

  protected override build(): void {
    this.active = -1;
    const id = `mh-q-list-${++made}`;
    this.typed = this.input("text");
    this.typed.autocomplete = "off";
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
    })) {
      this.typed.setAttribute(name, value);
    }
    this.list = document.createElement("ul");
    this.list.id = id;
    this.list.className = "mh-suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    this.told = document.createElement("span");
    this.told.className = "mh-sr";
    this.told.setAttribute("role", "status");
    this.box.classList.add("mh-q-search");
    this.box.append(this.typed, this.list, this.told);
    this.typed.addEventListener("input", () => this.typing());
    this.typed.addEventListener("click", () => this.open());
    this.typed.addEventListener("keydown", (event) => this.key(event));
    this.typed.addEventListener("blur", () => this.leave());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.clicked(event));
  }

  override update(): void {
    const hadChoices = this.choices?.length > 0;
    this.choices = this.read();
    this.typed.setAttribute("aria-label", this.label);
    this.typed.placeholder = say("choice.search");
    this.list.setAttribute("aria-label", this.label);
    const chosen = this.choices.find((choice) => choice.value === this.stored);
    // What is not among the choices any more is no answer; before there were any, nobody knows.
    if (this.stored && !chosen && (hadChoices || this.choices.length > 0)) this.store("");
    this.typed.value = chosen?.label ?? "";
    this.close();
  }

  /** The engine keeps choices as options of a list, in a repeat beside it; their words may stand apart, by language. */
  private read(): Choice[] {
    const id = CSS.escape(this.element.getAttribute("list") ?? "");
    const beside = this.element.closest(".or-repeat")?.parentElement ?? this.question;
    const list =
      this.question.querySelector(`#${id}`) ?? beside.querySelector(`:scope > .or-repeat-info #${id}`);
    const translations = list?.parentElement?.querySelector(".or-option-translations");
    return [...(list?.querySelectorAll<HTMLOptionElement>("option:not(.itemset-template)") ?? [])]
      .filter((option) => option.value !== "")
      .map((option) => {
        const { value } = option;
        const own = translations?.querySelector(
          `.active[data-option-value="${CSS.escape(value)}"]`,
        )?.textContent;
        const label = (own || option.textContent || value).trim();
        return { value, label, folded: fold(label) };
      });
  }

  private get found(): Choice[] {
    const wanted = fold(this.typed.value);
    const chosen = this.choices.find((choice) => choice.value === this.stored);
    if (!wanted || chosen?.folded === wanted) return this.choices.slice(0, SHOWN);
    const starts = this.choices.filter((choice) => choice.folded.startsWith(wanted));
    const holds = this.choices.filter((choice) => choice.folded.indexOf(wanted) > 0);
    return [...starts, ...holds].slice(0, SHOWN);
  }

  private typing(): void {
    if (this.stored) this.store("");
    this.open();
  }

  private open(): void {
    if (this.isLocked) return;
    const found = this.found;
    this.active = -1;
    this.list.replaceChildren(
      ...found.map((choice, at) => {
        const item = document.createElement("li");
        item.id = `${this.list.id}-${at}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", String(choice.value === this.stored));
        item.dataset.value = choice.value;
        item.textContent = choice.label;
        return item;
      }),
    );
    this.told.textContent = found.length ? say("choice.found", { number: found.length }) : say("choice.none");
    this.list.hidden = found.length === 0;
    this.typed.setAttribute("aria-expanded", String(found.length > 0));
    this.typed.removeAttribute("aria-activedescendant");
  }

  private close(): void {
    this.list.hidden = true;
    this.active = -1;
    this.typed.setAttribute("aria-expanded", "false");
    this.typed.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) this.open();
      this.walk(step);
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      const items = this.list.children;
      const item = items[this.active] ?? (items.length === 1 ? items[0] : undefined);
      if (item) this.choose((item as HTMLElement).dataset.value ?? "");
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }

  private walk(step: number): void {
    const items = [...this.list.children];
    if (items.length === 0) return;
    this.active = (this.active + step + items.length) % items.length;
    items.forEach((item, at) => {
      item.setAttribute("aria-selected", String(at === this.active));
    });
    items[this.active]?.scrollIntoView({ block: "nearest" });
    this.typed.setAttribute("aria-activedescendant", items[this.active]?.id ?? "");
  }

  private clicked(event: Event): void {
    const item = (event.target as HTMLElement).closest<HTMLElement>("[role=option]");
    if (item) this.choose(item.dataset.value ?? "");
  }

  private choose(value: string): void {
    this.store(value);
    this.typed.value = this.choices.find((choice) => choice.value === value)?.label ?? "";
    this.close();
  }

  /** Words that name exactly one choice are that choice. */
  private leave(): void {
    const wanted = fold(this.typed.value);
    const exact = this.choices.filter((choice) => choice.folded === wanted);
    if (!this.stored && exact.length === 1 && exact[0]) this.choose(exact[0].value);
    else if (!this.stored) this.typed.value = "";
    this.close();
  }
}

function fold(text: string): string {
  return text.normalize("NFD").replace(HIDDEN_MARKS, "").toLowerCase().trim();
}
