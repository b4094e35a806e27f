/** A phone and a server for tests: the browser's own database in memory, and a server that remembers what it got. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import type { AttemptItem, Item, PhotoItem, WrittenItem } from "./outbox";
import { type Answer, Server, type Told } from "./server";
import type { Question, State } from "./state";
import { Words } from "./words";

export const ANNA = "anna";
export const BELA = "bela";
export const words = new Words(
  {
    came_back: "To correct",
    correct: "Correct",
    change: "Change",
    corrected_waits: "It waits.",
    future_day: "Future!",
    needs_place: "Where?",
    participants_first: "How many?",
    new_more: "Too many!",
    number_range: "0 to %(most)s",
    unknown_settlement: "No %(words)s",
    too_long: "%(length)s of %(limit)s",
    not_a_picture: "%(name)s is no picture",
    file_unread: "%(name)s cannot be read",
    file_kept_back: "%(name)s is there",
  },
  "en",
);

type Turn = (lock: object | null) => Promise<unknown>;

/** The browser's Web Locks, which the test environment lacks. */
class FakeLocks {
  #last = new Map<string, Promise<unknown>>();
  #held = new Set<string>();

  async request(name: string, ...rest: [Turn] | [{ ifAvailable: boolean }, Turn]): Promise<unknown> {
    const deed = rest[rest.length - 1] as Turn;
    if (rest.length > 1 && this.#held.has(name)) return deed(null);
    this.#held.add(name);
    const before = this.#last.get(name);
    const mine = (before ?? Promise.resolve()).catch(() => undefined).then(() => deed({}));
    this.#last.set(name, mine);
    return mine.finally(() => this.#last.get(name) === mine && this.#held.delete(name));
  }
}

/** A phone out of the box. */
export function newPhone(): void {
  globalThis.indexedDB = new IDBFactory();
  Object.defineProperty(navigator, "locks", { value: new FakeLocks(), configurable: true });
}

export function question(name: string, type: Question["type"], more: Partial<Question> = {}): Question {
  return {
    name,
    type,
    label: name,
    help: "",
    required: false,
    errors: { required: "Say it.", invalid: "Odd." },
    ...more,
  };
}

export function stateOf(account: string): State {
  const fields = [
    question("kind", "choice", {
      required: true,
      choices: [
        ["visit", "Visit"],
        ["call", "Call"],
      ],
    }),
    question("occurred_on", "day", { required: true }),
    question("settlement", "settlement"),
    question("participants", "number", { min: 0 }),
    question("private_note", "long"),
  ];
  const form = { fields, at_once: 6, engagement: "", settlement: "", reason: "" };
  const practice = {
    fields: [
      question("title", "text", { required: true, maxLength: 160 }),
      question("field", "choice", { required: true, choices: [["library", "Library"]] }),
      question("organisation", "choice", {
        choices: [
          ["", "–"],
          ["o1", "Library of Komló"],
        ],
      }),
      question("institution_name", "text", { required: true }),
      question("settlement", "settlement", { required: true }),
      question("steps", "long", { maxLength: 20 }),
    ],
    rights: [["own", "Mine"]] as [string, string][],
    people: [["not_asked", "Not asked"]] as [string, string][],
  };
  return {
    account,
    practice,
    name: account,
    language: "en",
    zone: "Europe/Budapest",
    megabytes: 25,
    accept: "image/*",
    file_kinds: [["sheet", "Sheet"]],
    form,
  };
}

type Manner = (item: Item) => Answer["outcome"];

/** Whoever is signed in; what arrived, in order; how it answers. */
export class FakeServer extends Server {
  signedIn: string | undefined = ANNA;
  got: Item[] = [];
  sends = 0;
  manner: Manner = (item) =>
    this.got.some((one) => one.id === item.id && one.edits === item.edits) ? "repeated" : "stored";
  time = Date.now();

  constructor() {
    super({} as Server["addresses"], "en");
  }

  override async state(tag = ""): Promise<Told<State>> {
    if (!this.signedIn) return { outcome: "sign_in" };
    const mine = `"${this.signedIn}"`;
    if (tag === mine) return { outcome: "same", token: "t", time: this.time };
    return { outcome: "fresh", data: stateOf(this.signedIn), tag: mine, token: "t", time: this.time };
  }

  override async send(item: WrittenItem | PhotoItem | AttemptItem, account: string): Promise<Answer> {
    this.sends += 1;
    const outcome = account === this.signedIn ? this.manner(item) : "sign_in";
    if (outcome === "stored") this.got.push(item);
    const errors: Answer["errors"] = outcome === "refused" ? { kind: ["No."] } : {};
    return { outcome, message: "", errors, time: this.time };
  }

  override async sendAttempt(item: AttemptItem, account: string): Promise<Answer> {
    return this.send(item, account);
  }

  override async signOut(): Promise<boolean> {
    this.signedIn = undefined;
    return true;
  }
}
