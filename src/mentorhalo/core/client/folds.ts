/** Menus that fold out over the page: a press elsewhere or Escape folds them again. */
export class FoldsElement extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("click", this.#pressed);
    this.addEventListener("keydown", this.#typed);
  }

  disconnectedCallback(): void {
    document.removeEventListener("click", this.#pressed);
    this.removeEventListener("keydown", this.#typed);
  }

  #open(): HTMLDetailsElement[] {
    return [...this.querySelectorAll<HTMLDetailsElement>("details[name][open]")];
  }

  #pressed = (event: Event): void => {
    for (const fold of this.#open()) if (!fold.contains(event.target as Node)) fold.open = false;
  };

  #typed = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    for (const fold of this.#open()) {
      fold.open = false;
      fold.querySelector("summary")?.focus();
    }
  };
}

if (!customElements.get("mh-folds")) customElements.define("mh-folds", FoldsElement);
