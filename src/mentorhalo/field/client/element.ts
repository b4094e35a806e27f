/** <mh-field>: shows the screen that the address names, and the line of how things stand. */
import { html, nothing, render } from "lit-html";
import { EntryForm, NEW, RETURNED } from "./entry-form";
import { Filling } from "./filling";
import { Phone } from "./phone";
import { PRACTICE, PracticeForm } from "./practice-form";
import { type Addresses, Server } from "./server";
import type { PlaceKind } from "./state";
import { attempt } from "./views/attempt";
import { attach, entry } from "./views/entry";
import { begunHere, cameBack, fill, interviews, unit, waysToInterviews } from "./views/interviews";
import { leave } from "./views/leave";
import { outbox } from "./views/outbox";
import { button, empty, notice, type Shown } from "./views/parts";
import { nameOfPlace, place, places } from "./views/places";
import { practice } from "./views/practice";
import { status, warnings } from "./views/standing";
import { line, week } from "./views/week";
import { Visiting } from "./visiting";
import { type Words, wordsOfPage } from "./words";
import { Writing } from "./writing";
import type { Asked } from "./written-form";

/** Addresses that name a part of the first screen, which is shown and led to. */
const SECTIONS = new Set(["units", "forms"]);

type Screen = { title: string; content: Shown; tab: string };

export class FieldElement extends HTMLElement {
  #words!: Words;
  #addresses!: Addresses;
  #phone!: Phone;
  #writing!: Writing;
  #filling!: Filling;
  #visiting!: Visiting;
  #sought = "";
  #doomed = "";
  #isLeft = false;
  #at = "";
  #renewal: ServiceWorker | undefined;

  connectedCallback(): void {
    if (this.#words) return;
    this.#words = wordsOfPage(document);
    this.#addresses = JSON.parse(document.getElementById("field-addresses")?.textContent ?? "{}");
    this.#phone = new Phone(new Server(this.#addresses, this.#words.language), () => this.#show());
    const show = () => this.#show();
    const turnTo = (address: string) => this.#turnTo(address);
    this.#writing = new Writing(this.#phone, this.#words, show, turnTo);
    this.#filling = new Filling(this.#phone, this.#words, show, turnTo);
    this.#visiting = new Visiting(this.#phone, this.#words, show, turnTo);
    void this.#start();
  }

  async #start(): Promise<void> {
    if (!window.isSecureContext) return this.#say("insecure");
    try {
      await this.#phone.open();
    } catch (fault) {
      // Another window brought a newer version of what is kept: this one must not touch it.
      const isOlder = fault instanceof DOMException && fault.name === "VersionError";
      if (isOlder) await this.#keepShell();
      return this.#say(isOlder ? "outdated" : "no_storage");
    }
    document
      .getElementById("field-synchronise")
      ?.addEventListener("click", () => void this.#phone.synchronise());
    // Not before: a form that was opened already would be opened once more, without what was typed meanwhile.
    window.addEventListener("hashchange", () => void this.#goTo());
    await this.#goTo({ first: true });
    void this.#keepShell();
    this.#phone.keepInTouch();
  }

  #say(name: string): void {
    const again = () => (this.#renewal ? this.#take() : location.reload());
    const words = this.#words;
    render(notice("danger", html`${words.say(name)} ${button(words.say("open_anew"), again)}`), this);
  }

  /** Register the worker that keeps the shell; tell when it has a new one ready. */
  async #keepShell(): Promise<void> {
    if (!navigator.serviceWorker) return;
    const wasKept = navigator.serviceWorker.controller !== null;
    const registration = await navigator.serviceWorker
      .register(this.#addresses.worker)
      .catch(() => undefined);
    if (!registration) return;
    const look = () => {
      this.#renewal = registration.waiting && wasKept ? registration.waiting : undefined;
      this.#show();
    };
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", look);
    });
    look();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && navigator.onLine)
        void registration.update().catch(() => undefined);
    });
  }

  /** The typed is kept; the page opens anew under the new version. */
  #take(): void {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    this.#renewal?.postMessage("take over");
  }

  /** The screen here is done with. At once: by the time the browser tells, the address may be the old one again. */
  async #turnTo(address: string): Promise<void> {
    this.#at = "";
    location.hash = address;
    await this.#goTo();
  }

  async #goTo({ first = false } = {}): Promise<void> {
    // Two changes in a row are told twice, both times with the latter: its form is opened once.
    if (location.hash === this.#at && !first) return;
    this.#at = location.hash;
    const [name, rest] = where();
    this.#doomed = "";
    if (name !== "week") this.#writing.justSaved = this.#filling.justSaved = this.#visiting.justSaved = false;
    if (name === "log") await this.#writing.open(NEW, asked());
    else if (name === PRACTICE) await this.#writing.open(rest ? `${name}/${rest}` : name, asked());
    else if (name === "mend" || name === RETURNED || name === "attach")
      await this.#writing.open(`${name}/${rest}`, {});
    else this.#writing.close();
    if (name === "visit") await this.#visiting.open(rest);
    if (name === "begin") return this.#begin(rest);
    if (name === "correct") return this.#fill(await this.#filling.correct(rest));
    if (name === "fill") void this.#filling.open(rest).then(() => this.#show());
    else await this.#filling.close();
    this.#show();
    if (first) return;
    const section = SECTIONS.has(name) ? document.getElementById(name) : null;
    if (section) section.scrollIntoView();
    else window.scrollTo(0, 0);
    (section ?? document.getElementById("field-title"))?.focus();
  }

  /** A new questionnaire has an address of its own, so that going back does not begin another. */
  async #begin(what: string): Promise<void> {
    const [formId, unitId] = what.split("/");
    const told = this.#phone.state?.interviews;
    const form = told?.forms.find((one) => one.id === formId);
    const begun =
      form &&
      (await this.#filling.begin(
        form,
        told?.units.find((one) => one.id === unitId),
      ));
    await this.#fill(begun || undefined);
  }

  async #fill(id: string | undefined): Promise<void> {
    location.replace(id ? `#fill/${id}` : "#forms-missing");
    await this.#goTo();
  }

  #show(): void {
    if (!this.#phone.clock) return;
    const words = this.#words;
    const { title, content, tab } = this.#screen();
    const signIn = `${this.#addresses.sign_in}?next=${encodeURIComponent(this.#addresses.shell)}`;
    const renewal = { waiting: this.#renewal !== undefined, take: () => this.#take() };
    render(
      html`<div class="mh-stack">${warnings(this.#phone, words, signIn, renewal)} ${content}</div>`,
      this,
    );
    this.toggleAttribute("data-mh-asking", this.#phone.asking);
    text("field-title", title);
    text("field-status", status(this.#phone, words));
    document.title = `${title} – Mentorháló`;
    for (const link of document.querySelectorAll("#field-tabs a")) {
      if (link.getAttribute("href") === `#${tab}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    // Who only records questionnaires has no log and no places.
    for (const tab of document.querySelectorAll<HTMLElement>("[data-mh-mentor]"))
      tab.hidden = this.#phone.state !== undefined && !this.#phone.state.form;
    const count = this.#phone.items.length;
    text("field-count", count > 0 ? String(count) : "");
  }

  #screen(): Screen {
    const [name, rest] = where();
    const words = this.#words;
    const phone = this.#phone;
    if (name === "leave")
      return {
        title: words.say("sign_out"),
        content: leave(phone, words, () => void this.#leave()),
        tab: "",
      };
    if (!phone.state) return { title: words.say("app"), content: this.#beginning(), tab: "week" };
    if (name === "log") return { title: words.say("new"), content: this.#form(), tab: "log" };
    if (name === "mend") return { title: words.say("mend"), content: this.#form(), tab: "outbox" };
    if (name === RETURNED) return { title: words.say("mend"), content: this.#form(), tab: "week" };
    if (name === PRACTICE) {
      const title = words.say(rest ? "mend_practice" : "practice");
      return { title, content: this.#practice(), tab: rest ? "outbox" : "week" };
    }
    if (name === "attach")
      return { title: words.say("attach_to"), content: this.#attaching(rest), tab: "week" };
    if (name === "unit")
      return { title: this.#nameOfUnit(rest), content: unit(phone, words, rest), tab: "week" };
    if (name === "visit")
      return {
        title: words.say("attempt"),
        content: attempt(this.#visiting, words),
        tab: "week",
      };
    if (name === "fill") {
      const title = this.#filling.draft?.title ?? words.say("questionnaire");
      return { title, content: fill(this.#filling, words), tab: "week" };
    }
    if (name === "forms-missing") {
      const why = this.#filling.lacksRoom ? "no_room" : "form_not_yet";
      return { title: words.say("questionnaire"), content: empty(words.say(why)), tab: "week" };
    }
    if (name === "outbox") {
      const doom = (id: string) => {
        this.#doomed = id;
        this.#show();
      };
      return { title: words.say("outbox"), content: outbox(phone, words, this.#doomed, doom), tab: "outbox" };
    }
    if (name === "place") {
      const [kind, id = ""] = rest.split("/") as [PlaceKind, string];
      const title = nameOfPlace(phone, kind, id) ?? words.say("places");
      return { title, content: place(phone, words, kind, id), tab: "places" };
    }
    if (name === "places") {
      const seek = (sought: string) => {
        this.#sought = sought;
        this.#show();
      };
      return { title: words.say("places"), content: places(phone, words, this.#sought, seek), tab: "places" };
    }
    return { title: words.say("week"), content: this.#saved(this.#home()), tab: "week" };
  }

  #home(): Shown {
    const at = this.#words.moment(this.#phone.known?.at ?? 0, this.#phone.state?.zone ?? "UTC");
    return html`${begunHere(this.#phone, this.#words)} ${cameBack(this.#phone, this.#words)} ${waysToInterviews(this.#phone, this.#words)} ${week(this.#phone, this.#words)}
      ${interviews(this.#phone, this.#words)}
      <p class="mh-note">${this.#words.say("as_of", { moment: at })}</p>`;
  }

  #nameOfUnit(id: string): string {
    const found = this.#phone.state?.interviews?.units.find((one) => one.id === id);
    return found ? `${found.code}, ${found.place}` : this.#words.say("units");
  }

  #beginning(): Shown {
    if (this.#isLeft) return html`<p role="status">${this.#words.say("left")}</p>`;
    if (this.#phone.ending === "sign_in" || this.#phone.ending === "stranger") return nothing;
    return this.#phone.ending
      ? empty(this.#words.say("first_time"))
      : html`<p role="status">${this.#words.say("is_asking")}</p>`;
  }

  #saved(content: Shown): Shown {
    return html`${this.#writing.justSaved || this.#filling.justSaved || this.#visiting.justSaved ? html`<p class="mh-saved" role="status">${this.#words.say("saved")}</p>` : nothing} ${content}`;
  }

  #form(): Shown {
    const { form } = this.#writing;
    if (!this.#phone.state?.form) return empty(this.#words.say("not_yet"));
    if (!(form instanceof EntryForm)) return this.#noForm();
    return entry(this.#phone, this.#words, form, this.#writing);
  }

  #practice(): Shown {
    const { form } = this.#writing;
    if (!this.#phone.state?.practice) return empty(this.#words.say("not_yet"));
    if (!(form instanceof PracticeForm)) return this.#noForm();
    return practice(this.#phone, this.#words, form, this.#writing);
  }

  #attaching(id: string): Shown {
    const { form } = this.#writing;
    const found = this.#phone.state?.week?.unproven.find((one) => one.id === id);
    if (!(form instanceof EntryForm) || !found) return this.#noForm();
    return html`<p>${line(found, this.#words).words}</p>
      ${attach(this.#phone, this.#words, form, this.#writing)}`;
  }

  #noForm(): Shown {
    return this.#writing.opening ? nothing : empty(this.#words.say("gone"));
  }

  async #leave(): Promise<void> {
    this.#isLeft = true;
    await this.#phone.leave();
    await this.#turnTo("#week");
  }
}

function where(): [string, string] {
  const [path = ""] = location.hash.slice(1).split("?");
  const [name = "", ...rest] = path.split("/");
  return [name, rest.join("/")];
}

function asked(): Asked {
  const said = new URLSearchParams(location.hash.split("?")[1] ?? "");
  return {
    engagement: said.get("engagement") ?? undefined,
    appointment: said.get("appointment") ?? undefined,
    organisation: said.get("organisation") ?? undefined,
    settlement: said.get("settlement") ?? undefined,
  };
}

function text(id: string, words: string): void {
  const element = document.getElementById(id);
  if (element && element.textContent !== words) element.textContent = words;
}
