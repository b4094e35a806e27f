/**
 * <mh-suggest>: a text box that suggests while typing. The first input holds the words, the hidden one the chosen
 * value; data-mh-url answers ?q= with {results: [{value, label, note}]}. Without this script only the words are sent.
 */
export interface Suggestion {
  value: string;
  label: string;
  note?: string;
}

const PAUSE = 150;
let made = 0;

export class SuggestElement extends HTMLElement {
  #box!: HTMLInputElement;
  #chosen!: HTMLInputElement;
  #list!: HTMLUListElement;
  #said!: HTMLElement;
  #found: Suggestion[] = [];
  #at = -1;
  #timer = 0;
  #asking: AbortController | undefined;

  connectedCallback(): void {
    const [box, chosen] = this.querySelectorAll("input");
    if (!box || !chosen || this.#list) return;
    this.#box = box;
    this.#chosen = chosen;
    this.#list = document.createElement("ul");
    this.#list.className = "mh-suggestions";
    this.#list.id = `mh-suggestions-${++made}`;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", this.dataset.mhLabel ?? "");
    this.#list.hidden = true;
    this.#said = document.createElement("span");
    this.#said.className = "mh-sr";
    this.#said.setAttribute("role", "status");
    this.append(this.#list, this.#said);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-expanded", "false");
    box.setAttribute("aria-controls", this.#list.id);
    box.autocomplete = "off";
    box.addEventListener("input", () => this.#typed());
    box.addEventListener("keydown", (event) => this.#key(event));
    box.addEventListener("blur", () => this.#close());
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => this.#clicked(event));
  }

  #typed(): void {
    this.#chosen.value = "";
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), PAUSE);
  }

  async #ask(): Promise<void> {
    this.#asking?.abort();
    const words = this.#box.value.trim();
    if (words === "") {
      this.#close();
      return;
    }
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const found = await this.find(words, signal);
      if (found && !signal.aborted) this.#show(found);
    } catch {
      // No network, a newer question, or nobody waits any more: what is typed still counts.
    }
  }

  /** What may be meant; nothing where there is no answer. */
  protected async find(words: string, signal: AbortSignal): Promise<Suggestion[] | undefined> {
    const url = new URL(this.dataset.mhUrl ?? "", document.baseURI);
    url.searchParams.set("q", words);
    const answer = await fetch(url, { signal, headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).results : undefined;
  }

  #show(found: Suggestion[]): void {
    this.#found = found;
    this.#at = -1;
    this.#list.replaceChildren(
      ...found.map((suggestion, index) => {
        const item = document.createElement("li");
        item.id = `${this.#list.id}-${index}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const label = document.createElement("span");
        label.textContent = suggestion.label;
        const note = document.createElement("span");
        note.className = "mh-note";
        note.textContent = suggestion.note ?? "";
        item.append(label, note);
        return item;
      }),
    );
    this.#list.hidden = found.length === 0;
    this.#box.setAttribute("aria-expanded", String(found.length > 0));
    this.#box.removeAttribute("aria-activedescendant");
    this.#said.textContent =
      found.length > 0 ? `${found.length} ${this.dataset.mhFound}` : (this.dataset.mhNone ?? "");
  }

  #key(event: KeyboardEvent): void {
    if (this.#list.hidden) {
      if (event.key === "ArrowDown") void this.#ask();
      return;
    }
    if (event.key === "ArrowDown") this.#move(1);
    else if (event.key === "ArrowUp") this.#move(-1);
    else if (event.key === "Enter" && this.#at >= 0) this.#choose(this.#at);
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
  }

  #move(step: number): void {
    const count = this.#found.length;
    this.#at = (this.#at + step + count) % count;
    for (const [index, item] of [...this.#list.children].entries()) {
      item.setAttribute("aria-selected", String(index === this.#at));
      if (index === this.#at) {
        this.#box.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView?.({ block: "nearest" });
      }
    }
  }

  #clicked(event: Event): void {
    const item = (event.target as HTMLElement).closest("li");
    if (item) this.#choose([...this.#list.children].indexOf(item));
  }

  #choose(index: number): void {
    const suggestion = this.#found[index];
    if (!suggestion) return;
    this.#box.value = suggestion.label;
    this.#chosen.value = suggestion.value;
    this.#close();
    this.#chosen.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #close(): void {
    window.clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#list.hidden = true;
    this.#box.setAttribute("aria-expanded", "false");
    this.#box.removeAttribute("aria-activedescendant");
  }
}

if (!customElements.get("mh-suggest")) customElements.define("mh-suggest", SuggestElement);
