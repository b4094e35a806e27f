/** The form of a good practice: what is told on the spot first, the rest folded; nothing is asked that can wait. */
import { html, nothing } from "lit-html";
import type { About, FileInfo } from "../outbox";
import type { Phone } from "../phone";
import type { PracticeForm } from "../practice-form";
import type { Choice, Question } from "../state";
import type { Words } from "../words";
import type { WrittenForm } from "../written-form";
import { type Deeds, files, folded, putBack, refusal } from "./entry";
import type { Shown } from "./parts";
import { type Asking, field } from "./questions";

/** Up to the last of these everything stands open; what follows is folded (`field/forms/practices.py`). */
const LAST_OPEN = "results";

export function practice(phone: Phone, words: Words, form: PracticeForm, deeds: Deeds): Shown {
  const asking: Asking = { form, words, changed: deeds.changed, placeTyped: deeds.placeTyped };
  const asked = form.questions.filter((one) => isAsked(one, form));
  const last = asked.findIndex((one) => one.name === LAST_OPEN) + 1;
  const send = (event: Event) => {
    event.preventDefault();
    deeds.save();
  };
  return html`
    ${refusal(form, words)}
    ${
      form.restored
        ? putBack(words, deeds)
        : form.isNew
          ? html`<p class="mh-note">${words.say("practice_help")}</p>`
          : nothing
    }
    <form class="mh-fields" novalidate ?data-mh-kept=${form.kept} @submit=${send}>
      ${asked.slice(0, last).map((one) => field(one, asking))}
      ${files(phone, words, form, deeds, aboutPhoto, { label: words.say("practice_photos"), accept: "image/*" })}
      ${folded(words.say("more"), asked.slice(last), asking)}
      <div class="mh-submit">
        <button class="ds-button" type="submit" aria-busy=${form.working ? "true" : nothing}>${words.say("save")}</button>
      </div>
    </form>
  `;
}

/** Who works with no institution yet is not asked which of them it is. */
function isAsked(question: Question, form: PracticeForm): boolean {
  return (
    question.name !== "organisation" ||
    (question.choices?.length ?? 0) > 1 ||
    form.text("organisation") !== ""
  );
}

function aboutPhoto(file: FileInfo, form: WrittenForm, words: Words, deeds: Deeds): Shown {
  const told = form.state.practice;
  const tell = (name: keyof About) => (event: Event) =>
    deeds.photoTold(file, name, (event.target as HTMLInputElement).value);
  const select = (name: "rights" | "people", label: string, choices: Choice[]) =>
    html`<div class="mh-field">
      <label class="ds-label" for=${`${name}-${file.id}`}>${label}<span class="mh-sr"> – ${file.name}</span></label>
      <select class="ds-input" id=${`${name}-${file.id}`} name=${name} @change=${tell(name)}>
        ${choices.map(
          ([code, choice]) =>
            html`<option value=${code} ?selected=${code === file.about?.[name]}>${choice}</option>`,
        )}
      </select>
    </div>`;
  const input = (name: "alt" | "credit", label: string, longest: number) =>
    html`<div class="mh-field">
      <label class="ds-label" for=${`${name}-${file.id}`}
        >${label}<span class="mh-sr"> – ${file.name}</span> <span class="mh-optional">${words.say("optional")}</span></label
      >
      <input
        class="ds-input"
        type="text"
        id=${`${name}-${file.id}`}
        name=${name}
        maxlength=${longest}
        .value=${file.about?.[name] ?? ""}
        @input=${tell(name)}
      />
    </div>`;
  return html`<div class="mh-fields">
    ${input("alt", words.say("photo_alt"), 300)} ${select("people", words.say("photo_people"), told?.people ?? [])}
    ${select("rights", words.say("photo_rights"), told?.rights ?? [])}
    ${input("credit", words.say("photo_credit"), 120)}
  </div>`;
}
