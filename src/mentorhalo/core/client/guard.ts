/**
 * <mh-guard>: does the piece of work that a form for everybody asks for, while it is being filled in. Without this script the form asks
 * for a few seconds of patience instead (core/guard.py).
 */
import { pbkdf2, solveChallenge } from "altcha/lib";

export class GuardElement extends HTMLElement {
  #started = false;

  connectedCallback(): void {
    if (this.#started) return;
    this.#started = true;
    void this.#work();
  }

  async #work(): Promise<void> {
    const input = this.querySelector("input");
    const challenge = JSON.parse(this.dataset.mhChallenge ?? "null");
    // Where the page did not come over https there is no WebCrypto: the form then asks for patience.
    if (!input || !challenge || !globalThis.crypto?.subtle) return;
    const solution = await solveChallenge({ challenge, deriveKey: pbkdf2.deriveKey });
    if (solution) input.value = btoa(JSON.stringify({ challenge, solution }));
  }
}

if (!customElements.get("mh-guard")) customElements.define("mh-guard", GuardElement);
