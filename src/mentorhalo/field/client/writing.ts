/** Writing an entry or a practice: opens the form, keeps what is typed, saves it into the outbox. */
import { EntryForm, NEW, RETURNED } from "./entry-form";
import type { About, FileInfo, Item } from "./outbox";
import type { Phone } from "./phone";
import { PRACTICE, PracticeForm } from "./practice-form";
import { Full } from "./vault";
import { line } from "./views/week";
import type { Words } from "./words";
import type { Asked, Draft } from "./written-form";

const PAUSE = 400;

export class Writing {
  form: EntryForm | PracticeForm | undefined;
  justSaved = false;
  opening = false; // nothing can be typed into a form that is about to go
  #asked: Asked = {};
  #timer = 0;
  #turn = 0; // of several that open one after the other only the last shows its form

  constructor(
    private readonly phone: Phone,
    private readonly words: Words,
    private readonly show: () => void,
    private readonly turnTo: (address: string) => Promise<void>,
  ) {
    // A phone may be put away in the middle of a word.
    document.addEventListener(
      "visibilitychange",
      () => document.visibilityState === "hidden" && void this.#keep(),
    );
    window.addEventListener("pagehide", () => void this.#keep());
  }

  /** The form of this name, with what was typed into it before. */
  async open(name: string, asked: Asked): Promise<void> {
    const turn = ++this.#turn;
    await this.#keep();
    this.justSaved = false;
    this.#asked = asked;
    this.form = undefined;
    this.opening = true;
    this.show();
    const form = await this.#begun(name, asked);
    const draft = form && (await this.phone.draft(name));
    if (turn !== this.#turn) return;
    this.opening = false;
    if (!form) return;
    this.form = draft ? this.#restored(form, draft) : form;
    this.form.restored = draft !== undefined && (form.isNew || name.startsWith(`${RETURNED}/`));
  }

  close(): void {
    this.#turn++;
    this.opening = false;
    void this.#keep();
    this.form = undefined;
  }

  readonly changed = (name: string, value: string | boolean | string[]): void => {
    const { form } = this;
    if (!form) return;
    form.answer(name, value);
    this.#later();
    this.show();
  };

  readonly placeTyped = (words: string): void => {
    if (!this.form) return;
    this.form.draft.place = words;
    this.form.set("settlement", "");
    this.#later();
  };

  readonly filesChosen = async (files: File[]): Promise<void> => {
    const { form } = this;
    if (!form) return;
    const making = form.addFiles(files, this.phone.outbox, this.words);
    this.show();
    await making.catch((fault: unknown) => this.#told(form, fault));
    await this.#keepNow();
    this.show();
  };

  readonly fileChanged = (file: FileInfo, what: string): void => {
    file.what = what;
    this.#later();
  };

  readonly photoTold = (file: FileInfo, name: keyof About, value: string): void => {
    if (file.about) file.about[name] = value;
    this.#later();
    this.show();
  };

  readonly fileOut = async (file: FileInfo): Promise<void> => {
    const { form } = this;
    if (!form) return;
    form.draft.files = form.draft.files.filter((one) => one !== file);
    await this.phone.outbox.dropBytes([file.id]);
    await this.#keepNow();
    this.show();
  };

  readonly photoOut = async (item: Item): Promise<void> => {
    await this.phone.outbox.discard(item.id);
    await this.phone.queued();
  };

  readonly beginAnew = async (): Promise<void> => {
    const { form } = this;
    if (!form) return;
    window.clearTimeout(this.#timer);
    await this.phone.dropDraft(form.name, form.draft);
    await this.open(form.name, this.#asked);
    this.show();
  };

  readonly save = async (): Promise<void> => {
    const { form, phone, words } = this;
    if (!form || form.working) return;
    const isAttaching = form.name.startsWith("attach/");
    if (isAttaching) form.errors = form.draft.files.length > 0 ? {} : { "": [words.say("no_files")] };
    if (
      isAttaching ? form.draft.files.length === 0 : !form.check(words, phone.clock.today(form.state.zone))
    ) {
      this.show();
      firstFault()?.focus();
      return;
    }
    form.working = true;
    window.clearTimeout(this.#timer);
    try {
      await this.#saved(form, isAttaching);
    } catch (fault) {
      phone.draftStands(form.draft);
      this.#told(form, fault);
      this.show();
      return;
    } finally {
      form.working = false;
    }
    this.form = undefined;
    this.justSaved = true;
    await this.turnTo(form.item ? "#outbox" : "#week");
    await phone.queued();
  };

  async #saved(form: EntryForm | PracticeForm, isAttaching: boolean): Promise<void> {
    const { outbox, clock } = this.phone;
    const { id, values, files } = form.draft;
    const also = this.phone.draftSaved(form.name, form.draft);
    if (isAttaching) await outbox.addPhotos(id, this.#titleOf(id), files, clock.now(), also);
    else if (form.item && !(await outbox.item(id)))
      await outbox.saveAfterAll(form.item, values, form.title(), files, also);
    else await outbox.save(id, values, form.title(), files, clock.now(), also, form.kind, form.draft.seen);
  }

  async #begun(name: string, asked: Asked): Promise<EntryForm | PracticeForm | undefined> {
    const { phone } = this;
    const { state, settlements } = phone;
    const [what, id = ""] = name.split("/");
    if (what === PRACTICE) return this.#practice(id, asked);
    if (!state?.form) return undefined;
    if (what === NEW) return EntryForm.begun(state, settlements, phone.clock.today(state.zone), asked);
    if (what === RETURNED) return EntryForm.returned(state, settlements, id);
    if (what === "attach")
      return new EntryForm(name, state, settlements, { id, values: {}, place: "", files: [] });
    const item = await phone.outbox.item(id);
    return item?.kind === "entry" ? EntryForm.mending(state, settlements, item) : undefined;
  }

  async #practice(id: string, asked: Asked): Promise<PracticeForm | undefined> {
    const { state, settlements, outbox } = this.phone;
    if (!state?.practice) return undefined;
    if (!id) return PracticeForm.begun(state, settlements, asked);
    const item = await outbox.item(id);
    return item?.kind === "practice" ? PracticeForm.mending(state, settlements, item) : undefined;
  }

  #restored(form: EntryForm | PracticeForm, draft: Draft): EntryForm | PracticeForm {
    const { name, state, settlements, item } = form;
    return form instanceof PracticeForm
      ? new PracticeForm(name, state, settlements, draft, item)
      : new EntryForm(name, state, settlements, draft, item);
  }

  #titleOf(entry: string): string {
    const found = this.phone.state?.week?.unproven.find((one) => one.id === entry);
    return found ? line(found, this.words).words : this.words.say("photos");
  }

  #told(form: EntryForm | PracticeForm, fault: unknown): void {
    if (!(fault instanceof Full)) throw fault;
    form.working = false;
    form.errors = { "": [this.words.say("full")] };
  }

  #later(): void {
    if (this.form) this.form.kept = false;
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#keepNow(), PAUSE);
  }

  /** What was typed and not kept yet. */
  async #keep(): Promise<void> {
    while (this.#timer !== 0) await this.#keepNow();
  }

  async #keepNow(): Promise<void> {
    window.clearTimeout(this.#timer);
    this.#timer = 0;
    const { form } = this;
    if (!form) return;
    const draft: Draft = form.draft;
    await this.phone.keepDraft(form.name, draft).catch((fault: unknown) => this.#told(form, fault));
    form.kept = this.#timer === 0;
    this.show();
  }
}

function firstFault(): HTMLElement | null {
  const field = document.querySelector<HTMLElement>(
    "[aria-invalid=true], fieldset[data-state=error] [tabindex]",
  );
  return field ?? document.getElementById("errors");
}
