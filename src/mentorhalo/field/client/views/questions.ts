/** The questions of a form as fields, by their description (`field/describing.py`). */
import { html, nothing } from "lit-html";
import "../settlements";
import type { Choice, Choices, Question } from "../state";
import type { Words } from "../words";
import type { WrittenForm } from "../written-form";
import type { Shown } from "./parts";

const KINDS = "kind";
const CHIPS = ["channel", "field"];
const LONG = 1000; // characters: what is told at length gets room for it
const INPUTS: Partial<Record<Question["type"], string>> = {
  day: "date",
  time: "time",
  text: "text",
  email: "email",
  number: "number",
};

export interface Asking {
  form: WrittenForm;
  words: Words;
  changed: (name: string, value: string | boolean | string[]) => void;
  placeTyped: (words: string) => void;
}

export function field(question: Question, asking: Asking): Shown {
  const { name, type } = question;
  if (name === KINDS) return kinds(question, asking);
  if (type === "flag") return flag(question, asking);
  if (type === "several") return several(question, asking);
  if (CHIPS.includes(name)) return group(question, asking, chips(question, asking, choicesOf(question)));
  return framed(question, asking, control(question, asking));
}

function control(question: Question, asking: Asking): Shown {
  const { name, type } = question;
  const value = asking.form.text(name);
  if (type === "settlement") return settlement(question, asking);
  if (type === "choice") return select(question, asking, question.choices ?? [], value);
  const typed = (event: Event) => asking.changed(name, (event.target as HTMLInputElement).value);
  if (type === "long")
    return html`<textarea
      class="ds-input"
      rows=${(question.maxLength ?? 0) > LONG ? 5 : 2}
      id=${name}
      name=${name}
      aria-describedby=${described(question, asking)}
      aria-invalid=${invalid(question, asking)}
      .value=${value}
      @input=${typed}
    ></textarea>`;
  return html`<input
    class="ds-input"
    type=${INPUTS[type] ?? "text"}
    inputmode=${type === "number" ? "numeric" : nothing}
    id=${name}
    name=${name}
    maxlength=${question.maxLength ?? nothing}
    min=${question.min ?? nothing}
    max=${question.max ?? nothing}
    ?required=${question.required}
    aria-describedby=${described(question, asking)}
    aria-invalid=${invalid(question, asking)}
    .value=${value}
    @input=${typed}
  />`;
}

function select(question: Question, asking: Asking, choices: Choices, value: string): Shown {
  const option = ([code, label]: Choice) =>
    html`<option value=${code} ?selected=${code === value}>${label}</option>`;
  return html`<select
    class="ds-input"
    id=${question.name}
    name=${question.name}
    aria-describedby=${described(question, asking)}
    aria-invalid=${invalid(question, asking)}
    .value=${value}
    @change=${(event: Event) => asking.changed(question.name, (event.target as HTMLSelectElement).value)}
  >
    ${choices.map((one) =>
      Array.isArray(one)
        ? option(one)
        : html`<optgroup label=${one.label}>${one.choices.map(option)}</optgroup>`,
    )}
  </select>`;
}

/** The kinds logged most stand there at once, the others in a list below. */
function kinds(question: Question, asking: Asking): Shown {
  const choices = choicesOf(question);
  const atOnce = asking.form.state.form?.at_once ?? choices.length;
  const others: Choice[] = [["", "–"], ...choices.slice(atOnce)];
  const value = asking.form.text(KINDS);
  const other = choices.slice(atOnce).some(([code]) => code === value) ? value : "";
  return html`
    ${group(question, asking, chips(question, asking, choices.slice(0, atOnce)))}
    <div class="mh-field">
      <label class="ds-label" for="other-kind">${asking.words.say("other_kind")} ${optional(asking)}</label>
      <select
        class="ds-input"
        id="other-kind"
        @change=${(event: Event) => asking.changed(KINDS, (event.target as HTMLSelectElement).value)}
      >
        ${others.map(([code, label]) => html`<option value=${code} ?selected=${code === other}>${label}</option>`)}
      </select>
    </div>
  `;
}

function chips(question: Question, asking: Asking, choices: Choice[]): Shown {
  const value = asking.form.text(question.name);
  return html`<div class="mh-chips" id=${question.name} tabindex="-1">
    ${choices.map(
      ([code, label]) =>
        html`<div>
          <label
            ><input
              class="ds-input"
              type="radio"
              name=${question.name}
              value=${code}
              .checked=${code === value}
              @change=${() => asking.changed(question.name, code)}
            />
            ${label}</label
          >
        </div>`,
    )}
  </div>`;
}

function several(question: Question, asking: Asking): Shown {
  const choices = choicesOf(question);
  if (choices.length === 0) return nothing;
  const chosen = asking.form.draft.values[question.name];
  const values = Array.isArray(chosen) ? chosen : [];
  const toggled = (code: string, on: boolean) =>
    asking.changed(question.name, on ? [...values, code] : values.filter((one) => one !== code));
  return group(
    question,
    asking,
    html`<div id=${question.name} tabindex="-1">
      ${choices.map(
        ([code, label]) =>
          html`<div>
            <label
              ><input
                class="ds-input"
                type="checkbox"
                name=${question.name}
                value=${code}
                .checked=${values.includes(code)}
                @change=${(event: Event) => toggled(code, (event.target as HTMLInputElement).checked)}
              />
              ${label}</label
            >
          </div>`,
      )}
    </div>`,
  );
}

function flag(question: Question, asking: Asking): Shown {
  return html`<div class="mh-field">
    <label class="mh-check" for=${question.name}
      ><input
        class="ds-input"
        type="checkbox"
        id=${question.name}
        name=${question.name}
        aria-describedby=${described(question, asking)}
        .checked=${asking.form.draft.values[question.name] === true}
        @change=${(event: Event) => asking.changed(question.name, (event.target as HTMLInputElement).checked)}
      /><span>${question.label}</span></label
    >
    ${help(question)}
  </div>`;
}

function settlement(question: Question, asking: Asking): Shown {
  const { form, words } = asking;
  return html`<mh-settlement
    data-mh-label=${words.say("suggestions")}
    data-mh-found=${words.say("found")}
    data-mh-none=${words.say("none_found")}
    .settlements=${form.settlements}
    .own=${(form.state.places?.settlements ?? []).map((one) => one.id)}
    @input=${(event: Event) => asking.placeTyped((event.target as HTMLInputElement).value)}
    @change=${(event: Event) => {
      const input = event.target as HTMLInputElement;
      if (input.type === "hidden" && input.value) asking.changed(question.name, input.value);
    }}
  >
    <input
      class="ds-input"
      type="text"
      id=${question.name}
      aria-describedby=${described(question, asking)}
      aria-invalid=${invalid(question, asking)}
      .value=${form.draft.place}
    /><input type="hidden" name=${question.name} />
  </mh-settlement>`;
}

function framed(question: Question, asking: Asking, content: Shown): Shown {
  return html`<div class="mh-field" data-state=${invalid(question, asking) === nothing ? nothing : "error"}>
    <label class="ds-label" for=${question.name}
      >${question.label} ${question.required ? nothing : optional(asking)}</label
    >
    ${help(question)} ${content} ${errors(question, asking)}
  </div>`;
}

function group(question: Question, asking: Asking, content: Shown): Shown {
  return html`<fieldset
    class="mh-field"
    data-state=${invalid(question, asking) === nothing ? nothing : "error"}
    aria-describedby=${described(question, asking)}
  >
    <legend class="ds-label">${question.label} ${question.required ? nothing : optional(asking)}</legend>
    ${help(question)} ${content} ${errors(question, asking)}
  </fieldset>`;
}

function help(question: Question): Shown {
  return question.help
    ? html`<div class="mh-help" id=${`${question.name}-help`}>${question.help}</div>`
    : nothing;
}

function errors(question: Question, asking: Asking): Shown {
  const found = asking.form.errors[question.name] ?? [];
  if (found.length === 0) return nothing;
  return html`<ul class="errorlist" id=${`${question.name}-errors`}>${found.map((one) => html`<li>${one}</li>`)}</ul>`;
}

function described(question: Question, asking: Asking): string | typeof nothing {
  const ids = [
    question.help ? `${question.name}-help` : "",
    asking.form.errors[question.name] ? `${question.name}-errors` : "",
  ];
  return ids.filter(Boolean).join(" ") || nothing;
}

function invalid(question: Question, asking: Asking): "true" | typeof nothing {
  return asking.form.errors[question.name] ? "true" : nothing;
}

function optional(asking: Asking): Shown {
  return html`<span class="mh-optional">${asking.words.say("optional")}</span>`;
}

function choicesOf(question: Question): Choice[] {
  return (question.choices ?? []).flatMap((one) => (Array.isArray(one) ? [one] : one.choices));
}
