/**
 * <mh-questionnaire>: a questionnaire on a page. What it opens is fetched from data-mh-package, or stands in a JSON script
 * whose id is data-mh-source. Tells of every answer (mh-answered), of
 * marks of what is wrong (mh-marked) and of how far somebody is (mh-progress).
 */
import { NotOpened, type Options, openQuestionnaire, type Questionnaire } from "./questionnaire";
import "./filling";

export class QuestionnaireElement extends HTMLElement {
  /** Settled once the form stands, or cannot. */
  opened: Promise<Questionnaire> | undefined;

  connectedCallback(): void {
    this.opened ??= this.#open();
  }

  async #open(): Promise<Questionnaire> {
    try {
      const options = await this.#options();
      const opened = await openQuestionnaire(this, {
        ...options,
        onChange: () => this.dispatchEvent(new CustomEvent("mh-answered", { bubbles: true })),
        onMarked: () => this.dispatchEvent(new CustomEvent("mh-marked", { bubbles: true })),
        onProgress: (detail) => this.dispatchEvent(new CustomEvent("mh-progress", { detail, bubbles: true })),
      });
      this.dispatchEvent(new CustomEvent("mh-opened", { detail: options, bubbles: true }));
      return opened;
    } catch (error) {
      const said = document.createElement("p");
      said.className = "ds-alert";
      said.dataset.color = "danger";
      said.setAttribute("role", "alert");
      said.textContent =
        `${this.dataset.mhFailed ?? ""} ${error instanceof NotOpened ? error.message : ""}`.trim();
      this.replaceChildren(said);
      throw error;
    }
  }

  async #options(): Promise<Options> {
    const address = this.dataset.mhPackage;
    if (!address)
      return JSON.parse(document.getElementById(this.dataset.mhSource ?? "")?.textContent || "{}");
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new NotOpened("");
    return answer.json();
  }

  disconnectedCallback(): void {
    void this.opened?.then((questionnaire) => questionnaire.destroy()).catch(() => undefined);
    this.opened = undefined;
  }
}

if (!customElements.get("mh-questionnaire")) customElements.define("mh-questionnaire", QuestionnaireElement);
