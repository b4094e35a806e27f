/** A number between two ends, on a slider that stands nowhere until it is touched; or as a row of stars. */
import { say } from "../../words";
import { Field } from "./field";

let made = 0;

const BETWEEN = "input[type=number][min][max]";

export class Range extends Field {
  declare slider: HTMLInputElement;
  declare output: HTMLOutputElement;
  declare clearer: HTMLButtonElement;

  static override get selector(): string {
    return `.question:not(.or-appearance-rating) > ${BETWEEN}`;
  }

  protected override build(): void {
    this.box.classList.add("mh-q-range");
    const { min, max } = this.element;
    this.slider = this.input("range");
    this.slider.className = "ignore";
    const [lowest, highest] = ends(this.element);
    Object.assign(this.slider, { min: lowest, max: highest, step: stepOf(this.element) });
    // A scale may go down: then its first end is the highest.
    if (Number(min) > Number(max)) this.slider.dir = "rtl";
    this.output = document.createElement("output");
    this.clearer = this.button("range.clear", () => this.clear(), "tertiary");
    // The middle, where the slider stands by itself, is an answer, too, once somebody says so.
    for (const name of ["input", "click", "keyup"]) {
      this.slider.addEventListener(name, (event) => {
        if (name !== "keyup" || ["Enter", " "].includes((event as KeyboardEvent).key)) this.changed();
      });
    }
    this.box.append(edge(min), this.slider, edge(max), this.output, this.clearer);
  }

  private changed(): void {
    this.store(this.slider.value);
    this.show();
  }

  private clear(): void {
    this.store("");
    this.update();
    this.slider.focus();
  }

  override update(): void {
    if (this.stored) this.slider.value = this.stored;
    else this.slider.value = String((Number(this.slider.min) + Number(this.slider.max)) / 2);
    this.sayButtons();
    this.slider.setAttribute("aria-label", this.label);
    this.show();
  }

  private show(): void {
    const words = this.stored
      ? Number(this.stored).toLocaleString(document.documentElement.lang)
      : say("range.none");
    this.output.textContent = words;
    this.slider.setAttribute("aria-valuetext", words);
    this.slider.toggleAttribute("data-empty", !this.stored);
    this.clearer.hidden = !this.stored || this.isLocked;
  }
}

function ends({ min, max }: HTMLInputElement): [number, number] {
  return [Math.min(Number(min), Number(max)), Math.max(Number(min), Number(max))];
}

function stepOf({ step }: HTMLInputElement): number {
  return Math.abs(Number(step)) || 1;
}

function edge(words: string): HTMLElement {
  const edge = document.createElement("span");
  edge.className = "mh-q-edge";
  edge.setAttribute("aria-hidden", "true");
  edge.textContent = Number(words).toLocaleString(document.documentElement.lang);
  return edge;
}

export class Rating extends Field {
  declare clearer: HTMLButtonElement;
  declare stars: HTMLInputElement[];

  static override get selector(): string {
    return `.question.or-appearance-rating > ${BETWEEN}`;
  }

  protected override build(): void {
    const [lowest, highest] = ends(this.element);
    const group = document.createElement("div");
    group.className = "mh-q-stars";
    group.setAttribute("role", "radiogroup");
    const name = `mh-q-stars-${++made}`;
    this.stars = [];
    for (let value = lowest; value <= highest; value += stepOf(this.element)) {
      const star = this.input("radio");
      star.name = name;
      star.value = String(value);
      star.setAttribute("aria-label", String(value));
      star.addEventListener("change", () => this.store(star.value));
      star.addEventListener("change", () => this.update());
      this.stars.push(star);
      group.append(star);
    }
    this.clearer = this.button("range.clear", () => this.clear(), "tertiary");
    this.box.append(group, this.clearer);
  }

  private clear(): void {
    this.store("");
    this.update();
    this.stars[0]?.focus();
  }

  override update(): void {
    for (const star of this.stars) {
      star.checked = star.value === this.stored;
      star.toggleAttribute("data-lit", this.stored !== "" && Number(star.value) <= Number(this.stored));
    }
    this.sayButtons();
    this.box.querySelector("[role=radiogroup]")?.setAttribute("aria-label", this.label);
    this.clearer.hidden = !this.stored || this.isLocked;
  }
}
