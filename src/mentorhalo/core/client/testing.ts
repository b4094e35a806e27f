/** Put markup on the page whole, as a browser's swap does: an element finds its children when it connects. */
export function show(html: string): void {
  const holder = document.createElement("div");
  holder.innerHTML = html;
  document.body.replaceChildren(holder);
}
