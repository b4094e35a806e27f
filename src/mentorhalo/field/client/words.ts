/** The texts of the app, as the page brought them in its language: a sentence, or one for one and one for several. */
export type Text = string | [string, string];
export type Catalogue = Record<string, Text>;

export class Words {
  constructor(
    private readonly catalogue: Catalogue,
    readonly language: string,
  ) {}

  /** The text of this name, its places filled in; by `count` where there are two. */
  say(name: string, filling: Record<string, string | number> = {}): string {
    const found = this.catalogue[name];
    if (found === undefined) throw new Error(`There is no text called ${name}.`);
    const text = typeof found === "string" ? found : found[filling.count === 1 ? 0 : 1];
    return text.replace(/%\((\w+)\)s/g, (_all, place: string) => String(filling[place] ?? ""));
  }

  /** A day in words: `2026-11-28` as "nov. 28., szombat". */
  day(iso: string): string {
    const at = new Date(`${iso}T12:00:00Z`);
    const style = { weekday: "long", month: "short", day: "numeric", timeZone: "UTC" } as const;
    return new Intl.DateTimeFormat(this.language, style).format(at);
  }

  /** A moment in words. */
  moment(at: number | string, zone: string): string {
    const style = {
      weekday: "short",
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
    } as const;
    return new Intl.DateTimeFormat(this.language, { ...style, timeZone: zone }).format(new Date(at));
  }

  size(bytes: number): string {
    const megabytes = bytes / (1024 * 1024);
    const shown = new Intl.NumberFormat(this.language, { maximumFractionDigits: megabytes < 10 ? 1 : 0 });
    return `${shown.format(megabytes)} MB`;
  }
}

export function wordsOfPage(page: Document): Words {
  const found = page.getElementById("field-words")?.textContent ?? "{}";
  return new Words(JSON.parse(found), page.documentElement.lang);
}
