/** <mh-spot>: a place on a drawn settlement. A tap, or the device, writes the two numbers of the form; they say the same. */

const SVG = "http://www.w3.org/2000/svg";

export class SpotElement extends HTMLElement {
  #picture: SVGSVGElement | null = null;
  #mark: SVGCircleElement | undefined;
  #said: HTMLElement | undefined;

  connectedCallback(): void {
    if (this.#picture) return;
    this.#picture = this.querySelector("svg");
    if (!this.#picture || !this.#lat || !this.#lon) return;
    this.dataset.mhReady = "";
    this.#mark = document.createElementNS(SVG, "circle");
    this.#mark.setAttribute("class", "mh-asset-mark");
    this.#mark.setAttribute("r", "8");
    this.#picture.append(this.#mark);
    this.#picture.addEventListener("click", (event) => this.#pick(event));
    for (const field of [this.#lat, this.#lon]) field.addEventListener("input", () => this.#show());
    if (navigator.geolocation) this.#offerHere();
    this.#show();
  }

  get #lat(): HTMLInputElement | null {
    return document.getElementById(this.dataset.mhLat ?? "") as HTMLInputElement | null;
  }

  get #lon(): HTMLInputElement | null {
    return document.getElementById(this.dataset.mhLon ?? "") as HTMLInputElement | null;
  }

  #number(name: "mhWest" | "mhNorth" | "mhAcross" | "mhUp"): number {
    return Number(this.dataset[name]);
  }

  get #size(): { width: number; height: number } {
    const [, , width = 0, height = 0] = (this.#picture?.getAttribute("viewBox") ?? "").split(" ").map(Number);
    return { width, height };
  }

  #pick(event: MouseEvent): void {
    const frame = (this.#picture as SVGSVGElement).getBoundingClientRect();
    const x = ((event.clientX - frame.left) / frame.width) * this.#size.width;
    const y = ((event.clientY - frame.top) / frame.height) * this.#size.height;
    this.#set(
      this.#number("mhNorth") - y / this.#number("mhUp"),
      this.#number("mhWest") + x / this.#number("mhAcross"),
    );
  }

  #set(lat: number, lon: number): void {
    this.#say("");
    for (const [field, value] of [
      [this.#lat, lat],
      [this.#lon, lon],
    ] as const) {
      if (!field) continue;
      field.value = value.toFixed(5);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  /** Where the two numbers lie; nowhere while one of them is missing. */
  #show(): void {
    const [lat, lon] = [this.#lat?.value, this.#lon?.value];
    const [x, y] = this.#spot(Number(lat), Number(lon));
    this.#mark?.toggleAttribute("hidden", !lat || !lon);
    this.#mark?.setAttribute("cx", x.toFixed(1));
    this.#mark?.setAttribute("cy", y.toFixed(1));
  }

  #spot(lat: number, lon: number): [number, number] {
    return [
      (lon - this.#number("mhWest")) * this.#number("mhAcross"),
      (this.#number("mhNorth") - lat) * this.#number("mhUp"),
    ];
  }

  #offerHere(): void {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button";
    button.dataset.variant = "secondary";
    button.dataset.size = "sm";
    button.textContent = this.dataset.mhHere ?? "";
    this.#said = document.createElement("p");
    this.#said.className = "mh-note";
    this.#said.setAttribute("role", "status");
    button.addEventListener("click", () => this.#ask());
    this.append(button, this.#said);
  }

  #ask(): void {
    this.#say(this.dataset.mhAsking ?? "");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.#arrive(coords.latitude, coords.longitude),
      () => this.#say(this.dataset.mhDenied ?? ""),
      { enableHighAccuracy: true, timeout: 15000 },
    );
  }

  #arrive(lat: number, lon: number): void {
    const [x, y] = this.#spot(lat, lon);
    const { width, height } = this.#size;
    if (x < 0 || y < 0 || x > width || y > height) this.#say(this.dataset.mhAway ?? "");
    else this.#set(lat, lon);
  }

  #say(words: string): void {
    if (this.#said) this.#said.textContent = words;
  }
}

if (!customElements.get("mh-spot")) customElements.define("mh-spot", SpotElement);
