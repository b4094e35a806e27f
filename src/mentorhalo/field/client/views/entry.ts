/** The log form, and the form that adds files to an entry which stands already. */
import { html, nothing } from "lit-html";
import type { EntryForm } from "../entry-form";
import type { About, FileInfo, Item } from "../outbox";
import type { Phone } from "../phone";
import type { Question } from "../state";
import type { Words } from "../words";
import type { WrittenForm } from "../written-form";
import { button, notice, type Shown } from "./parts";
import { type Asking, field } from "./questions";

/** The same order as on the website (`mentoring/forms/entries.py`). */
const FIRST = [
  "engagement",
  "kind",
  "occurred_on",
  "channel",
  "settlement",
  "is_two_way",
  "participants",
  "public_sentence",
];
const NOTES = ["group_note", "private_note"];

export interface Deeds {
  changed: (name: string, value: string | boolean | string[]) => void;
  placeTyped: (words: string) => void;
  filesChosen: (files: File[]) => void;
  fileChanged: (file: FileInfo, what: string) => void;
  photoTold: (file: FileInfo, name: keyof About, value: string) => void;
  fileOut: (file: FileInfo) => void;
  photoOut: (item: Item) => void;
  beginAnew: () => void;
  save: () => void;
}

export function entry(phone: Phone, words: Words, form: EntryForm, deeds: Deeds): Shown {
  const { questions } = form;
  const asking: Asking = { form, words, changed: deeds.changed, placeTyped: deeds.placeTyped };
  const named = (names: string[]) => questions.filter((one) => names.includes(one.name)).sort(by(names));
  const rest = questions.filter((one) => ![...FIRST, ...NOTES].includes(one.name));
  const send = (event: Event) => {
    event.preventDefault();
    deeds.save();
  };
  return html`
    ${refusal(form, words)}
    ${
      form.restored
        ? putBack(words, deeds)
        : form.isNew && form.state.form?.reason && form.draft.place
          ? html`<p class="mh-note">${words.say("filled_in", { reason: form.state.form.reason })}</p>`
          : nothing
    }
    ${form.reason ? notice("warning", words.say("returned_because", { reason: form.reason })) : nothing}
    ${phone.clock.wasSetBack() ? notice("warning", words.say("clock_back")) : nothing}
    <form class="mh-fields" novalidate ?data-mh-kept=${form.kept} @submit=${send}>
      ${named(FIRST).map((one) => field(one, asking))}
      ${files(phone, words, form, deeds, kindOfFile)}
      ${folded(words.say("notes"), named(NOTES), asking)} ${folded(words.say("more"), rest, asking)}
      <div class="mh-submit">
        <button class="ds-button" type="submit" aria-busy=${form.working ? "true" : nothing}>${words.say("save")}</button>
      </div>
    </form>
  `;
}

/** Files for an entry on the server. */
export function attach(phone: Phone, words: Words, form: EntryForm, deeds: Deeds): Shown {
  const send = (event: Event) => {
    event.preventDefault();
    deeds.save();
  };
  return html`
    ${refusal(form, words)}
    <form class="mh-fields" novalidate @submit=${send}>
      ${files(phone, words, form, deeds, kindOfFile)}
      <div class="mh-submit">
        <button class="ds-button" type="submit" aria-busy=${form.working ? "true" : nothing}>${words.say("attach")}</button>
      </div>
    </form>
  `;
}

export function putBack(words: Words, deeds: Deeds): Shown {
  return notice(
    "info",
    html`${words.say("restored")} ${button(words.say("begin_anew"), deeds.beginAnew, "tertiary")}`,
  );
}

export function refusal(form: WrittenForm, words: Words): Shown {
  const told = [form.item?.message, ...(form.errors[""] ?? [])].filter(Boolean);
  if (told.length === 0 && Object.keys(form.errors).length === 0) return nothing;
  return html`<div class="ds-alert mh-errors" data-color="danger" role="alert" tabindex="-1" id="errors">
    <div class="ds-paragraph">${told.length > 0 ? told.join(" ") : words.say("errors")}</div>
  </div>`;
}

export function folded(title: string, questions: Question[], asking: Asking): Shown {
  if (questions.length === 0) return nothing;
  const isOpen = questions.some(
    ({ name, type }) => asking.form.errors[name] || (type !== "flag" && isSaid(asking.form, name)),
  );
  return html`<details class="mh-folded" ?open=${isOpen}>
    <summary>${title}</summary>
    <div class="mh-fields">${questions.map((one) => field(one, asking))}</div>
  </details>`;
}

function isSaid(form: WrittenForm, name: string): boolean {
  const value = form.draft.values[name];
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** What is asked about a file beside the file itself. */
export type AboutFile = (file: FileInfo, form: WrittenForm, words: Words, deeds: Deeds) => Shown;

function kindOfFile(file: FileInfo, form: WrittenForm, words: Words, deeds: Deeds): Shown {
  return html`<label class="mh-sr" for=${`what-${file.id}`}>${words.say("what_they_are")}</label>
    <select
      class="ds-input"
      id=${`what-${file.id}`}
      @change=${(event: Event) => deeds.fileChanged(file, (event.target as HTMLSelectElement).value)}
    >
      ${form.state.file_kinds.map(
        ([code, label]) => html`<option value=${code} ?selected=${code === file.what}>${label}</option>`,
      )}
    </select>`;
}

export function files(
  phone: Phone,
  words: Words,
  form: WrittenForm,
  deeds: Deeds,
  about: AboutFile,
  { label = words.say("photos"), accept = form.state.accept } = {},
): Shown {
  const waiting = phone.items.filter(
    (one) => one.kind === "photo" && one.entry === form.draft.id,
  ) as (Item & {
    kind: "photo";
  })[];
  const chosen = (event: Event) => {
    const input = event.target as HTMLInputElement;
    deeds.filesChosen([...(input.files ?? [])]);
    input.value = "";
  };
  return html`<div class="mh-field">
    <label class="ds-label" for="files">${label} <span class="mh-optional">${words.say("optional")}</span></label>
    <div class="mh-help" id="files-help">${words.say("photos_help")}</div>
    <input
      class="ds-input"
      type="file"
      id="files"
      multiple
      accept=${accept}
      aria-describedby="files-help"
      ?disabled=${form.working}
      @change=${chosen}
    />
    <p class="mh-note" role="status">${form.working ? words.say("working") : ""}</p>
    ${form.notes.length > 0 ? html`<ul class="errorlist" role="alert">${form.notes.map((one) => html`<li>${one}</li>`)}</ul>` : nothing}
    <ul class="mh-files">
      ${waiting.map(
        (one) =>
          html`<li>
            <span>${one.file.name}, ${words.size(one.file.size)}</span>
            ${out(words, one.file, () => deeds.photoOut(one))}
          </li>`,
      )}
      ${form.draft.files.map(
        (file) =>
          html`<li>
            <span>${file.name}, ${words.size(file.size)}</span>
            ${about(file, form, words, deeds)} ${out(words, file, () => deeds.fileOut(file))}
          </li>`,
      )}
    </ul>
  </div>`;
}

function out(words: Words, file: FileInfo, clicked: () => void): Shown {
  return button(words.say("take_out", { name: file.name }), clicked, "tertiary");
}

function by(names: string[]) {
  return (one: Question, other: Question) => names.indexOf(one.name) - names.indexOf(other.name);
}
