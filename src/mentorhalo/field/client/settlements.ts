/** <mh-settlement>: chooses a settlement among those on the phone; the mentor's own stand first. */
import { SuggestElement, type Suggestion } from "../../core/client/suggest";
import type { Settlement } from "./state";

const SHOWN = 8;

export class SettlementElement extends SuggestElement {
  settlements: Settlement[] = [];
  own: string[] = [];

  protected override async find(words: string): Promise<Suggestion[]> {
    return found(words, this.settlements, this.own).map(([value, label, note]) => ({ value, label, note }));
  }
}

/** Those whose name begins with what was typed, then those with a word that does; accents need not be typed. */
export function found(words: string, settlements: Settlement[], own: string[]): Settlement[] {
  const typed = fold(words);
  const rank = ([code, name]: Settlement): number => {
    const folded = fold(name);
    if (!` ${folded.replace(/-/g, " ")}`.includes(` ${typed}`) && !folded.startsWith(typed)) return -1;
    return (own.includes(code) ? 0 : 4) + (folded === typed ? 0 : folded.startsWith(typed) ? 1 : 2);
  };
  return settlements
    .map((one) => [rank(one), one] as const)
    .filter(([place]) => place >= 0)
    .sort(([one], [other]) => one - other)
    .slice(0, SHOWN)
    .map(([, one]) => one);
}

/** The one settlement that typed words name, if there is but one. */
export function named(words: string, settlements: Settlement[]): Settlement | undefined {
  const exact = settlements.filter(([, name]) => name.toLowerCase() === words.trim().toLowerCase());
  const same = exact.length > 0 ? exact : settlements.filter(([, name]) => fold(name) === fold(words));
  return same.length === 1 ? same[0] : undefined;
}

function fold(text: string): string {
  return text.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}

if (!customElements.get("mh-settlement")) customElements.define("mh-settlement", SettlementElement);
