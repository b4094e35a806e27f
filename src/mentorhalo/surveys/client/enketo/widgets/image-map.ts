/** `image-map`: parts of a picture (SVG) stand for choices. The list stays beneath it, for the keyboard and for whoever hears. */
import Widget from "enketo-core/src/js/widget";
import { say } from "../../words";
import { workshop } from "../files";

const PARTS = "path[id], g[id], circle[id], rect[id], polygon[id], ellipse[id]";
const PRESENTATION = [
  "fill",
  "stroke",
  "stroke-width",
  "opacity",
  "fill-opacity",
  "fill-rule",
  "stroke-linejoin",
];

export class ImageMap extends Widget {
  declare svg: SVGSVGElement | undefined;

  static override get selector(): string {
    return ".question.or-appearance-image-map fieldset > .option-wrapper > label:first-of-type > input, .question.or-appearance-image-map .itemset-template > input";
  }

  override _init(): void {
    const image = this.question.querySelector<HTMLElement>("img[data-media]");
    if (image) void this.draw(image);
    this.question.addEventListener("change", () => this.update());
  }

  private async draw(image: HTMLElement): Promise<void> {
    const text = await workshop()
      .media.text(image.dataset.media ?? "")
      .catch(() => undefined);
    const svg = text ? new DOMParser().parseFromString(text, "image/svg+xml").querySelector("svg") : null;
    if (!svg) {
      this.tellMissing();
      return;
    }
    this.svg = clean(svg);
    this.svg.classList.add("mh-q-image-map");
    this.svg.setAttribute("role", "img");
    this.svg.setAttribute("aria-label", say("image.map"));
    for (const part of this.svg.querySelectorAll(PARTS)) {
      if (!this.choice(part.id)) part.removeAttribute("id");
    }
    this.svg.addEventListener("click", (event) => this.clicked(event));
    for (const other of this.question.querySelectorAll("legend img")) other.remove();
    this.question.querySelector(".option-wrapper")?.before(document.adoptNode(this.svg));
    this.update();
  }

  private choice(value: string): HTMLInputElement | null {
    return this.question.querySelector(`.option-wrapper input[value="${CSS.escape(value)}"]`);
  }

  private clicked(event: Event): void {
    const part = (event.target as Element).closest(PARTS);
    const choice = part ? this.choice(part.id) : null;
    if (choice && !choice.disabled && !choice.readOnly) choice.click();
  }

  private tellMissing(): void {
    const said = document.createElement("p");
    said.className = "mh-help";
    said.textContent = say("image.missing");
    this.question.querySelector(".option-wrapper")?.before(said);
  }

  override update(): void {
    for (const part of this.svg?.querySelectorAll(PARTS) ?? []) {
      part.toggleAttribute("data-chosen", this.choice(part.id)?.checked ?? false);
    }
  }
}

/** Without scripts, styles and addresses: what a style said of colours and lines stays, as attributes. */
function clean(svg: SVGSVGElement): SVGSVGElement {
  if (!svg.getAttribute("viewBox")) {
    const [width, height] = [svg.getAttribute("width"), svg.getAttribute("height")].map((size) =>
      Number.parseFloat(size ?? ""),
    );
    if (width && height) svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  for (const element of svg.querySelectorAll("script, style, foreignObject, image, use, a")) element.remove();
  for (const element of [svg, ...svg.querySelectorAll<SVGElement>("*")]) {
    for (const name of PRESENTATION) {
      const said = element.style?.getPropertyValue(name);
      if (said) element.setAttribute(name, said);
    }
    for (const { name } of [...element.attributes]) {
      if (name === "style" || name.startsWith("on") || name.endsWith("href")) element.removeAttribute(name);
    }
  }
  return svg;
}
