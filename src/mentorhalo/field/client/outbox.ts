/**
 * What was written on the phone and is to be sent. An item leaves the phone only when the server said that it has it, or when
 * its writer throws it away. It is `waiting` until then; `refused` waits for its writer to mend it.
 */
import { exclusively } from "./locks";
import { type Change, Full, type Vault } from "./vault";

export type Values = Record<string, string | boolean | string[]>;
export type Errors = Record<string, string[]>;

interface Common {
  id: string; // minted here: sending twice is harmless
  title: string; // what the list calls it
  made: number;
  state: "waiting" | "refused";
  tries: number; // counted before each sending, so that it may have arrived if it is not 0
  edits: number; // changes since it may have arrived
  message: string; // why it was refused, beside the errors of its fields
  errors: Errors;
}

export interface EntryItem extends Common {
  kind: "entry";
  values: Values;
  seen?: number; // the revision of the entry at the server that it mends
  tried?: string[]; // values sent earlier without an answer, the latest last: what stands at the server may be one of them
}

/** A good practice as it was told on the spot. */
export interface PracticeItem extends Common {
  kind: "practice";
  values: Values;
}

/** What is written in a form of ours; it may be changed until it has arrived. */
export type WrittenItem = EntryItem | PracticeItem;

/** A file for an entry or a practice, be that in the outbox or on the server. Its bytes lie apart, under the same id. */
export interface PhotoItem extends Common {
  kind: "photo";
  entry: string; // the id of what it belongs to
  of?: "practice"; // an entry's else
  file: FileInfo;
}

/** A filled questionnaire. It counts as arrived when its answers and every file did. */
export interface QuestionnaireItem extends Common {
  kind: "questionnaire";
  form: string;
  unit: string;
  xml: string;
  files: FileInfo[];
  sent: string[]; // ids of files that arrived
  corrects?: string; // the fingerprint of what came back and is corrected here
}

/** What came of one visit. Moments are as their fields say them, in the programme's zone: `2026-11-28T14:05`. */
export interface AttemptItem extends Common {
  kind: "attempt";
  unit: string;
  result: string;
  attempted: string;
  appointment: string; // or ""
}

export type Item = WrittenItem | PhotoItem | QuestionnaireItem | AttemptItem;

export interface FileInfo {
  id: string;
  name: string;
  type: string;
  size: number;
  sha256: string;
  what: string; // the kind of proof it is
  about?: About; // of a practice's photo
}

/** What must be known of a photo before anybody sees it. */
export interface About {
  alt: string; // what can be seen on it
  credit: string; // who took it
  rights: string;
  people: string;
}

/** What stays of a sent item, for a while. */
export interface Receipt {
  id: string;
  kind: Item["kind"];
  title: string;
  at: number;
}

const MOST_TRIED = 4;
const RECEIPTS_KEPT = 14 * 24 * 3600_000;
const LOCK = "mentorhalo-field-items";

export class Outbox {
  constructor(
    private readonly vault: Vault,
    readonly account: string,
  ) {}

  /** In the order they were made. */
  async items(): Promise<Item[]> {
    const items = await this.vault.list<Item>(this.account, "item");
    return items.sort((one, other) => one.made - other.made || one.id.localeCompare(other.id));
  }

  async item(id: string): Promise<Item | undefined> {
    return this.vault.read<Item>(this.account, "item", id);
  }

  /** The latest first. */
  async receipts(): Promise<Receipt[]> {
    const receipts = await this.vault.list<Receipt>(this.account, "receipt");
    return receipts.sort((one, other) => other.at - one.at);
  }

  async bytes(id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.vault.read(this.account, "bytes", id);
  }

  /** Keep a file at once, before what it belongs to is saved: a phone may die while the form is being filled in. */
  async keepBytes(id: string, bytes: Uint8Array): Promise<void> {
    await this.vault.write(this.account, [{ kind: "bytes", name: id, value: bytes }]);
  }

  async dropBytes(ids: string[]): Promise<void> {
    await this.vault.write(
      this.account,
      ids.map((id) => ({ kind: "bytes", name: id })),
    );
  }

  /** Put an entry or a practice and its files into the outbox, all at once; `also` are changes made with them (the draft goes). */
  async save(
    id: string,
    values: Values,
    title: string,
    files: FileInfo[],
    made: number,
    also: Change[],
    kind: WrittenItem["kind"] = "entry",
    seen?: number,
  ): Promise<void> {
    await exclusively(LOCK, async () => {
      const earlier = await this.item(id);
      const written: WrittenItem = {
        ...fresh(id, title, earlier?.made ?? made),
        ...(seen === undefined ? {} : { seen }),
        ...(kind === "entry" ? { tried: triedOf(earlier) } : {}),
        kind,
        values,
        tries: earlier?.tries ?? 0,
        edits: earlier?.tries ? earlier.edits + 1 : 0,
      };
      await this.vault.write(this.account, [
        put(written),
        ...files.map((file) => put(photoOf(id, file, title, made, kind))),
        ...also,
      ]);
    });
  }

  /** What was sent while it was open in the form: what was changed is sent after it. */
  async saveAfterAll(
    item: WrittenItem,
    values: Values,
    title: string,
    files: FileInfo[],
    also: Change[],
  ): Promise<void> {
    const again: WrittenItem = {
      ...item,
      ...fresh(item.id, title, item.made),
      ...(item.kind === "entry" ? { tried: triedOf({ ...item, state: "waiting", tries: 1 }) } : {}),
      values,
      tries: 1,
      edits: item.edits + 1,
    };
    const photos = files.map((file) => put(photoOf(item.id, file, title, item.made, item.kind)));
    await this.vault.write(this.account, [put(again), ...photos, ...also]);
  }

  /** A questionnaire, new or mended: one that was refused left nothing at the server. */
  async saveQuestionnaire(
    said: Pick<QuestionnaireItem, "id" | "form" | "unit" | "xml" | "files" | "title" | "made" | "corrects">,
    also: Change[],
  ): Promise<void> {
    const item: QuestionnaireItem = {
      ...fresh(said.id, said.title, said.made),
      kind: "questionnaire",
      ...said,
      sent: [],
    };
    await exclusively(LOCK, () => this.vault.write(this.account, [put(item), ...also]));
  }

  /** A visit, new or mended: one that was refused left nothing at the server. */
  async saveAttempt(
    said: Pick<AttemptItem, "id" | "unit" | "result" | "attempted" | "appointment" | "title" | "made">,
  ): Promise<void> {
    const item: AttemptItem = { ...fresh(said.id, said.title, said.made), kind: "attempt", ...said };
    await exclusively(LOCK, () => this.vault.write(this.account, [put(item)]));
  }

  /** One more file of a questionnaire arrived. */
  async fileArrived(id: string, file: string): Promise<void> {
    await this.#revise(id, (item) =>
      item.kind === "questionnaire" ? { ...item, sent: [...item.sent, file] } : item,
    );
  }

  /** Files for an entry that the server has already. */
  async addPhotos(
    entry: string,
    title: string,
    files: FileInfo[],
    made: number,
    also: Change[],
  ): Promise<void> {
    await this.vault.write(this.account, [
      ...files.map((file) => put(photoOf(entry, file, title, made, "entry"))),
      ...also,
    ]);
  }

  /** A refused photo as it stands, once more. */
  async again(id: string): Promise<void> {
    await this.#revise(id, (item) => ({ ...item, state: "waiting", message: "", errors: {} }));
  }

  /** Throw an item away; an entry or a practice takes its files with it. */
  async discard(id: string): Promise<void> {
    const items = await this.items();
    const gone = items.filter((one) => one.id === id || (one.kind === "photo" && one.entry === id));
    await this.vault.write(this.account, gone.flatMap(taken));
  }

  /** It is about to be sent, and may have arrived from now on. Gives what is to be sent, or nothing if it is gone. */
  async sending(id: string): Promise<Item | undefined> {
    const counted = (item: Item): Item => ({ ...item, tries: item.tries + 1 });
    try {
      return await this.#revise(id, counted);
    } catch (fault) {
      if (!(fault instanceof Full)) throw fault;
      return this.item(id); // a phone that is full can still send: that is what makes room
    }
  }

  /** The server has it. What was changed meanwhile stays and is sent next. */
  async arrived(sent: Item, at: number): Promise<void> {
    await exclusively(LOCK, async () => {
      const item = await this.item(sent.id);
      if (!item || item.edits !== sent.edits) return;
      const receipt: Receipt = { id: sent.id, kind: sent.kind, title: sent.title, at };
      await this.vault.write(this.account, [
        ...taken(sent),
        { kind: "receipt", name: sent.id, value: receipt },
      ]);
    });
  }

  async refused(sent: Item, message: string, errors: Errors): Promise<void> {
    await this.#revise(sent.id, (item) =>
      item.edits === sent.edits ? { ...item, state: "refused", message, errors } : item,
    );
  }

  /** Receipts older than two weeks go. */
  async tidy(now: number): Promise<void> {
    const old = (await this.receipts()).filter((one) => one.at < now - RECEIPTS_KEPT);
    if (old.length > 0)
      await this.vault.write(
        this.account,
        old.map((one) => ({ kind: "receipt", name: one.id })),
      );
  }

  async #revise(id: string, change: (item: Item) => Item): Promise<Item | undefined> {
    return exclusively(LOCK, async () => {
      const item = await this.item(id);
      if (!item) return undefined;
      const changed = change(item);
      await this.vault.write(this.account, [put(changed)]);
      return changed;
    });
  }
}

function fresh(id: string, title: string, made: number): Common {
  return { id, title, made, state: "waiting", tries: 0, edits: 0, message: "", errors: {} };
}

/** What may stand at the server unheard of. A refusal is an answer: what was refused does not stand there. */
function triedOf(earlier: Item | undefined): string[] {
  if (earlier?.kind !== "entry") return [];
  const before = earlier.tried ?? [];
  if (earlier.state === "refused" || earlier.tries === 0) return before;
  const { private_note: _sealed, ...values } = earlier.values;
  return [...before, JSON.stringify(values)].slice(-MOST_TRIED);
}

function photoOf(
  entry: string,
  file: FileInfo,
  title: string,
  made: number,
  of: WrittenItem["kind"],
): PhotoItem {
  const photo: PhotoItem = { ...fresh(file.id, title, made), kind: "photo", entry, file };
  return of === "practice" ? { ...photo, of } : photo;
}

function put(item: Item): Change {
  return { kind: "item", name: item.id, value: item };
}

function taken(item: Item): Change[] {
  const bytes =
    item.kind === "photo" ? [item.id] : item.kind === "questionnaire" ? item.files.map((one) => one.id) : [];
  return [{ kind: "item", name: item.id }, ...bytes.map((name): Change => ({ kind: "bytes", name }))];
}
