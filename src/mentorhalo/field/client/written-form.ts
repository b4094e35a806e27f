/** What is being written on the phone, of whatever kind: what is typed is kept as it is typed. */
import type { About, Errors, FileInfo, Outbox, Values, WrittenItem } from "./outbox";
import { type Prepared, prepared } from "./photos";
import { faults, flat } from "./rules";
import { named } from "./settlements";
import type { Question, Settlement, State } from "./state";
import type { Words } from "./words";

/** What of it lies in the phone while it is being filled in. */
export interface Draft {
  id: string;
  values: Values;
  place: string; // the settlement as it was typed
  files: FileInfo[];
  seen?: number; // the revision of the entry at the server that is mended
}

/** What a link to an empty form says of it. */
export interface Asked {
  engagement?: string;
  appointment?: string;
  organisation?: string;
  settlement?: string;
}

export abstract class WrittenForm {
  errors: Errors = {};
  notes: string[] = []; // what was wrong with files
  restored = false;
  working = false;
  kept = true; // all that was typed lies on the phone

  constructor(
    readonly name: string, // of its draft
    readonly state: State,
    readonly settlements: Settlement[],
    readonly draft: Draft,
    readonly item: WrittenItem | undefined = undefined,
  ) {
    if (item) this.errors = item.errors;
  }

  abstract readonly kind: WrittenItem["kind"];
  abstract get questions(): Question[];
  abstract get isNew(): boolean;
  /** What the outbox calls it. */
  abstract title(): string;

  /** An answer of the person, with what follows from it. */
  answer(name: string, value: Values[string]): void {
    this.set(name, value);
  }

  set(name: string, value: Values[string]): void {
    this.draft.values[name] = value;
    if (name === "settlement" && value !== "") this.draft.place = this.nameOf(String(value));
  }

  text(name: string): string {
    return String(this.draft.values[name] ?? "");
  }

  /** False if something is to be mended first. */
  check(words: Words, today: string): boolean {
    const { values, place } = this.draft;
    if (values.settlement === "" && place.trim() !== "") {
      const meant = named(place, this.settlements);
      if (meant) this.set("settlement", meant[0]);
    }
    this.errors = faults(this.questions, values, words, today);
    if (values.settlement === "" && place.trim() !== "")
      this.errors.settlement = [words.say("unknown_settlement", { words: place })];
    return Object.keys(this.errors).length === 0;
  }

  /** Keep the files, each by itself: one that cannot be kept does not hold up the others. */
  async addFiles(files: File[], outbox: Outbox, words: Words): Promise<void> {
    this.working = true;
    this.notes = [];
    for (const file of files) {
      const made = await this.#prepared(file, words);
      if (!made) continue;
      await outbox.keepBytes(made.info.id, made.bytes);
      this.draft.files.push(made.info);
    }
    this.working = false;
  }

  /** What is known of a file that was just chosen; the name of a text if it cannot be taken. */
  protected fileTaken(_info: FileInfo): { about?: About; refused?: string } {
    return {};
  }

  protected nameOf(code: string): string {
    const known = this.settlements.find(([each]) => each === code)?.[1];
    return known ?? this.state.places?.settlements.find((one) => one.id === code)?.name ?? "";
  }

  protected label(name: string): string | undefined {
    return this.choices(name).find(([code]) => code === this.text(name))?.[1];
  }

  protected choices(name: string) {
    return flat(this.questions.find((one) => one.name === name)?.choices ?? []);
  }

  async #prepared(file: File, words: Words): Promise<Prepared | undefined> {
    const most = this.state.megabytes * 1024 * 1024;
    const refuse = (name: string, more = {}) =>
      void this.notes.push(words.say(name, { name: file.name, ...more }));
    let made: Prepared;
    try {
      made = await prepared(file, this.state.file_kinds[0]?.[0] ?? "other");
    } catch {
      refuse("file_unread");
      return undefined;
    }
    const { size, sha256 } = made.info;
    const { about, refused } = this.fileTaken(made.info);
    if (size > most) refuse("file_too_large", { size: words.size(size), most: words.size(most) });
    else if (size === 0) refuse("file_unread");
    else if (refused) refuse(refused);
    else if (this.draft.files.some((one) => one.sha256 === sha256)) refuse("file_kept_back");
    else return about ? { ...made, info: { ...made.info, about } } : made;
    return undefined;
  }
}

/** Empty answers, with what stands there at first. */
export function blank(questions: Question[]): Values {
  const values: Values = {};
  for (const { name, type, initial, choices } of questions)
    values[name] =
      initial ?? (type === "several" ? [] : type === "flag" ? false : choices ? firstOf(choices) : "");
  return values;
}

function firstOf(choices: NonNullable<Question["choices"]>): string {
  return flat(choices)[0]?.[0] ?? "";
}
