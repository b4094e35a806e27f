/** The server, as the phone asks it. What it answers is believed only if it is JSON of ours: a café's sign-in page is not. */
import type { AttemptItem, Errors, FileInfo, PhotoItem, QuestionnaireItem, WrittenItem } from "./outbox";
import { fingerprint } from "./photos";
import type { Settlement, State } from "./state";

export type Addresses = Record<
  | "shell"
  | "state"
  | "settlements"
  | "send_entry"
  | "send_photo"
  | "send_questionnaire"
  | "send_attempt"
  | "send_practice"
  | "send_practice_photo"
  | "worker"
  | "sign_in"
  | "sign_out"
  | "home",
  string
>;

/** As `views/sending.py` says, and `unreachable`: no answer at all. */
export interface Answer {
  outcome: "stored" | "repeated" | "refused" | "sign_in" | "later" | "unreachable";
  message: string;
  errors: Errors;
  time?: number;
}

export interface Told<Data> {
  outcome: "fresh" | "same" | "sign_in" | "stranger" | "unreachable";
  data?: Data;
  tag?: string;
  token?: string;
  time?: number;
}

const STATE_PATIENCE = 20_000;
const SEND_PATIENCE = 120_000;

export class Server {
  constructor(
    readonly addresses: Addresses,
    readonly language: string,
  ) {}

  async state(tag = ""): Promise<Told<State>> {
    return this.#told(this.addresses.state, tag);
  }

  async settlements(tag = ""): Promise<Told<Settlement[]>> {
    return this.#told(this.addresses.settlements, tag);
  }

  async form<Form>(address: string, tag = ""): Promise<Told<Form>> {
    return this.#told(address, tag);
  }

  async returned<Answers>(address: string): Promise<Told<Answers>> {
    return this.#told(address, "");
  }

  /** The bytes of a file that belongs to a form or to answers; nothing if they are not to be had now, `gone` if never again. */
  async file(address: string): Promise<Uint8Array<ArrayBuffer> | "gone" | undefined> {
    try {
      const answer = await fetch(address, {
        redirect: "manual",
        cache: "no-store",
        signal: AbortSignal.timeout(SEND_PATIENCE),
      });
      if (answer.status === 404) return "gone";
      return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
    } catch {
      return undefined;
    }
  }

  /** A questionnaire's answers, and one file of it where `file` is given. */
  async sendQuestionnaire(
    item: QuestionnaireItem,
    account: string,
    token: string,
    file?: { info: FileInfo; bytes: Uint8Array<ArrayBuffer> },
  ): Promise<Answer> {
    const form = new FormData();
    const xml = new TextEncoder().encode(item.xml);
    for (const [name, value] of Object.entries({ account, id: item.id, unit: item.unit }))
      form.set(name, value);
    form.set("xml", new File([xml], "answers.xml", { type: "text/xml" }));
    form.set("xml_sha256", await fingerprint(xml));
    if (file) {
      form.set("file", new File([file.bytes], file.info.name, { type: file.info.type }));
      form.set("file_sha256", file.info.sha256);
    }
    return this.#posted(this.addresses.send_questionnaire, form, token, {});
  }

  async send(
    item: WrittenItem | PhotoItem,
    account: string,
    token: string,
    bytes?: Uint8Array<ArrayBuffer>,
  ): Promise<Answer> {
    if (item.kind !== "photo") {
      const { id, edits } = item;
      const mending = item.kind === "entry" ? { seen: item.seen, tried: item.tried } : {};
      const body = JSON.stringify({ ...item.values, ...mending, id, edits, account });
      const address = item.kind === "entry" ? this.addresses.send_entry : this.addresses.send_practice;
      return this.#posted(address, body, token, { "Content-Type": "application/json" });
    }
    const form = new FormData();
    const { sha256, what, about } = item.file;
    const whose =
      item.of === "practice" ? { practice: item.entry, ...about } : { entry: item.entry, kind: what };
    for (const [name, value] of Object.entries({ account, id: item.id, sha256, ...whose }))
      form.set(name, value);
    form.set("file", new File([bytes ?? new Uint8Array()], item.file.name, { type: item.file.type }));
    const address = item.of === "practice" ? this.addresses.send_practice_photo : this.addresses.send_photo;
    return this.#posted(address, form, token, {});
  }

  async sendAttempt(item: AttemptItem, account: string, token: string): Promise<Answer> {
    const form = new FormData();
    const moments = { attempted_at: item.attempted, appointment_at: item.appointment };
    const said = { account, id: item.id, unit: item.unit, result: item.result, ...moments };
    for (const [name, value] of Object.entries(said)) form.set(name, value);
    return this.#posted(this.addresses.send_attempt, form, token, {});
  }

  /** True if nobody is signed in afterwards. */
  async signOut(token: string): Promise<boolean> {
    try {
      const answer = await fetch(this.addresses.sign_out, {
        method: "POST",
        headers: { "X-CSRFToken": token },
        redirect: "manual",
        signal: AbortSignal.timeout(STATE_PATIENCE),
      });
      return answer.ok || answer.type === "opaqueredirect";
    } catch {
      return false;
    }
  }

  async #told<Data>(address: string, tag: string): Promise<Told<Data>> {
    try {
      const answer = await fetch(address, {
        headers: { Accept: "application/json", ...(tag ? { "If-None-Match": tag } : {}) },
        redirect: "manual",
        cache: "no-store",
        signal: AbortSignal.timeout(STATE_PATIENCE),
      });
      if (answer.type === "opaqueredirect") return { outcome: "sign_in" };
      const time = Number(answer.headers.get("X-Field-Time")) || undefined;
      if (answer.status === 404) return { outcome: "stranger" };
      if (!time || (answer.status !== 304 && !answer.ok)) return { outcome: "unreachable" };
      const token = answer.headers.get("X-Field-Token") ?? "";
      if (answer.status === 304) return { outcome: "same", token, time };
      return {
        outcome: "fresh",
        data: await answer.json(),
        tag: answer.headers.get("ETag") ?? "",
        token,
        time,
      };
    } catch {
      return { outcome: "unreachable" };
    }
  }

  async #posted(
    address: string,
    body: BodyInit,
    token: string,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const nothing = { message: "", errors: {} };
    try {
      const answer = await fetch(address, {
        method: "POST",
        body,
        headers: { ...headers, Accept: "application/json", "X-CSRFToken": token },
        redirect: "manual",
        cache: "no-store",
        signal: AbortSignal.timeout(SEND_PATIENCE),
      });
      if (answer.type === "opaqueredirect") return { outcome: "sign_in", ...nothing };
      const time = Number(answer.headers.get("X-Field-Time")) || undefined;
      // Without our clock it is no answer of ours: 403 is a token that went stale, 5xx passes.
      if (!time) return { outcome: "later", ...nothing };
      return { ...((await answer.json()) as Answer), time };
    } catch {
      return { outcome: "unreachable", ...nothing };
    }
  }
}
