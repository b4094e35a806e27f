interface Deed {
  id: string;
  url: string;
  fields: [string, string][];
  text: string;
  quadrant: string;
}

const EVERY = 700;

/**
 * A board that several people fill at once: it asks for the others' cards more than once a second, and what is typed here is kept in this
 * browser until the server took it. Each deed carries the id it was born with, so sending it again is harmless.
 */
export class LiveBoardElement extends HTMLElement {
  #timer = 0;
  #sending = false;
  #refusal = ""; // stays until the next try

  connectedCallback(): void {
    this.addEventListener("submit", this.#submitted);
    this.addEventListener("input", this.#typed);
    this.#putBack();
    this.#showWaiting();
    this.#next();
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.#timer);
    this.removeEventListener("submit", this.#submitted);
    this.removeEventListener("input", this.#typed);
  }

  get #name(): string {
    return `mh-board-${this.dataset.mhKey}`;
  }

  get #waiting(): Deed[] {
    return JSON.parse(localStorage.getItem(this.#name) ?? "[]");
  }

  set #waiting(deeds: Deed[]) {
    localStorage.setItem(this.#name, JSON.stringify(deeds));
    this.#showWaiting();
  }

  #submitted = (event: Event): void => {
    const form = event.target as HTMLFormElement;
    if (!form.dataset.mhSend) return;
    event.preventDefault();
    const data = new FormData(form);
    const text = String(data.get("text") ?? "").trim();
    if (form.dataset.mhSend === "put" && !text) return;
    this.#refusal = "";
    const id = crypto.randomUUID();
    if (form.dataset.mhSend === "put") data.set("id", id);
    const fields = [...data].map(([name, value]): [string, string] => [name, String(value)]);
    this.#waiting = [
      ...this.#waiting,
      { id, url: form.action, fields, text, quadrant: String(data.get("quadrant") ?? "") },
    ];
    const field = form.querySelector<HTMLInputElement>('input[type="text"]');
    if (field) {
      field.value = "";
      this.#typed();
      field.focus();
    }
    void this.#exchange();
  };

  #typed = (): void => {
    const words = [...this.querySelectorAll<HTMLInputElement>('input[type="text"]')].map((field) => [
      field.id,
      field.value,
    ]);
    sessionStorage.setItem(this.#name, JSON.stringify(words));
  };

  #putBack(): void {
    for (const [id, value] of JSON.parse(sessionStorage.getItem(this.#name) ?? "[]")) {
      const field = document.getElementById(id) as HTMLInputElement | null;
      if (field && !field.value) field.value = value;
    }
  }

  #next(wait = EVERY): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#exchange(), wait);
  }

  /** Send what waits, in its order, then look what the others did. */
  async #exchange(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    let isLost = true;
    try {
      for (let deed = this.#waiting[0]; deed; deed = this.#waiting[0]) {
        const answer = await this.#send(deed);
        if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
        if (answer.status === 404 || answer.redirected) {
          this.#say(this.dataset.mhClosed ?? "");
          return;
        }
        this.#waiting = this.#waiting.filter((one) => one.id !== deed?.id);
        const said = await answer.text();
        if (answer.ok) this.#show(said);
        else this.#giveBack(deed, said);
      }
      await this.#look();
      isLost = false;
    } catch {
      this.#say(this.dataset.mhLost ?? "");
    } finally {
      this.#sending = false;
      // What was typed meanwhile does not wait for the next look.
      if (this.isConnected) this.#next(!isLost && this.#waiting.length > 0 ? 0 : EVERY);
    }
  }

  #send(deed: Deed): Promise<Response> {
    const token = this.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]')?.value ?? "";
    const body = new URLSearchParams(deed.fields.filter(([name]) => name !== "csrfmiddlewaretoken"));
    return fetch(deed.url, { method: "POST", body, headers: { "X-CSRFToken": token, "X-Board": "live" } });
  }

  async #look(): Promise<void> {
    const revision = this.querySelector<HTMLElement>("[data-mh-cards]")?.dataset.mhRevision ?? "";
    const answer = await fetch(`${this.dataset.mhState}?revision=${revision}`);
    if (answer.status >= 500) throw new Error(String(answer.status));
    if (answer.status === 404 || answer.redirected) this.#say(this.dataset.mhClosed ?? "");
    else {
      this.#say(this.#refusal);
      if (answer.status === 200) this.#show(await answer.text());
    }
  }

  /** Put the cards in the place of those there are; the focus stays where it was. */
  #show(html: string): void {
    const cards = this.querySelector("[data-mh-cards]");
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-mh-cards]");
    if (!cards || !fresh) return;
    const focused = cards.contains(document.activeElement) ? document.activeElement?.id : "";
    cards.replaceWith(document.adoptNode(fresh));
    if (focused) document.getElementById(focused)?.focus();
  }

  /** What the server refused stands in its field again, with the reason; beside the reason if the field has other words by now. */
  #giveBack(deed: Deed, reason: string): void {
    const field = this.querySelector<HTMLInputElement>(`#text-${deed.quadrant || "none"}`);
    const isTaken = deed.text !== "" && (!field || field.value !== "");
    if (field && !isTaken) field.value = deed.text || field.value;
    this.#refusal = isTaken ? `${reason} “${deed.text}”` : reason;
    this.#say(this.#refusal);
  }

  #showWaiting(): void {
    for (const list of this.querySelectorAll<HTMLElement>("[data-mh-pending]")) {
      const theirs = this.#waiting.filter((deed) => deed.text && deed.quadrant === list.dataset.mhPending);
      list.replaceChildren(
        ...theirs.map((deed) => {
          const line = document.createElement("li");
          line.textContent = `${deed.text} (${this.dataset.mhSending})`;
          return line;
        }),
      );
      list.hidden = theirs.length === 0;
    }
  }

  #say(words: string): void {
    const status = this.querySelector("[data-mh-status]");
    if (status && status.textContent !== words) status.textContent = words;
  }
}

if (!customElements.get("mh-live-board")) customElements.define("mh-live-board", LiveBoardElement);
