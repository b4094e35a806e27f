/** After a refused form the summary of what to mend takes the focus, so that it is heard first. */
export function focusMarked(root: ParentNode = document): void {
  root.querySelector<HTMLElement>("[data-mh-focus]")?.focus();
}

focusMarked();
document.addEventListener("htmx:after:swap", () => focusMarked());
