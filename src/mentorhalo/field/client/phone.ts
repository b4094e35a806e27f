/** All that the app knows and does, without how it looks: what is kept, what was synchronised, what waits, what is wrong. */
import { KEPT_HERE } from "../../core/client/sign-out";
import { Clock } from "./clock";
import { type KeptAnswers, learnReturned, nameOfAnswers } from "./corrections";
import { forgetForms, type KeptForm, learnForms, type QuestionnaireDraft } from "./interviews";
import { type Item, Outbox, type Receipt } from "./outbox";
import { type Ending, type Known, synchronise, tellOthers, told } from "./sending";
import type { Server } from "./server";
import type { Returned, Settlement, State } from "./state";
import { askToLast, type Room, roomLeft } from "./storage";
import { forgiveFull, LEAVING, Locked, Vault } from "./vault";
import type { Draft } from "./written-form";

const EVERY = 60_000;
const SOON = [1000, 2000, 5000, 15_000, 30_000];

interface Register {
  lines: Settlement[];
  tag: string;
}

export class Phone {
  clock!: Clock;
  account = "";
  known: Known | undefined;
  settlements: Settlement[] = [];
  items: Item[] = [];
  unreadable = 0;
  receipts: Receipt[] = [];
  drafts: string[] = [];
  titles: Record<string, string> = {}; // of questionnaires begun, by the name of their draft
  room: Room = { lasting: true, almostFull: false, left: 0 };
  asking = false;
  sending: string | undefined; // the id of the item on its way
  ending: Ending | undefined; // of the last synchronisation
  isOutdated = false;
  #again = 0;
  #tries = 0; // in a row that nobody answered, or somebody else was at it
  #vault!: Vault;
  #outbox: Outbox | undefined;
  #looking: Promise<void> = Promise.resolve();
  // Drafts that were saved or thrown away: what would still keep them comes too late.
  readonly #ended = new WeakSet<Draft | QuestionnaireDraft>();

  constructor(
    private readonly server: Server,
    private readonly changed: () => void,
  ) {}

  get state(): State | undefined {
    return this.known?.state;
  }

  /** Opens what is kept. Raises what the browser raises where it keeps nothing. */
  async open(): Promise<void> {
    this.#vault = await Vault.open(undefined, () => {
      this.isOutdated = true;
      this.changed();
    });
    this.clock = new Clock(this.#vault);
    await this.#look();
    told(() => void this.#look());
  }

  /** Synchronise now, and whenever there may be a signal again. */
  keepInTouch(): void {
    const go = () => void this.synchronise();
    window.addEventListener("online", go);
    window.addEventListener("offline", () => this.changed());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && go());
    window.setInterval(go, EVERY);
    go();
  }

  async synchronise(): Promise<void> {
    if (this.asking || this.isOutdated) return;
    this.asking = true;
    this.changed();
    let ending: Ending = "busy";
    try {
      ending = await this.#exchange();
    } catch (fault) {
      if (!(fault instanceof Locked)) throw fault; // else somebody left in the midst of it
    } finally {
      this.asking = false;
      this.sending = undefined;
      this.changed();
    }
    const isLeft = ending === "done" && (await this.#vault.plain(LEAVING));
    this.#tryAgain(isLeft ? "busy" : ending);
  }

  async #exchange(): Promise<Ending> {
    const { ending } = await synchronise(this.#vault, this.server, (id) => {
      this.sending = id;
      if (id) this.ending = "done"; // what is on its way follows an answer of the server
      void this.#look();
    });
    if (ending !== "busy") this.ending = ending;
    await this.#look();
    if (ending !== "done") return ending;
    await this.#learnSettlements();
    const told = this.state?.interviews;
    const returned = told?.returned ?? [];
    const forms = [...(told?.forms ?? []), ...returned.flatMap((one) => one.form ?? [])];
    await learnForms(this.#vault, this.server, this.account, forms);
    await learnReturned(this.#vault, this.server, this.account, returned);
    await forgetForms(this.#vault, this.account, forms, await this.#formsInUse());
    return ending;
  }

  /**
   * A signal that has just come back may carry only a moment later; who was at it may be a page that is gone since; and who
   * left in the midst of it is still to be signed out.
   */
  #tryAgain(ending: Ending): void {
    window.clearTimeout(this.#again);
    const isSoon = ending === "busy" || (ending === "unreachable" && navigator.onLine);
    const pause = isSoon ? SOON[this.#tries] : undefined;
    this.#tries = isSoon ? this.#tries + 1 : 0;
    if (pause !== undefined) this.#again = window.setTimeout(() => void this.synchronise(), pause);
  }

  get outbox(): Outbox {
    if (!this.#outbox) throw new Locked();
    return this.#outbox;
  }

  /** Something was put into the outbox: ask that it may last, send it, or let the browser send it later. */
  async queued(): Promise<void> {
    await this.#look();
    tellOthers();
    await askToLast();
    const registration = await navigator.serviceWorker?.getRegistration(this.server.addresses.shell);
    await (registration as Syncing | undefined)?.sync?.register("send").catch(() => undefined);
    await this.synchronise();
  }

  /** The form of a questionnaire as it was last fetched. */
  async form(id: string): Promise<KeptForm | undefined> {
    return this.#vault.read<KeptForm>(this.account, "state", `form/${id}`);
  }

  /** A questionnaire that came back, as the server last told of it. */
  returned(id: string): Returned | undefined {
    return this.state?.interviews?.returned?.find((one) => one.id === id);
  }

  /** Its answers as they were sent, if they are here. */
  async answers(id: string): Promise<KeptAnswers | undefined> {
    return this.#vault.read<KeptAnswers>(this.account, "state", nameOfAnswers(id));
  }

  async draft<Kept = Draft>(name: string): Promise<Kept | undefined> {
    return this.#vault.read<Kept>(this.account, "draft", name);
  }

  async keepDraft(name: string, draft: Draft | QuestionnaireDraft): Promise<void> {
    if (this.#ended.has(draft)) return;
    if (!this.drafts.includes(name)) this.drafts.push(name);
    await this.#vault.write(this.account, [{ kind: "draft", name, value: draft }]);
  }

  async dropDraft(name: string, draft: Draft | QuestionnaireDraft): Promise<void> {
    this.#ended.add(draft);
    this.drafts = this.drafts.filter((one) => one !== name);
    await this.#vault.write(this.account, [
      { kind: "draft", name },
      ...draft.files.map((file) => ({ kind: "bytes" as const, name: file.id })),
    ]);
    this.changed();
  }

  /** The changes that take a draft away whose files go on to the outbox; from now on it is not kept any more. */
  draftSaved(name: string, draft: Draft | QuestionnaireDraft) {
    this.#ended.add(draft);
    this.drafts = this.drafts.filter((one) => one !== name);
    return [{ kind: "draft" as const, name }];
  }

  /** It could not be saved: it is a draft as before. */
  draftStands(draft: Draft | QuestionnaireDraft): void {
    this.#ended.delete(draft);
  }

  /** Throw everything of this account away, here for ever; then, as soon as there is a signal, end the session. */
  async leave(): Promise<void> {
    await this.#vault.setPlain(LEAVING, true);
    await this.#vault.leave(this.account);
    localStorage.removeItem(KEPT_HERE);
    await this.#look();
    tellOthers();
    await this.synchronise();
  }

  /** What is on the phone now; one look after the other, so that the last one tells. */
  #look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#lookNow().catch((fault) => this.#lookAgain(fault)));
    return this.#looking;
  }

  /** Somebody left while this was looking: then there is nobody. */
  async #lookAgain(fault: unknown): Promise<void> {
    if (!(fault instanceof Locked)) throw fault;
    await this.#lookNow();
  }

  async #lookNow(): Promise<void> {
    if (this.isOutdated) return;
    await this.clock.load();
    this.account = (await this.#vault.current()) ?? "";
    this.#outbox = this.account ? new Outbox(this.#vault, this.account) : undefined;
    this.known = this.account ? await this.#vault.read<Known>(this.account, "state", "all") : undefined;
    this.items = (await this.#outbox?.items()) ?? [];
    this.unreadable = this.account ? (await this.#vault.count(this.account, "item")) - this.items.length : 0;
    this.receipts = (await this.#outbox?.receipts()) ?? [];
    this.drafts = this.account ? await this.#vault.names(this.account, "draft") : [];
    this.titles = await this.#titlesOf(this.drafts.filter((one) => one.startsWith("fill/")));
    if (this.settlements.length === 0 && this.account) {
      const register = await this.#vault.read<Register>(this.account, "state", "settlements");
      this.settlements = register?.lines ?? [];
    }
    void this.#lookAtRoom();
    if (this.account) {
      localStorage.setItem(KEPT_HERE, `${this.server.addresses.shell}#leave`);
      await this.#outbox?.tidy(this.clock.now());
    }
    this.changed();
  }

  /** By itself: a browser may take its time to tell, and nothing else waits for it. */
  async #lookAtRoom(): Promise<void> {
    this.room = await roomLeft();
    this.changed();
  }

  async #formsInUse(): Promise<Set<string>> {
    const used = new Set(this.items.flatMap((one) => (one.kind === "questionnaire" ? [one.form] : [])));
    for (const name of await this.#vault.names(this.account, "draft"))
      if (name.startsWith("fill/")) used.add((await this.draft<QuestionnaireDraft>(name))?.form ?? "");
    return used;
  }

  async #titlesOf(names: string[]): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const name of names) {
      const draft = await this.draft<QuestionnaireDraft>(name);
      if (draft) found[name] = draft.title;
    }
    return found;
  }

  async #learnSettlements(): Promise<void> {
    const kept = await this.#vault.read<Register>(this.account, "state", "settlements");
    const answer = await this.server.settlements(kept?.tag);
    if (answer.outcome !== "fresh" || !answer.data) return;
    this.settlements = answer.data;
    const register: Register = { lines: answer.data, tag: answer.tag ?? "" };
    await this.#vault
      .write(this.account, [{ kind: "state", name: "settlements", value: register }])
      .catch(forgiveFull);
  }
}

interface Syncing extends ServiceWorkerRegistration {
  sync?: { register(tag: string): Promise<void> };
}
