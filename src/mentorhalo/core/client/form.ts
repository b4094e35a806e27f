/**
 * <mh-form>: a form that cannot be sent twice by a nervous thumb and, with data-mh-draft, keeps what was typed in
 * this tab until the server has taken it.
 */
import { Draft } from "./draft";

const PATIENCE = 30_000;

export class FormElement extends HTMLElement {
  #ready = false;
  #sending = false;
  #draft: Draft | undefined;

  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form || this.#ready) return;
    this.#ready = true;
    form.addEventListener("submit", (event) => this.#submitted(event, form));
    window.addEventListener("pageshow", () => this.#rest());
    const key = this.dataset.mhDraft;
    if (!key) return;
    this.#draft = new Draft(key, form);
    if (this.#draft.restore()) this.#tellRestored(form);
    form.addEventListener("input", () => this.#draft?.keep());
    form.addEventListener("change", () => this.#draft?.keep());
  }

  #submitted(event: SubmitEvent, form: HTMLFormElement): void {
    if (event.defaultPrevented || form.method === "get") return;
    if (this.#sending) {
      event.preventDefault();
      return;
    }
    this.#sending = true;
    this.#draft?.sent();
    event.submitter?.setAttribute("aria-busy", "true");
    const status = document.createElement("span");
    status.className = "mh-note mh-sending";
    status.setAttribute("role", "status");
    this.querySelector(".mh-submit")?.append(status);
    status.textContent = this.dataset.mhSending ?? "";
    // An answer that is a download leaves this page standing: let go after a while.
    window.setTimeout(() => this.#rest(), PATIENCE);
  }

  #rest(): void {
    this.#sending = false;
    for (const busy of this.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
    for (const status of this.querySelectorAll(".mh-sending")) status.remove();
  }

  #tellRestored(form: HTMLFormElement): void {
    const notice = document.createElement("div");
    notice.className = "mh-draft-notice";
    notice.setAttribute("role", "status");
    const words = document.createElement("span");
    words.textContent = this.dataset.mhRestored ?? "";
    const discard = document.createElement("button");
    discard.type = "button";
    discard.className = "ds-button";
    discard.dataset.variant = "tertiary";
    discard.dataset.size = "sm";
    discard.textContent = this.dataset.mhDiscard ?? "";
    discard.addEventListener("click", () => {
      this.#draft?.forget();
      form.reset();
      notice.remove();
      form.querySelector<HTMLElement>(".ds-input:not([type=hidden])")?.focus();
    });
    notice.append(words, discard);
    form.prepend(notice);
  }
}

if (!customElements.get("mh-form")) customElements.define("mh-form", FormElement);
