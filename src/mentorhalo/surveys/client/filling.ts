/**
 * <mh-filling>: around a questionnaire, what a person needs to fill it: languages, how far it is, whether it is kept, what is
 * missing, and on to looking it through. Addresses: data-mh-keep, -file, -review; without them nothing is kept (a preview).
 */
import type { Options, Problem, Questionnaire } from "./questionnaire";
import type { QuestionnaireElement } from "./questionnaire-page";
import { Saver } from "./saving";

interface Opened extends Options {
  mark?: string;
  attachments?: Record<string, string>;
}

export class FillingElement extends HTMLElement {
  #questionnaire: Questionnaire | undefined;
  #saver: Saver | undefined;
  #stop = new AbortController();

  connectedCallback(): void {
    const { signal } = this.#stop;
    this.addEventListener("mh-opened", (event) => void this.#opened((event as CustomEvent<Opened>).detail), {
      signal,
    });
    this.addEventListener("mh-answered", () => this.#saver?.changed(), { signal });
    for (const name of ["mh-answered", "mh-marked"])
      this.addEventListener(name, () => this.#takeOffMended(), { signal });
    this.addEventListener("mh-progress", (event) => this.#progress((event as CustomEvent<number>).detail), {
      signal,
    });
    this.addEventListener("click", (event) => this.#clicked(event), { signal });
    window.addEventListener("online", () => void this.#saver?.flush(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && void this.#saver?.flush(), {
      signal,
    });
    window.addEventListener("beforeunload", (event) => this.#leaving(event), { signal });
    window.addEventListener("hashchange", () => this.#goToAddress(), { signal });
  }

  disconnectedCallback(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#saver?.stop();
  }

  async #opened(options: Opened): Promise<void> {
    const holder = this.querySelector("mh-questionnaire") as QuestionnaireElement;
    const questionnaire = (await holder.opened) as Questionnaire;
    this.#questionnaire = questionnaire;
    const { mhKeep: keep, mhFile: file } = this.dataset;
    if (keep && file) {
      const source = {
        draft: () => questionnaire.draft(),
        xml: () => questionnaire.xml(),
        title: () => questionnaire.instanceName,
        files: () => questionnaire.files(),
      };
      const known = Object.keys(options.attachments ?? {});
      this.#saver = new Saver(
        { keep, file, token: this.#token },
        options.mark ?? "",
        source,
        () => this.#tell(),
        known,
      );
    }
    this.#offerLanguages(options);
    for (const part of this.querySelectorAll<HTMLElement>("[data-mh-part]")) part.hidden = false;
    this.#goToAddress();
  }

  get #token(): string {
    return this.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  #offerLanguages({ definition, language }: Options): void {
    const chooser = this.querySelector<HTMLSelectElement>("[data-mh-languages]");
    if (!chooser) return;
    chooser.replaceChildren(...definition.languages.map(({ code, name }) => new Option(name, code)));
    chooser.value = this.#questionnaire?.language ?? language ?? "";
    const label = chooser.closest<HTMLElement>("label");
    if (label) label.hidden = definition.languages.length < 2;
    chooser.addEventListener("change", () => this.#questionnaire?.setLanguage(chooser.value));
  }

  #progress(percent: number): void {
    const bar = this.querySelector<HTMLProgressElement>("progress");
    if (bar) bar.value = percent;
  }

  #tell(): void {
    const place = this.querySelector<HTMLElement>("[data-mh-state]");
    const saver = this.#saver;
    if (!place || !saver) return;
    const words =
      saver.reason || this.dataset[`mhWords${saver.state[0]?.toUpperCase()}${saver.state.slice(1)}`] || "";
    if (place.textContent !== words) place.textContent = words;
    place.dataset.state = saver.state;
  }

  #clicked(event: Event): void {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-mh-do]");
    if (button?.dataset.mhDo === "review") void this.#review(button);
    if (button?.dataset.mhDo === "leave") void this.#leave(button);
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-mh-question]");
    if (link && this.#questionnaire?.goTo(link.dataset.mhQuestion ?? "")) event.preventDefault();
  }

  async #review(button: HTMLButtonElement): Promise<void> {
    const questionnaire = this.#questionnaire;
    if (!questionnaire || button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    const problems = await questionnaire.validate();
    this.#show(problems);
    if (problems.length === 0 && this.#saver && (await this.#saver.ready())) {
      window.location.assign(this.dataset.mhReview ?? "");
      return;
    }
    button.removeAttribute("aria-busy");
  }

  async #leave(button: HTMLButtonElement): Promise<void> {
    if ((await this.#saver?.flush()) !== false) window.location.assign(button.dataset.mhHref ?? "");
  }

  /** A list of what is wrong, each a link to its question; it takes the focus, so that it is heard first. */
  #show(problems: Problem[]): void {
    const place = this.querySelector<HTMLElement>("[data-mh-problems]");
    if (!place) return;
    place.replaceChildren();
    if (problems.length === 0) {
      if (!this.#saver) place.append(box("success", this.dataset.mhWordsRight ?? ""));
      return;
    }
    const made = box("danger", this.dataset.mhWordsWrong ?? "");
    const list = document.createElement("ul");
    for (const { name, label, message } of problems) {
      const link = document.createElement("a");
      link.className = "ds-link";
      link.href = `#${name}`;
      link.dataset.mhQuestion = name;
      link.textContent = wordsOf({ name, label, message });
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    made.append(list);
    place.append(made);
    made.focus();
  }

  /** What is right by now leaves the list; nothing new comes into it while somebody is answering. */
  #takeOffMended(): void {
    const links = [...this.querySelectorAll<HTMLElement>("[data-mh-problems] [data-mh-question]")];
    if (links.length === 0) return;
    const wrong = this.#questionnaire?.problems() ?? [];
    for (const link of links) {
      const at = wrong.findIndex(({ name }) => name === link.dataset.mhQuestion);
      const [problem] = at < 0 ? [] : wrong.splice(at, 1);
      if (!problem) link.closest("li")?.remove();
      else if (link.textContent !== wordsOf(problem)) link.textContent = wordsOf(problem);
    }
    if (!this.querySelector("[data-mh-problems] [data-mh-question]"))
      this.querySelector("[data-mh-problems]")?.replaceChildren();
  }

  /** Links of the page before it lead to a question: #/data/group/question. */
  #goToAddress(): void {
    const place = decodeURIComponent(window.location.hash.slice(1));
    if (place.startsWith("/")) this.#questionnaire?.goTo(place);
  }

  #leaving(event: BeforeUnloadEvent): void {
    if (this.#saver && !this.#saver.isKept) event.preventDefault();
  }
}

function wordsOf({ label, message }: Problem): string {
  return `${label}: ${message}`;
}

function box(tone: string, words: string): HTMLElement {
  const made = document.createElement("div");
  made.className = "ds-alert mh-errors";
  made.dataset.color = tone;
  made.setAttribute("role", "alert");
  made.tabIndex = -1;
  const heading = document.createElement("h2");
  heading.className = "ds-heading";
  heading.dataset.size = "2xs";
  heading.textContent = words;
  made.append(heading);
  return made;
}

if (!customElements.get("mh-filling")) customElements.define("mh-filling", FillingElement);
