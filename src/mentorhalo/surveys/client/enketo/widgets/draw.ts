/** A drawing, a signature, or a picture to draw on. Who cannot draw may upload a picture instead. */
import SignaturePad from "signature_pad";
import { say } from "../../words";
import { workshop } from "../files";
import { Field, labelled } from "./field";
import { asFile } from "./picture";

// A drawing is read on paper and on any screen: dark on white, whatever the page wears.
const INK = "rgb(20, 30, 26)";
const PAPER = "rgb(255, 255, 255)";
const RATIO = { signature: 3, draw: 4 / 3, annotate: 4 / 3 };

export class Drawing extends Field {
  declare canvas: HTMLCanvasElement;
  declare pad: SignaturePad;
  declare upload: HTMLInputElement;
  declare uploader: HTMLLabelElement;
  declare shownName: string;

  static override get selector(): string {
    return ".question:is(.or-appearance-draw, .or-appearance-signature, .or-appearance-annotate) > input.mh-q-file";
  }

  get kind(): "signature" | "draw" | "annotate" {
    const { appearances } = this.props;
    return appearances.includes("signature")
      ? "signature"
      : appearances.includes("annotate")
        ? "annotate"
        : "draw";
  }

  protected override build(): void {
    this.shownName = "";
    this.canvas = document.createElement("canvas");
    this.canvas.className = "mh-q-canvas";
    this.canvas.width = 900;
    this.canvas.height = Math.round(900 / RATIO[this.kind]);
    this.canvas.setAttribute("role", "img");
    this.pad = new SignaturePad(this.canvas, {
      penColor: INK,
      backgroundColor: PAPER,
      minWidth: 1.5,
      maxWidth: 4,
    });
    // The sheet is drawn at its own size and shown at that of the page.
    this.pad.addEventListener("endStroke", () => void this.keep());
    this.upload = this.input("file");
    this.upload.accept = "image/*";
    this.uploader = labelled(this.upload, say("draw.upload"));
    this.upload.addEventListener("change", () => void this.load());
    this.box.append(
      this.canvas,
      this.button("draw.clear", () => this.clear(), "tertiary"),
      this.uploader,
    );
  }

  private async keep(): Promise<void> {
    const file = await asFile(this.canvas, `${this.kind}.png`);
    this.storeFile(file);
  }

  private storeFile(file: File): void {
    this.shownName = workshop().attachments.keep(file);
    this.store(this.shownName);
  }

  private async load(): Promise<void> {
    const file = this.upload.files?.[0];
    if (!file) return;
    this.upload.value = "";
    const address = URL.createObjectURL(file);
    await this.paint(address);
    URL.revokeObjectURL(address);
    await this.keep();
  }

  private clear(): void {
    this.pad.clear();
    this.shownName = "";
    this.store("");
  }

  private async paint(address: string): Promise<void> {
    const picture = new Image();
    picture.src = address;
    await picture.decode().catch(() => undefined);
    const context = this.canvas.getContext("2d");
    if (!context || !picture.width) return;
    const scale = Math.min(this.canvas.width / picture.width, this.canvas.height / picture.height);
    this.pad.clear();
    context.drawImage(picture, 0, 0, picture.width * scale, picture.height * scale);
  }

  override update(): void {
    const name = this.stored || this.element.dataset.loadedFileName || "";
    if (name && !this.stored) this.element.value = name;
    this.sayButtons();
    const area = say(this.kind === "signature" ? "draw.signature" : "draw.label");
    this.canvas.setAttribute("aria-label", `${this.label}: ${area}`);
    if (this.uploader.firstElementChild) this.uploader.firstElementChild.textContent = say("draw.upload");
    if (name === this.shownName) return;
    this.shownName = name;
    const { attachments, media } = workshop();
    const address = attachments.address(name) ?? media.address(name.replace(/^jr:\/\/[\w-]+\//, ""));
    if (address) void this.paint(address);
    else this.pad.clear();
  }

  override enable(): void {
    super.enable();
    if (!this.isLocked) this.pad.on();
  }

  override disable(): void {
    super.disable();
    this.pad.off();
  }
}
