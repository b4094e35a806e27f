/** Filling a questionnaire: opens it, keeps it as it is filled, saves it into the outbox. */
import {
  type Options,
  openQuestionnaire,
  type Problem,
  type Questionnaire,
} from "../../surveys/client/questionnaire";
import { begun, type KeptForm, nameOfMedia, type QuestionnaireDraft } from "./interviews";
import type { FileInfo, QuestionnaireItem } from "./outbox";
import type { Phone } from "./phone";
import { fingerprint } from "./photos";
import type { FormLine, Unit } from "./state";
import { Full } from "./vault";
import type { Words } from "./words";

const PAUSE = 1500;

export const draftName = (id: string) => `fill/${id}`;

export class Filling {
  /** Where the engine builds its form; nobody else touches what is in it. */
  readonly holder = document.createElement("div");
  standing: "none" | "opening" | "open" | "failed" = "none";
  draft: QuestionnaireDraft | undefined;
  problems: Problem[] = [];
  told = "";
  working = false;
  justSaved = false;
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

  /** Take it out of the outbox to mend it: until it is saved again it is a draft. */
  draftOf(item: QuestionnaireItem): QuestionnaireDraft {
    const { id, form, unit, title, xml, files, made } = item;
    return { id, form, unit, title, xml, files, made };
  }

  async open(id: string): Promise<void> {
    await this.close();
    const turn = ++this.#turn;
    this.standing = "opening";
    const item = await this.phone.outbox.item(id);
    const draft =
      (await this.phone.draft<QuestionnaireDraft>(draftName(id))) ??
      (item?.kind === "questionnaire" ? this.draftOf(item) : undefined);
    const form = draft && (await this.phone.form(draft.form));
    if (!draft || !form || turn !== this.#turn) {
      if (turn === this.#turn) this.standing = "failed";
      return;
    }
    this.draft = draft;
    const options = await this.#options(draft, form);
    if (turn !== this.#turn) return;
    try {
      this.#questionnaire = await openQuestionnaire(this.holder, options);
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
