/**
 * When what is typed becomes an answer. The engine takes it when the field is left; then words of refusal come and go and
 * the page moves, at worst between a finger's going down and up, which loses the click. So while a pointer is down the
 * engine hears nothing; and what stands in a field that was not left yet is not forgotten.
 */
export class Commits {
  readonly #form: HTMLFormElement;
  #typed: HTMLElement | undefined;
  #isDown = false;
  readonly #stop = new AbortController();

  constructor(form: HTMLFormElement) {
    this.#form = form;
    const { signal } = this.#stop;
    form.addEventListener("input", (event) => this.#note(event), { signal });
    form.addEventListener("change", (event) => this.#changed(event), { signal, capture: true });
    const down = () => {
      this.#isDown = true;
    };
    const up = () => {
      this.#isDown = false;
      this.flush();
    };
    window.addEventListener("pointerdown", down, { signal, capture: true });
    window.addEventListener("click", up, { signal, capture: true });
    // A click follows in the same turn, if there is one.
    for (const name of ["pointerup", "pointercancel"]) {
      window.addEventListener(name, () => setTimeout(up), { signal, capture: true });
    }
  }

  #note(event: Event): void {
    const field = event.target as HTMLElement;
    if (field.matches("textarea:not(.ignore), input:not(.ignore, [type=radio], [type=checkbox])"))
      this.#typed = field;
  }

  #changed(event: Event): void {
    if (event.target !== this.#typed) return;
    if (event.isTrusted && this.#isDown) event.stopImmediatePropagation();
    else this.#typed = undefined;
  }

  /** What was typed counts, though its field was not left. */
  flush(): void {
    const field = this.#typed;
    this.#typed = undefined;
    if (field && this.#form.contains(field)) field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  stop(): void {
    this.#stop.abort();
  }
}
