/** An order of preference: each choice moves up or down by its own buttons, or is dragged. Nothing counts before it is begun. */
import { say } from "../../words";
import { Field } from "./field";

export class Ranking extends Field {
  declare list: HTMLOListElement;
  declare starter: HTMLButtonElement;
  declare clearer: HTMLButtonElement;
  declare dragged: HTMLElement | undefined;

  static override get selector(): string {
    return ".question input.rank";
  }

  static override get list(): boolean {
    return true;
  }

  protected override build(): void {
    this.list = document.createElement("ol");
    this.list.className = "mh-q-rank";
    this.starter = this.button("rank.start", () => this.begin());
    this.clearer = this.button("rank.clear", () => this.clear(), "tertiary");
    this.box.append(this.list, this.starter, this.clearer);
    this.question.querySelector(".option-wrapper")?.classList.add("hide");
    this.list.addEventListener("dragover", (event) => this.over(event));
    this.list.addEventListener("drop", (event) => event.preventDefault());
  }

  private get choices(): Map<string, string> {
    const options = this.question.querySelectorAll<HTMLElement>(
      ".option-wrapper > label:not(.itemset-template)",
    );
    return new Map(
      [...options].map((option) => [
        option.querySelector("input")?.value ?? "",
        option.querySelector(".option-label.active")?.textContent?.trim() ?? "",
      ]),
    );
  }

  private get order(): string[] {
    return [...this.list.children].map((item) => (item as HTMLElement).dataset.value ?? "");
  }

  private begin(): void {
    this.store([...this.choices.keys()].join(" "));
    this.update();
    this.focus();
  }

  private clear(): void {
    this.store("");
    this.update();
    this.starter.focus();
  }

  private move(item: HTMLElement, by: number): void {
    const items = [...this.list.children];
    const at = items.indexOf(item) + by;
    if (at < 0 || at >= items.length) return;
    if (by < 0) items[at]?.before(item);
    else items[at]?.after(item);
    this.store(this.order.join(" "));
    this.setEnds();
  }

  override update(): void {
    const choices = this.choices;
    const kept = this.stored.split(" ").filter((value) => choices.has(value));
    const order = [...kept, ...[...choices.keys()].filter((value) => !kept.includes(value))];
    const isBegun = kept.length > 0;
    if (isBegun && kept.length < choices.size) this.store(order.join(" "));
    else if (this.stored && !isBegun) this.store("");
    this.list.replaceChildren(...order.map((value) => this.item(value, choices.get(value) ?? value)));
    this.list.toggleAttribute("data-begun", isBegun);
    this.sayButtons();
    this.starter.hidden = isBegun;
    this.clearer.hidden = !isBegun;
    this.setEnds();
    for (const button of this.list.querySelectorAll("button")) button.hidden = !isBegun;
    if (this.isLocked) this.disable();
  }

  private item(value: string, label: string): HTMLLIElement {
    const item = document.createElement("li");
    item.dataset.value = value;
    item.draggable = Boolean(this.stored) && !this.isLocked;
    const words = document.createElement("span");
    words.textContent = label;
    item.append(words, this.mover(item, -1, label), this.mover(item, 1, label));
    item.addEventListener("dragstart", () => {
      this.dragged = item;
    });
    item.addEventListener("dragend", () => {
      this.dragged = undefined;
      this.store(this.order.join(" "));
      this.setEnds();
    });
    return item;
  }

  private mover(item: HTMLElement, by: number, label: string): HTMLButtonElement {
    const button = this.button(
      by < 0 ? "rank.up" : "rank.down",
      () => {
        this.move(item, by);
        (button.disabled ? item.querySelector<HTMLElement>("button:enabled") : button)?.focus();
      },
      "tertiary",
    );
    delete button.dataset.words;
    button.textContent = by < 0 ? "↑" : "↓";
    button.setAttribute("aria-label", say(by < 0 ? "rank.up" : "rank.down", { label }));
    return button;
  }

  private setEnds(): void {
    const items = [...this.list.children];
    items.forEach((item, at) => {
      const [up, down] = item.querySelectorAll("button");
      if (up) up.disabled = at === 0 || this.isLocked;
      if (down) down.disabled = at === items.length - 1 || this.isLocked;
    });
  }

  private over(event: DragEvent): void {
    const over = (event.target as HTMLElement).closest("li");
    if (!this.dragged || !over || over.parentElement !== this.list) return;
    event.preventDefault();
    const { top, height } = over.getBoundingClientRect();
    if (event.clientY < top + height / 2) over.before(this.dragged);
    else over.after(this.dragged);
  }

  override enable(): void {
    super.enable();
    this.setEnds();
  }
}
