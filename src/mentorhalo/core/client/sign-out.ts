/**
 * Another room may keep something in this browser that signing out destroys. It then leaves the address of the page that asks
 * about it under this name, and signing out of the website leads there first.
 */
export const KEPT_HERE = "mh-kept-here";

export function askBeforeSigningOut(leaveTo: (address: string) => void = (to) => location.assign(to)): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!new URL(form.action, document.baseURI).pathname.endsWith("/account/logout/")) return;
    const asking = localStorage.getItem(KEPT_HERE);
    if (!asking) return;
    event.preventDefault();
    leaveTo(asking);
  });
}
