/** Files that somebody gave while filling. An answer holds the name; here is what belongs to it. */

import type { Source } from "../questionnaire";
import { Media } from "./media";

const MEGABYTE = 1024 * 1024;
const DEFAULT_LIMIT = 25 * MEGABYTE;

export class Attachments {
  readonly limit: number;
  #given = new Map<string, File>();
  #addresses = new Map<string, string>();
  #known: Media;

  constructor(known: Record<string, Source> = {}, limit = DEFAULT_LIMIT) {
    this.#known = new Media(known);
    this.limit = limit;
    for (const [name, source] of Object.entries(known)) {
      if (typeof source !== "string") this.#given.set(name, new File([source], name, { type: source.type }));
    }
  }

  /** Under a name that no other file of this questionnaire has, and that travels well. */
  keep(file: File): string {
    const dot = file.name.lastIndexOf(".");
    const stem = (dot > 0 ? file.name.slice(0, dot) : file.name).normalize("NFD").replace(/[^\w-]+/g, "");
    const ending = dot > 0 ? file.name.slice(dot).replace(/[^\w.]+/g, "") : "";
    const name = `${stem.slice(0, 60) || "file"}-${Date.now().toString(36)}${this.#given.size}${ending}`;
    this.#given.set(name, new File([file], name, { type: file.type }));
    return name;
  }

  address(name: string): string | undefined {
    const file = this.#given.get(name);
    if (!file) return this.#known.address(name);
    let address = this.#addresses.get(name);
    if (!address) {
      address = URL.createObjectURL(file);
      this.#addresses.set(name, address);
    }
    return address;
  }

  /** Those that the answers name. */
  namedIn(xml: string): File[] {
    const root = new DOMParser().parseFromString(xml, "text/xml").documentElement;
    const texts = new Set([...root.querySelectorAll("*")].map((node) => node.textContent?.trim() ?? ""));
    return [...this.#given].filter(([name]) => texts.has(name)).map(([, file]) => file);
  }

  release(): void {
    this.#known.release();
    for (const address of this.#addresses.values()) URL.revokeObjectURL(address);
    this.#addresses.clear();
  }
}

/** What the widgets of the one open questionnaire work with. */
export interface Workshop {
  attachments: Attachments;
  media: Media;
  outlines?: () => Promise<GeoJSON.FeatureCollection>;
}

let open: Workshop | undefined;

export function enter(workshop: Workshop | undefined): void {
  open = workshop;
}

export function workshop(): Workshop {
  if (!open) throw new Error("no questionnaire is open");
  return open;
}
