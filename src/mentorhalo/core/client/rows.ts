/** A table of records: on a narrow screen each row stands as a small list, each value beside the heading of its column. */
export class RowsElement extends HTMLElement {
  // Only rows that come and go are watched: naming a cell is no reason to name it again.
  #watch = new MutationObserver(() => this.#name());

  connectedCallback(): void {
    this.#name();
    this.#watch.observe(this, { childList: true, subtree: true });
  }

  disconnectedCallback(): void {
    this.#watch.disconnect();
  }

  #name(): void {
    const table = this.querySelector("table");
    const headings = [...this.querySelectorAll("thead th")].map(
      (heading) => heading.textContent?.trim() ?? "",
    );
    for (const row of this.querySelectorAll<HTMLTableRowElement>("tbody tr"))
      for (const cell of row.cells)
        if (cell.tagName === "TD") cell.dataset.label = headings[cell.cellIndex] ?? "";
    table?.setAttribute("data-as-list", "");
  }
}

if (!customElements.get("mh-rows")) customElements.define("mh-rows", RowsElement);
