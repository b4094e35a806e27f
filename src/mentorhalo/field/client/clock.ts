/** The phone's clock may be wrong. The difference to the server's is learnt at each synchronisation and kept. */
import type { Vault } from "./vault";

const NAME = "clock";
const NOTABLE = 5 * 60_000;

interface Known {
  offset: number; // server minus phone, in milliseconds
  last: number; // the server's time at the last synchronisation: it cannot be earlier now
}

export class Clock {
  #known: Known = { offset: 0, last: 0 };

  constructor(private readonly vault: Vault) {}

  async load(): Promise<void> {
    this.#known = ((await this.vault.plain(NAME)) as Known | undefined) ?? this.#known;
  }

  async learn(server: number): Promise<void> {
    this.#known = { offset: server - Date.now(), last: server };
    await this.vault.setPlain(NAME, this.#known);
  }

  now(): number {
    return Math.max(Date.now() + this.#known.offset, this.#known.last);
  }

  /** How far the phone is off, in minutes; 0 if it hardly is. */
  minutesOff(): number {
    return Math.abs(this.#known.offset) < NOTABLE ? 0 : Math.round(this.#known.offset / 60_000);
  }

  /** It was set back since: neither clock nor difference can be believed. */
  wasSetBack(): boolean {
    return Date.now() + this.#known.offset < this.#known.last - NOTABLE;
  }

  /** The day it is where the programme works, as `2026-11-28`. */
  today(zone: string): string {
    return dayOf(this.now(), zone);
  }
}

/** Day and minute as fields of a form say them: `2026-11-28T14:05`. */
export function minuteOf(moment: number, zone: string): string {
  const style = { timeZone: zone, dateStyle: "short", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat("sv-SE", style).format(moment).replace(" ", "T");
}

export function dayOf(moment: number, zone: string): string {
  // Swedish writes days as ISO does.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(moment);
}
