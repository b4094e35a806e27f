/** Files of a form and of its answers: by name in, by address out. Addresses made here are given back at the end. */
import type { Source } from "../questionnaire";

export class Media {
  #sources: Record<string, Source>;
  #addresses = new Map<string, string>();

  constructor(sources: Record<string, Source> = {}) {
    this.#sources = sources;
  }

  address(name: string): string | undefined {
    const source = this.#sources[name];
    if (source === undefined || typeof source === "string") return source;
    let address = this.#addresses.get(name);
    if (!address) {
      address = URL.createObjectURL(source);
      this.#addresses.set(name, address);
    }
    return address;
  }

  async text(name: string): Promise<string | undefined> {
    const source = this.#sources[name];
    if (source === undefined) return undefined;
    if (typeof source !== "string") return source.text();
    const answer = await fetch(source);
    return answer.ok ? answer.text() : undefined;
  }

  release(): void {
    for (const address of this.#addresses.values()) URL.revokeObjectURL(address);
    this.#addresses.clear();
  }
}
