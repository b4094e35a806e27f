/** The theme's colours as the page has them now: light, dark or on paper. */
export function token(name: string, from: Element = document.documentElement): string {
  return getComputedStyle(from).getPropertyValue(`--mh-${name}`).trim();
}

/** Call back when the reader's colour scheme changes. */
export function onSchemeChange(callback: () => void): () => void {
  const query = window.matchMedia("(prefers-color-scheme: dark)");
  query.addEventListener("change", callback);
  return () => query.removeEventListener("change", callback);
}
