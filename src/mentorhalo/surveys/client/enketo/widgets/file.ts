/** A file: chosen, photographed or recorded. The model holds its name, the questionnaire's attachments the file. */
import { say } from "../../words";
import { workshop } from "../files";
import { Field } from "./field";
import { shrink } from "./picture";

const WORDS = { image: "file.photo", audio: "file.audio", video: "file.video" } as const;

export class FileField extends Field {
  declare picker: HTMLInputElement;
  declare shown: HTMLElement;
  declare remover: HTMLButtonElement;
  declare told: HTMLElement;

  static override get selector(): string {
    const drawn = ["draw", "signature", "annotate"].map((name) => `.or-appearance-${name}`).join(", ");
    return `.question:not(${drawn}) > input.mh-q-file`;
  }

  get kind(): string {
    return (this.element.getAttribute("accept") ?? "").split("/")[0] ?? "";
  }

  protected override build(): void {
    this.picker = this.input("file");
    this.picker.accept = this.element.getAttribute("accept") ?? "";
    const capture = this.element.getAttribute("capture");
    if (capture !== null) this.picker.setAttribute("capture", capture);
    this.picker.addEventListener("change", () => void this.take());
    this.shown = document.createElement("div");
    this.shown.className = "mh-q-shown";
    this.remover = this.button("file.remove", () => this.remove(), "tertiary");
    this.told = this.note();
    this.box.append(this.picker, this.shown, this.remover, this.told);
  }

  private async take(): Promise<void> {
    const file = this.picker.files?.[0];
    if (!file) return;
    const { attachments } = workshop();
    const pixels = Number(this.element.dataset.maxPixels);
    const kept = this.kind === "image" && pixels > 0 ? await shrink(file, pixels) : file;
    this.picker.value = "";
    if (kept.size > attachments.limit) {
      this.told.textContent = say("file.toolarge", { size: size(kept.size), limit: size(attachments.limit) });
      return;
    }
    this.store(attachments.keep(kept));
    this.update();
  }

  private remove(): void {
    this.store("");
    this.update();
    this.picker.focus();
  }

  override update(): void {
    const name = this.stored || this.element.dataset.loadedFileName || "";
    if (name && !this.stored) this.element.value = name;
    this.sayButtons();
    this.picker.setAttribute(
      "aria-label",
      `${this.label}: ${say(WORDS[this.kind as keyof typeof WORDS] ?? "file.choose")}`,
    );
    this.remover.hidden = !name || this.isLocked;
    this.told.textContent = "";
    this.shown.replaceChildren();
    if (!name) return;
    const address =
      workshop().attachments.address(name) ?? workshop().media.address(name.replace(/^jr:\/\/[\w-]+\//, ""));
    const preview = address ? this.preview(name, address) : undefined;
    const words = document.createElement("span");
    words.textContent = name;
    this.shown.append(...(preview ? [preview, words] : [words]));
    if (!address) this.told.textContent = say("file.missing");
  }

  private preview(name: string, address: string): HTMLElement | undefined {
    if (this.kind === "image") {
      const image = document.createElement("img");
      image.src = address;
      image.alt = say("file.preview", { name });
      return image;
    }
    if (this.kind !== "audio" && this.kind !== "video") return undefined;
    const player = document.createElement(this.kind);
    player.controls = true;
    player.src = address;
    return player;
  }
}

function size(bytes: number): string {
  const megabytes = bytes / (1024 * 1024);
  return `${megabytes.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
}
