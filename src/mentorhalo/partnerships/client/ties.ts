/** <mh-ties>: the network of parties on fixed positions, with a slider of days. The table beside it says the same. */
import { onSchemeChange, token } from "../../core/client/palette";
import { type Data, type Line, lineAt, nodeAt, type Scene, sceneOf } from "./ties-data";

const MARGIN = 16;
const REACH = 9;
const STEP = 1.4;
const DRAGGED = 4;
const LAID_OUT_LATER = 202;
const PAUSE = 1000; // milliseconds, longer each time
const LONGEST_PAUSE = 10_000;
const MOST_ASKED = 30; // some four minutes in all

export class TiesElement extends HTMLElement {
  #data: Data | undefined;
  #scene: Scene | undefined;
  #day = 0;
  #zoom = 1;
  #pan: [number, number] = [0, 0];
  #size = 0;
  #canvas = document.createElement("canvas");
  #said = document.createElement("output");
  #hint = document.createElement("p");
  #slider = document.createElement("input");
  #frame = 0;
  #colours = new Map<string, string>();
  #watch: ResizeObserver | undefined;
  #stopListening: (() => void) | undefined;

  connectedCallback(): void {
    if (this.#data || !this.dataset.mhSrc) return;
    void this.#load(this.dataset.mhSrc);
  }

  disconnectedCallback(): void {
    this.#watch?.disconnect();
    this.#stopListening?.();
    cancelAnimationFrame(this.#frame);
  }

  async #load(src: string): Promise<void> {
    try {
      this.#data = await this.#fetched(src);
    } catch {
      this.textContent = this.dataset.mhFailed ?? "";
      return;
    }
    if (!this.#data || !this.isConnected) return;
    this.#day = Math.max(0, this.#data.days.indexOf(this.dataset.mhDay ?? ""));
    this.#build();
    this.#watch = new ResizeObserver(() => this.#draw());
    this.#watch.observe(this.#canvas);
    this.#stopListening = onSchemeChange(() => {
      this.#colours.clear();
      this.#draw();
    });
    this.#show();
  }

  /** What the picture is drawn from; asked for again while it is being laid out. Nothing if that takes too long. */
  async #fetched(src: string): Promise<Data | undefined> {
    for (let asked = 0; asked < MOST_ASKED && this.isConnected; asked++) {
      const answer = await fetch(src, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      if (answer.status !== LAID_OUT_LATER) return (await answer.json()) as Data;
      this.#announce(this.dataset.mhWaiting ?? "");
      await new Promise((resolve) => setTimeout(resolve, Math.min(PAUSE * (asked + 1), LONGEST_PAUSE)));
    }
    if (this.isConnected) this.#announce(this.dataset.mhLater ?? "");
    return undefined;
  }

  #announce(words: string): void {
    if (this.textContent === words) return;
    this.setAttribute("role", "status");
    this.textContent = words;
  }

  #build(): void {
    this.removeAttribute("role");
    const data = this.#data as Data;
    this.#canvas.className = "mh-ties-picture";
    this.#canvas.setAttribute("role", "img");
    this.#canvas.setAttribute("aria-label", this.dataset.mhLabel ?? "");
    this.#hint.className = "mh-ties-hint";
    this.#hint.setAttribute("aria-hidden", "true");
    this.#slider.type = "range";
    this.#slider.min = "0";
    this.#slider.max = String(data.days.length - 1);
    this.#slider.value = String(this.#day);
    this.#slider.addEventListener("input", () => {
      this.#day = Number(this.#slider.value);
      this.#show();
    });
    const sizes = document.createElement("select");
    sizes.className = "ds-input";
    sizes.append(
      option(this.dataset.mhDegree ?? "", ""),
      option(this.dataset.mhBetweenness ?? "", "betweenness"),
    );
    sizes.addEventListener("change", () => void this.#resize(sizes));
    const bar = document.createElement("div");
    bar.className = "mh-ties-bar";
    bar.append(
      labelled(this.dataset.mhSlider ?? "", this.#slider),
      labelled(this.dataset.mhSize ?? "", sizes),
      this.#button("+", this.dataset.mhCloser ?? "", STEP),
      this.#button("−", this.dataset.mhFarther ?? "", 1 / STEP),
    );
    this.replaceChildren(bar, this.#said, this.#canvas, this.#hint);
    this.#listen();
  }

  #button(sign: string, label: string, by: number): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button";
    button.dataset.variant = "secondary";
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => {
      this.#zoom = Math.min(40, Math.max(0.5, this.#zoom * by));
      this.#draw();
    });
    return button;
  }

  async #resize(sizes: HTMLSelectElement): Promise<void> {
    if (sizes.value && !this.#data?.sizes) {
      sizes.disabled = true;
      try {
        const answer = await fetch(`${this.dataset.mhSrc}&size=${sizes.value}`);
        if (answer.ok && this.#data) this.#data.sizes = ((await answer.json()) as Data).sizes;
      } finally {
        sizes.disabled = false;
      }
    }
    this.#size = sizes.value && this.#data?.sizes ? 1 : 0;
    this.#show();
  }

  #show(): void {
    const data = this.#data as Data;
    const day = data.days[this.#day] ?? "";
    this.#scene = sceneOf(data, this.#day, this.#size ? data.sizes?.[this.#day] : undefined);
    const language = document.documentElement.lang || undefined;
    const words = new Date(`${day}T12:00:00`).toLocaleDateString(language, { dateStyle: "long" });
    const count = (this.dataset.mhCount ?? "")
      .replace("{ties}", this.#scene.ties.toLocaleString(language))
      .replace("{nodes}", this.#scene.nodes.toLocaleString(language));
    this.#slider.setAttribute("aria-valuetext", words);
    this.#said.textContent = `${words} ${count}`;
    this.#draw();
  }

  #place = (node: number): [number, number] => {
    const [, , x, y] = this.#data?.nodes[node] ?? ["", "", 0.5, 0.5, "", ""];
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const scale = (Math.min(width, height) - 2 * MARGIN) * this.#zoom;
    return [width / 2 + (x - 0.5) * scale + this.#pan[0], height / 2 + (y - 0.5) * scale + this.#pan[1]];
  };

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    const [data, scene, canvas] = [this.#data, this.#scene, this.#canvas];
    const { clientWidth: width, clientHeight: height } = canvas;
    const pen = canvas.getContext("2d");
    if (!data || !scene || !pen || !width) return;
    const dots = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * dots);
    canvas.height = Math.round(height * dots);
    pen.scale(dots, dots);
    const places = data.nodes.map((_node, number) => this.#place(number));
    for (const level of [...new Set(scene.lines.map((line) => line.level))].sort((a, b) => a - b)) {
      pen.beginPath();
      for (const line of scene.lines) {
        if (line.level !== level) continue;
        const [from, to] = [places[line.one], places[line.other]];
        if (!from || !to) continue;
        pen.moveTo(from[0], from[1]);
        pen.lineTo(to[0], to[1]);
      }
      pen.setLineDash(level === 0 ? [3, 4] : []);
      pen.lineWidth = level > 0 ? 0.4 + level * 0.7 : 0.5;
      pen.strokeStyle = this.#colour(level > 0 ? "line-strong" : "line");
      pen.stroke();
    }
    pen.setLineDash([]);
    for (const [number, [, sector]] of data.nodes.entries()) {
      const radius = scene.radii[number] ?? 0;
      const at = places[number];
      if (!radius || !at) continue;
      pen.fillStyle = this.#colour(`sector-${sector}`);
      pen.beginPath();
      outline(pen, sector, at[0], at[1], radius);
      pen.fill();
    }
  }

  #colour(name: string): string {
    let found = this.#colours.get(name);
    if (found === undefined) {
      found = token(name, this) || token("quiet", this);
      this.#colours.set(name, found);
    }
    return found;
  }

  #listen(): void {
    let from: [number, number] | undefined;
    let moved = 0;
    this.#canvas.addEventListener("pointerdown", (event) => {
      from = [event.offsetX, event.offsetY];
      moved = 0;
      this.#canvas.setPointerCapture(event.pointerId);
    });
    this.#canvas.addEventListener("pointermove", (event) => {
      if (!from) {
        this.#tell(event.offsetX, event.offsetY);
        return;
      }
      const [dx, dy] = [event.offsetX - from[0], event.offsetY - from[1]];
      moved += Math.hypot(dx, dy);
      this.#pan = [this.#pan[0] + dx, this.#pan[1] + dy];
      from = [event.offsetX, event.offsetY];
      this.#draw();
    });
    this.#canvas.addEventListener("pointerup", (event) => {
      from = undefined;
      if (moved < DRAGGED) this.#open(event.offsetX, event.offsetY);
    });
    this.#canvas.addEventListener("pointercancel", () => {
      from = undefined;
    });
  }

  #found(x: number, y: number): { node?: number; line?: Line } {
    if (!this.#data || !this.#scene) return {};
    const node = nodeAt(this.#data, this.#scene, this.#place, x, y, REACH / 2);
    return node === undefined ? { line: lineAt(this.#scene, this.#place, x, y, REACH) } : { node };
  }

  #tell(x: number, y: number): void {
    const { node, line } = this.#found(x, y);
    const name = (number: number) => this.#data?.nodes[number]?.[0] ?? "";
    let words = "";
    if (node !== undefined) words = name(node);
    else if (line) words = `${name(line.one)} – ${name(line.other)}`;
    this.#hint.textContent = words;
    this.#canvas.classList.toggle("mh-ties-found", words !== "");
  }

  #open(x: number, y: number): void {
    const { node, line } = this.#found(x, y);
    if (node !== undefined) {
      const card = this.#data?.nodes[node]?.[5];
      if (card) location.assign(card);
    } else if (line && this.#data) {
      const [one, other] = [this.#data.nodes[line.one]?.[4] ?? "", this.#data.nodes[line.other]?.[4] ?? ""];
      location.assign(`${this.dataset.mhTie}?${new URLSearchParams({ one, other })}`);
    }
  }
}

/** Communities are circles, mentors triangles, all others squares: colour is never the only sign. */
function outline(pen: CanvasRenderingContext2D, sector: string, x: number, y: number, radius: number): void {
  if (sector === "communities") {
    pen.arc(x, y, radius, 0, 2 * Math.PI);
  } else if (sector === "mentor") {
    pen.moveTo(x, y - radius * 1.2);
    pen.lineTo(x + radius * 1.1, y + radius * 0.8);
    pen.lineTo(x - radius * 1.1, y + radius * 0.8);
    pen.closePath();
  } else {
    pen.rect(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8);
  }
}

function option(words: string, value: string): HTMLOptionElement {
  const made = document.createElement("option");
  made.value = value;
  made.textContent = words;
  return made;
}

function labelled(words: string, control: HTMLElement): HTMLLabelElement {
  const label = document.createElement("label");
  label.className = "ds-label mh-ties-control";
  const text = document.createElement("span");
  text.textContent = words;
  label.append(text, control);
  return label;
}

if (!customElements.get("mh-ties")) customElements.define("mh-ties", TiesElement);
