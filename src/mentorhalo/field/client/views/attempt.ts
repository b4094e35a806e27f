/** The form of a visit: what came of it, when it was, and the appointment if one was made. */
import { html, nothing } from "lit-html";
import type { Visiting } from "../visiting";
import type { Words } from "../words";
import { empty, notice, type Shown } from "./parts";

export function attempt(visiting: Visiting, words: Words): Shown {
  const { said, errors } = visiting;
  if (!said) return empty(words.say("gone"));
  const send = (event: Event) => {
    event.preventDefault();
    void visiting.save();
  };
  const told = [visiting.message, ...(errors[""] ?? []), ...(errors.unit ?? [])].filter(Boolean);
  return html`
    ${told.length > 0 ? html`<div role="alert">${notice("danger", told.join(" "))}</div>` : nothing}
    <form class="mh-fields" novalidate @submit=${send}>
      <fieldset class="mh-field" data-state=${errors.result ? "error" : nothing}>
        <legend class="ds-label">${words.say("attempt_result")}</legend>
        <div class="mh-chips" id="result">
          ${visiting.results.map(
            ([code, label]) =>
              html`<div>
                <label
                  ><input
                    class="ds-input"
                    type="radio"
                    name="result"
                    value=${code}
                    aria-invalid=${errors.result ? "true" : nothing}
                    aria-describedby=${errors.result ? "result-errors" : nothing}
                    .checked=${code === said.result}
                    @change=${() => visiting.changed("result", code)}
                  />
                  ${label}</label
                >
              </div>`,
          )}
        </div>
        ${faults("result", errors.result)}
      </fieldset>
      ${moment(visiting, words.say("attempt_at"), "attempted", errors.attempted_at)}
      ${
        visiting.asksAppointment
          ? moment(visiting, words.say("attempt_appointment"), "appointment", errors.appointment_at)
          : nothing
      }
      <div class="mh-submit">
        <button class="ds-button" type="submit">${words.say("attempt_to_save")}</button>
      </div>
    </form>
  `;
}

function moment(
  visiting: Visiting,
  label: string,
  name: "attempted" | "appointment",
  errors: string[] | undefined,
): Shown {
  return html`<div class="mh-field" data-state=${errors ? "error" : nothing}>
    <label class="ds-label" for=${name}>${label}</label>
    <input
      class="ds-input"
      type="datetime-local"
      id=${name}
      name=${name}
      aria-invalid=${errors ? "true" : nothing}
      aria-describedby=${errors ? `${name}-errors` : nothing}
      .value=${visiting.said?.[name] ?? ""}
      @change=${(event: Event) => visiting.changed(name, (event.target as HTMLInputElement).value)}
    />
    ${faults(name, errors)}
  </div>`;
}

function faults(name: string, errors: string[] | undefined): Shown {
  if (!errors) return nothing;
  return html`<ul class="errorlist" id=${`${name}-errors`}>${errors.map((one) => html`<li>${one}</li>`)}</ul>`;
}
