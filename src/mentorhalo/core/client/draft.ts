/** What was typed into a form, kept in this tab's storage until the server has taken it. */
const PREFIX = "mh-draft:";

interface Kept {
  sent: boolean;
  values: [string, string][];
}

export class Draft {
  readonly #name: string;
  readonly #form: HTMLFormElement;

  constructor(key: string, form: HTMLFormElement) {
    this.#name = PREFIX + key;
    this.#form = form;
  }

  keep(): void {
    write(this.#name, { sent: false, values: this.#typed() });
  }

  /** The form is on its way; the next page tells whether it arrived. */
  sent(): void {
    write(this.#name, { sent: true, values: this.#typed() });
  }

  forget(): void {
    sessionStorage.removeItem(this.#name);
  }

  /** Put back what was typed, unless the server just did so itself or has taken it. */
  restore(): boolean {
    const kept = read(this.#name);
    if (!kept) return false;
    if (this.#form.querySelector("[role=alert]")) return false;
    if (kept.sent && document.querySelector("#messages [data-color=success]")) {
      this.forget();
      return false;
    }
    if (JSON.stringify(kept.values) === JSON.stringify(this.#typed())) return false;
    this.#put(kept.values);
    return true;
  }

  #controls(): (HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement)[] {
    return [...this.#form.elements].filter(
      (control) =>
        (control instanceof HTMLInputElement ||
          control instanceof HTMLSelectElement ||
          control instanceof HTMLTextAreaElement) &&
        control.name !== "" &&
        control.name !== "csrfmiddlewaretoken" &&
        !control.name.includes("guard_") &&
        !["file", "password", "submit", "button"].includes(control.type),
    ) as (HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement)[];
  }

  #typed(): [string, string][] {
    const values: [string, string][] = [];
    for (const control of this.#controls()) {
      if (isTick(control)) {
        if (control.checked) values.push([control.name, control.value]);
      } else if (control instanceof HTMLSelectElement) {
        for (const option of control.options) if (option.selected) values.push([control.name, option.value]);
      } else {
        values.push([control.name, control.value]);
      }
    }
    return values;
  }

  #put(values: [string, string][]): void {
    const has = (name: string, value: string) => values.some(([n, v]) => n === name && v === value);
    for (const control of this.#controls()) {
      if (isTick(control)) {
        control.checked = has(control.name, control.value);
      } else if (control instanceof HTMLSelectElement && control.multiple) {
        for (const option of control.options) option.selected = has(control.name, option.value);
      } else {
        const index = values.findIndex(([name]) => name === control.name);
        const found = index < 0 ? undefined : values.splice(index, 1)[0];
        if (found) control.value = found[1];
      }
    }
  }
}

/** On a page that shows no form of theirs, drafts that were sent have arrived. */
export function forgetArrived(): void {
  for (const name of Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX))) {
    const key = name.slice(PREFIX.length);
    const stillHere = document.querySelector(`mh-form[data-mh-draft="${CSS.escape(key)}"]`);
    if (!stillHere && read(name)?.sent) sessionStorage.removeItem(name);
  }
}

function isTick(control: Element): control is HTMLInputElement {
  return control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type);
}

function read(name: string): Kept | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

function write(name: string, kept: Kept): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(kept));
  } catch {
    // Storage full or forbidden: the form works without its memory.
  }
}
