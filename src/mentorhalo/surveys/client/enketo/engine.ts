/** The boundary, kept by enketo-core. */
import { type External, Form } from "enketo-core";
import { NotOpened, type Options, type Problem, type Questionnaire } from "../questionnaire";
import { speak } from "../words";
import { arrange, translate } from "./arrange";
import { Commits } from "./commits";
import { Attachments, enter } from "./files";
import { keepLocked } from "./locks";
import { nameRepeats, watchValidity, wordsOf } from "./marks";
import { Media } from "./media";
import { begun } from "./model";
import { counted } from "./nodes";
import { Notices } from "./notices";
import { Pages } from "./pages";
import { placesLeftOut, placesOf, seriesIn } from "./series";
import "./repeats";
import "../css/questionnaire.css";

const WRONG = ".question.invalid-required, .question.invalid-constraint, .question.invalid-value";
const EMPTY = "<root/>";

export class EnketoQuestionnaire implements Questionnaire {
  readonly #form: Form;
  readonly #attachments: Attachments;
  readonly #media: Media;
  readonly #holder: HTMLElement;
  readonly #pages: Pages | undefined;
  readonly #notices: Notices;
  readonly #validity: MutationObserver;
  readonly #commits: Commits;

  static open(container: HTMLElement, options: Options): EnketoQuestionnaire {
    speak(options.language ?? "", options.definition.language, document.documentElement.lang);
    return new EnketoQuestionnaire(container, options);
  }

  private constructor(container: HTMLElement, options: Options) {
    const { definition } = options;
    this.#media = new Media(options.media);
    this.#attachments = new Attachments(options.attachments, options.maxFileSize);
    enter({ attachments: this.#attachments, media: this.#media, outlines: options.outlines });
    const element = arrange(definition, this.#media);
    this.#holder = document.createElement("div");
    this.#holder.className = "mh-q";
    this.#notices = new Notices(definition);
    this.#holder.append(...this.#notices.parts, element);
    this.#pages = definition.is_paged ? new Pages() : undefined;
    if (this.#pages) this.#holder.append(this.#pages.foot);
    container.replaceChildren(this.#holder);
    this.#form = new Form(
      element,
      {
        modelStr: options.instance ? definition.model : begun(definition.model, options),
        instanceStr: options.instance,
        submitted: options.isSent ?? false,
        external: externals(options),
        session: options.session,
      },
      { language: options.language },
    );
    this.#form.counted = counted(element);
    this.#form.seriesIn = (group, path) => seriesIn(this.#form, group, path);
    this.#form.placesLeftOut = (group, path) => placesLeftOut(this.#form, group, path);
    this.#form.placesOf = (control, within, all) => placesOf(this.#form, control, within, all);
    const troubles = this.#form.init();
    if (!this.#form.initialized) {
      this.#release();
      throw new NotOpened(troubles.join("\n"));
    }
    for (const trouble of troubles) console.warn(trouble);
    this.#validity = watchValidity(element, options.onMarked);
    this.#commits = new Commits(element);
    this.#listen(element, options);
    this.#form.repeats.countUpdate();
    this.#say();
    if (options.isReadOnly) lock(element);
  }

  #listen(element: HTMLFormElement, options: Options): void {
    const again = () => queueMicrotask(() => this.#say());
    for (const name of ["addrepeat", "removerepeat", "pageflip"]) element.addEventListener(name, again);
    element.addEventListener("dataupdate", () => {
      queueMicrotask(() => keepLocked(this.#form));
      if (this.#pages) again();
      options.onChange?.();
    });
    element.addEventListener("removerepeat", () => options.onChange?.());
    // With a repetition come those inside it, also where one without a number stands between them.
    element.addEventListener("addrepeat", () => queueMicrotask(() => this.#form.repeats.countUpdate()));
    element.addEventListener("progress-update", (event) => {
      options.onProgress?.((event as CustomEvent<number>).detail);
    });
  }

  #say(): void {
    keepLocked(this.#form);
    this.#notices.say(this.#form.view.html);
    nameRepeats(this.#form.view.html);
    this.#pages?.show(this.#form);
  }

  get instanceId(): string {
    return this.#form.instanceID;
  }

  get deprecatedId(): string {
    return this.#form.deprecatedID;
  }

  get instanceName(): string {
    return this.#form.instanceName;
  }

  get language(): string {
    return this.#form.currentLanguage ?? "";
  }

  get hasChanged(): boolean {
    return this.#form.editStatus;
  }

  draft(): string {
    this.#commits.flush();
    return this.#form.getDataStr();
  }

  xml(): string {
    this.#commits.flush();
    this.#form.view.html.dispatchEvent(new CustomEvent("before-save", { bubbles: true }));
    return this.#form.getDataStr({ irrelevant: false });
  }

  files(): File[] {
    return this.#attachments.namedIn(this.draft());
  }

  async validate(): Promise<Problem[]> {
    this.#commits.flush();
    await this.#form.validate();
    return this.problems();
  }

  problems(): Problem[] {
    return this.#wrong().map((question) => ({ name: nameOf(question), ...wordsOf(question) }));
  }

  goToFirstProblem(): boolean {
    return this.#show(this.#wrong()[0]);
  }

  goTo(name: string): boolean {
    return this.#show(this.#form.getGoToTarget(name) ?? undefined);
  }

  setLanguage(code: string): void {
    speak(code, document.documentElement.lang);
    this.#form.langs._currentLang = code;
    this.#form.langs.setFormUi(code);
    translate(this.#form.view.html);
    this.#say();
  }

  destroy(): void {
    this.#validity.disconnect();
    this.#commits.stop();
    this.#release();
  }

  #release(): void {
    this.#form.resetView();
    this.#holder.remove();
    this.#media.release();
    this.#attachments.release();
    enter(undefined);
  }

  #wrong(): HTMLElement[] {
    return [...this.#form.view.html.querySelectorAll<HTMLElement>(WRONG)].filter(
      (question) => !question.closest(".disabled"),
    );
  }

  #show(question: Element | undefined): boolean {
    if (!question || question.closest(".disabled")) return false;
    const isThere = this.#form.goToTarget(question);
    // The engine takes the first field, which for choices from a list is the hidden one that they are made from.
    if (isThere && !question.contains(document.activeElement)) fieldIn(question)?.focus();
    return isThere;
  }
}

function fieldIn(question: Element): HTMLElement | undefined {
  const fields = question.querySelectorAll<HTMLElement>("input, select, textarea, button");
  return [...fields].find((field) => field.checkVisibility() && !field.matches(":disabled, [readonly]"));
}

function externals(options: Options): External[] {
  return options.definition.externals.map(({ id }) => ({
    id,
    xml: new DOMParser().parseFromString(options.externals?.[id] ?? EMPTY, "text/xml") as XMLDocument,
  }));
}

function nameOf(question: HTMLElement): string {
  const field = question.querySelector<HTMLInputElement>("[data-name], [name]");
  return field?.dataset.name ?? field?.getAttribute("name") ?? "";
}

function lock(form: HTMLFormElement): void {
  for (const field of form.querySelectorAll<HTMLInputElement>("input, select, textarea, button")) {
    field.disabled = true;
  }
}
