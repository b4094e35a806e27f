/** Filling a questionnaire: opens it, keeps it as it is filled, saves it into the outbox. */
import {
  type Language,
  type Options,
  openQuestionnaire,
  type Problem,
  type Questionnaire,
} from "../../surveys/client/questionnaire";
import { type Answers, nameOfFile } from "./corrections";
import { begun, type KeptForm, nameOfMedia, type QuestionnaireDraft } from "./interviews";
import type { FileInfo, QuestionnaireItem } from "./outbox";
import type { Phone } from "./phone";
import { fingerprint } from "./photos";
import type { FormLine, Returned, Unit } from "./state";
import { Full, forgiveFull } from "./vault";
import type { Words } from "./words";

const PAUSE = 1500;

export const draftName = (id: string) => `fill/${id}`;
export const titleOf = ({ title, unit, place }: Returned) =>
  [title, [unit, place].filter(Boolean).join(", ")].filter(Boolean).join(": ");

export class Filling {
  /** Where the engine builds its form; nobody else touches what is in it. */
  readonly holder = document.createElement("div");
  /** What came back could not be begun: the phone is full. */
  lacksRoom = false;
  standing: "none" | "opening" | "open" | "failed" | "done_elsewhere" = "none";
  draft: QuestionnaireDraft | undefined;
  problems: Problem[] = [];
  told = "";
  working = false;
  justSaved = false;
  /** Those the questionnaire speaks. */
  languages: Language[] = [];
  #questionnaire: Questionnaire | undefined;
  #timer = 0;
  #turn = 0;
  #known = new WeakMap<File, FileInfo>();

  constructor(
    private readonly phone: Phone,
    private readonly words: Words,
    private readonly show: () => void,
    private readonly turnTo: (address: string) => Promise<void>,
  ) {
    document.addEventListener(
      "visibilitychange",
      () => document.visibilityState === "hidden" && void this.#keepNow(),
    );
    window.addEventListener("pagehide", () => void this.#keepNow());
    // The engine hears of an answer when its field is left; a phone may be put away before.
    this.holder.addEventListener("input", () => this.#later());
  }

  /** A new one of this form, for this unit or for nobody in particular; its address is `#fill/ID`. */
  async begin(form: FormLine, unit: Unit | undefined): Promise<string | undefined> {
    const kept = await this.phone.form(form.id);
    if (!kept) return undefined;
    const draft: QuestionnaireDraft = {
      id: crypto.randomUUID(),
      form: form.id,
      unit: unit?.id ?? "",
      title: [form.title, unit ? `${unit.code}, ${unit.place}` : ""].filter(Boolean).join(": "),
      xml: begun(kept.definition, form, unit) ?? "",
      files: [],
      made: this.phone.clock.now(),
    };
    await this.phone.keepDraft(draftName(draft.id), draft);
    return draft.id;
  }

  /**
   * Begin to correct what came back; what was begun or waits already goes on, unless what it corrects was changed since: it would
   * be refused, so it begins anew. Its address is `#fill/ID`.
   */
  async correct(id: string): Promise<string | undefined> {
    const { phone } = this;
    this.lacksRoom = false;
    const begun = await phone.draft<QuestionnaireDraft>(draftName(id));
    const item = await phone.outbox.item(id);
    const line = phone.returned(id);
    const isOutdated = this.#isOutdated(begun) || (item?.state === "refused" && this.#isOutdated(item));
    if ((begun || item) && !(line && isOutdated)) return id;
    const answers = await phone.answers(id);
    if (!line?.form || answers?.sent !== line.sent || !(await phone.form(line.form.id))) return undefined;
    const files = await this.#filesOf(id, answers.files);
    if (!files) return undefined;
    const draft: QuestionnaireDraft = {
      id,
      form: line.form.id,
      unit: "", // it stays the unit's of the first sending
      title: titleOf(line),
      xml: answers.xml,
      files: [...files.keys()],
      made: phone.clock.now(),
      isSent: true,
      corrects: line.sent,
      isAnew: isOutdated,
    };
    this.lacksRoom = !(await this.#haveRoomFor(files));
    if (this.lacksRoom) return undefined;
    if (begun) await phone.dropDraft(draftName(id), begun);
    if (item) await phone.outbox.discard(id);
    await phone.keepDraft(draftName(id), draft);
    return id;
  }

  /** What was sent with it, if all of it is here: copied only then, so that nothing is left of what cannot begin. */
  async #filesOf(
    id: string,
    files: Answers["files"],
  ): Promise<Map<FileInfo, Uint8Array<ArrayBuffer>> | undefined> {
    const found = new Map<FileInfo, Uint8Array<ArrayBuffer>>();
    for (const { name, type, size, sha256 } of files) {
      const bytes = await this.phone.outbox.bytes(nameOfFile(id, sha256));
      if (!bytes) return undefined;
      found.set({ id: crypto.randomUUID(), name, type, size, sha256, what: "" }, bytes);
    }
    return found;
  }

  /** Whether the files could be kept; if not, none of them is, and what was begun stands as it did. */
  async #haveRoomFor(files: Map<FileInfo, Uint8Array<ArrayBuffer>>): Promise<boolean> {
    const { outbox } = this.phone;
    try {
      for (const [info, bytes] of files) await outbox.keepBytes(info.id, bytes);
      return true;
    } catch (fault) {
      await outbox.dropBytes([...files.keys()].map((info) => info.id));
      forgiveFull(fault);
      return false;
    }
  }

  /** It corrects what is not what came back any more: somebody changed that since, or it is done with. */
  #isOutdated(begun: { id: string; corrects?: string } | undefined): boolean {
    return begun?.corrects !== undefined && this.phone.returned(begun.id)?.sent !== begun.corrects;
  }

  /** Why what is being corrected came back. */
  get why(): string {
    return (this.draft && this.phone.returned(this.draft.id)?.why) ?? "";
  }

  /** Take it out of the outbox to mend it: until it is saved again it is a draft. */
  draftOf(item: QuestionnaireItem): QuestionnaireDraft {
    const { id, form, unit, title, xml, files, made, corrects } = item;
    return { id, form, unit, title, xml, files, made, ...(corrects ? { corrects } : {}) };
  }

  async open(id: string): Promise<void> {
    await this.close();
    const turn = ++this.#turn;
    this.standing = "opening";
    const item = await this.phone.outbox.item(id);
    if (this.phone.returned(id)) await this.correct(id);
    const begun = await this.phone.draft<QuestionnaireDraft>(draftName(id));
    const draft = begun ?? (item?.kind === "questionnaire" ? this.draftOf(item) : undefined);
    const form = draft && (await this.phone.form(draft.form));
    if (!draft || !form || turn !== this.#turn) {
      if (turn === this.#turn) this.standing = "failed";
      return;
    }
    this.draft = draft;
    if (begun && !this.phone.returned(id) && this.#isOutdated(begun)) {
      this.standing = "done_elsewhere";
      return;
    }
    const options = await this.#options(draft, form);
    if (turn !== this.#turn) return;
    try {
      this.#questionnaire = await openQuestionnaire(this.holder, options);
      this.languages = form.definition.languages;
      this.standing = "open";
    } catch (fault) {
      this.standing = "failed";
      this.told = fault instanceof Error ? fault.message : "";
    }
    this.show();
  }

  async close(): Promise<void> {
    await this.#keepNow();
    this.#turn++;
    this.#questionnaire?.destroy();
    this.#questionnaire = undefined;
    this.draft = undefined;
    this.problems = [];
    this.languages = [];
    this.told = "";
    this.standing = "none";
    this.holder.replaceChildren();
  }

  readonly save = async (): Promise<void> => {
    const { draft, phone } = this;
    const questionnaire = this.#questionnaire;
    if (!draft || !questionnaire || this.working) return;
    this.working = true;
    this.show();
    try {
      this.#commit();
      this.problems = await questionnaire.validate();
      if (this.problems.length > 0) {
        this.show();
        questionnaire.goToFirstProblem();
        return;
      }
      const files = await this.#files(questionnaire.files());
      const said = { ...draft, xml: questionnaire.xml(), files };
      await phone.outbox.saveQuestionnaire(said, phone.draftSaved(draftName(draft.id), draft));
    } catch (fault) {
      phone.draftStands(draft);
      this.#tell(fault);
      return;
    } finally {
      this.working = false;
      this.show();
    }
    window.clearTimeout(this.#timer);
    this.#timer = 0;
    this.draft = undefined;
    this.justSaved = true;
    await this.turnTo("#week");
    await phone.queued();
  };

  readonly discard = async (): Promise<void> => {
    const { draft } = this;
    if (!draft) return;
    window.clearTimeout(this.#timer);
    this.#timer = 0;
    this.draft = undefined;
    await this.phone.dropDraft(draftName(draft.id), draft);
    await this.turnTo("#week");
  };

  readonly goToFirstProblem = (): void => {
    this.#questionnaire?.goToFirstProblem();
  };

  get language(): string {
    return this.#questionnaire?.language ?? "";
  }

  readonly speak = (code: string): void => {
    this.#questionnaire?.setLanguage(code);
    this.show();
  };

  async #options(draft: QuestionnaireDraft, form: KeptForm): Promise<Options> {
    const media: Record<string, Blob> = {};
    for (const { name } of form.media) {
      const bytes = await this.phone.outbox.bytes(nameOfMedia(draft.form, name));
      if (bytes) media[name] = new Blob([bytes], { type: typeOf(name) });
    }
    const attachments: Record<string, File> = {};
    for (const info of draft.files) {
      const bytes = await this.phone.outbox.bytes(info.id);
      if (bytes) attachments[info.name] = new File([bytes], info.name, { type: info.type });
      const file = attachments[info.name];
      if (file) this.#known.set(file, info);
    }
    const state = this.phone.state;
    return {
      definition: form.definition,
      externals: form.externals,
      media,
      attachments,
      ...(draft.xml ? { instance: draft.xml } : {}),
      isSent: draft.isSent ?? false,
      language: this.words.language,
      session: { username: state?.interviews?.code ?? "" },
      maxFileSize: (state?.megabytes ?? 25) * 1024 * 1024,
      onChange: () => this.#later(),
    };
  }

  /** Each file that was chosen, its bytes on the phone. */
  async #files(files: File[]): Promise<FileInfo[]> {
    const kept: FileInfo[] = [];
    for (const file of files) kept.push(this.#known.get(file) ?? (await this.#keepFile(file)));
    return kept;
  }

  async #keepFile(file: File): Promise<FileInfo> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const sha256 = await fingerprint(bytes);
    const same = this.draft?.files.find((one) => one.name === file.name && one.sha256 === sha256);
    const info = same ?? {
      id: crypto.randomUUID(),
      name: file.name,
      type: file.type,
      size: file.size,
      sha256,
      what: "",
    };
    if (!same) await this.phone.outbox.keepBytes(info.id, bytes);
    this.#known.set(file, info);
    return info;
  }

  #commit(): void {
    const field = document.activeElement;
    if (field && this.holder.contains(field)) field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #later(): void {
    this.holder.removeAttribute("data-mh-kept");
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#keepNow(), PAUSE);
  }

  async #keepNow(): Promise<void> {
    if (this.#timer === 0) return;
    window.clearTimeout(this.#timer);
    this.#timer = 0;
    const { draft } = this;
    const questionnaire = this.#questionnaire;
    if (!draft || !questionnaire) return;
    try {
      this.#commit();
      draft.xml = questionnaire.draft();
      draft.isSent = false;
      draft.files = await this.#files(questionnaire.files());
      await this.phone.keepDraft(draftName(draft.id), draft);
      this.holder.toggleAttribute("data-mh-kept", this.#timer === 0);
    } catch (fault) {
      this.#tell(fault);
    }
  }

  #tell(fault: unknown): void {
    if (!(fault instanceof Full)) throw fault;
    this.told = this.words.say("full");
    this.show();
  }
}

function typeOf(name: string): string {
  const types: Record<string, string> = {
    png: "image/png",
    jpg: "image/jpeg",
    jpeg: "image/jpeg",
    svg: "image/svg+xml",
    gif: "image/gif",
    webp: "image/webp",
    mp3: "audio/mpeg",
    m4a: "audio/mp4",
    mp4: "video/mp4",
  };
  return types[name.split(".").pop()?.toLowerCase() ?? ""] ?? "";
}
