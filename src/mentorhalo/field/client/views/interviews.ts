/** Interviews: whom to visit, which questionnaires there are, which are begun; and the questionnaire itself. */
import { html, nothing } from "lit-html";
import { draftName, type Filling, titleOf } from "../filling";
import type { Phone } from "../phone";
import type { Unit } from "../state";
import type { Words } from "../words";
import { mendedAt } from "./outbox";
import { button, type Deed, deeds, empty, notice, type Shown, section } from "./parts";

/** A mentor's week is long, and interviews stand below it: the way there from its top. */
export function waysToInterviews(phone: Phone, words: Words): Shown {
  const told = phone.state?.interviews;
  if (!told || !phone.state?.week) return nothing;
  return html`<p class="mh-actions">
    <a class="ds-button" data-variant="secondary" href="#units">${words.say("units")} (${told.units.length})</a>
    ${
      told.forms.some((one) => one.open !== false)
        ? html`<a class="ds-button" data-variant="secondary" href="#forms">${words.say("forms")}</a>`
        : nothing
    }
  </p>`;
}

export function interviews(phone: Phone, words: Words): Shown {
  const told = phone.state?.interviews;
  if (!told) return nothing;
  const units = told.units.map((one): Deed => unitLine(phone, words, one));
  const open = told.forms
    .filter((one) => one.open !== false)
    .map(
      (one): Deed => ({
        words: one.title,
        note: one.study,
        deed: words.say("begin"),
        href: `#begin/${one.id}`,
      }),
    );
  return html`
    ${section("units", words.say("units"), units.length > 0 ? deeds(units) : html`<p>${words.say("no_units")}</p>`)}
    ${open.length > 0 ? section("forms", words.say("forms"), deeds(open)) : nothing}
  `;
}

/** What was begun here and is not in the outbox yet. */
export function begunHere(phone: Phone, words: Words): Shown {
  const ids = phone.drafts.filter(
    (one) => phone.titles[one] !== undefined && !phone.returned(one.slice(draftName("").length)),
  );
  if (ids.length === 0) return nothing;
  const lines = ids.map(
    (one): Deed => ({
      words: phone.titles[one] || words.say("questionnaire"),
      deed: words.say("go_on"),
      href: `#${one}`,
    }),
  );
  return section("begun", words.say("begun_questionnaires"), deeds(lines));
}

/** What came back to be corrected, with the reason. */
export function cameBack(phone: Phone, words: Words): Shown {
  const told = phone.state?.interviews?.returned ?? [];
  if (told.length === 0) return nothing;
  const lines = told.map((one): Deed => {
    const item = phone.items.find((each) => each.id === one.id);
    const isHere = item !== undefined;
    const deed = isHere ? "change" : phone.drafts.includes(draftName(one.id)) ? "go_on" : "correct";
    return {
      words: titleOf(one),
      note: isHere ? words.say("corrected_waits") : one.why,
      deed: words.say(one.form ? deed : "correct_online"),
      href: item && !mendedAt(item) ? "" : one.form ? `#correct/${one.id}` : one.href,
      urgent: !isHere,
    };
  });
  return section("came-back", words.say("came_back"), deeds(lines));
}

export function unit(phone: Phone, words: Words, id: string): Shown {
  const found = phone.state?.interviews?.units.find((one) => one.id === id);
  if (!found) return empty(words.say("gone"));
  const forms = phone.state?.interviews?.forms.filter((one) => found.forms.includes(one.id)) ?? [];
  const lines = forms.map(
    (one): Deed => ({
      words: one.title,
      note: one.study,
      deed: words.say("begin"),
      href: `#begin/${one.id}/${found.id}`,
    }),
  );
  return html`
    <p class="mh-prose">${[found.place, found.address].filter(Boolean).join(", ")}</p>
    ${found.name || found.contact ? html`<p>${[found.name, found.contact].filter(Boolean).join(", ")}</p>` : nothing}
    ${found.due ? html`<p>${words.say("due", { day: words.day(found.due) })}</p>` : nothing}
    ${standing(phone, words, found).map((one) => html`<p class="mh-note">${one}</p>`)}
    ${found.full?.length ? notice("warning", words.say("part_full", { parts: found.full.map(fullPart).join(", ") })) : nothing}
    <div class="mh-actions">
      <a class="ds-button" href=${`#visit/${found.id}`}>${words.say("attempt")}</a>
    </div>
    ${section("forms", words.say("forms"), deeds(lines))}
    ${section("visits", words.say("attempts"), visits(phone, words, found))}
  `;
}

function fullPart([name, came, target]: [string, number, number]): string {
  return `${name} (${came} / ${target})`;
}

export function fill(filling: Filling, words: Words): Shown {
  if (filling.standing === "done_elsewhere")
    return html`${notice("info", words.say("corrected_elsewhere"))}
      <div class="mh-actions">${button(words.say("discard"), () => void filling.discard(), "tertiary", "danger")}</div>`;
  if (filling.standing === "failed" && !filling.draft) return empty(words.say("gone"));
  const problems = filling.problems.length;
  return html`
    ${filling.told ? notice("danger", filling.told) : nothing}
    ${filling.draft?.isAnew ? notice("info", words.say("corrects_anew")) : nothing}
    ${filling.why ? notice("warning", words.say("returned_because", { reason: filling.why })) : nothing}
    ${filling.standing === "failed" ? notice("danger", words.say("form_failed")) : nothing}
    ${filling.standing === "opening" ? html`<p role="status">${words.say("form_opens")}</p>` : nothing}
    ${
      problems > 0
        ? html`<div class="ds-alert mh-errors" data-color="danger" role="alert">
            <div class="ds-paragraph">
              ${words.say("form_problems", { count: problems })}
              ${button(words.say("first_problem"), filling.goToFirstProblem)}
            </div>
          </div>`
        : nothing
    }
    ${filling.standing === "open" && filling.languages.length > 1 ? languages(filling, words) : nothing}
    ${filling.holder}
    ${
      filling.standing === "open"
        ? html`<div class="mh-submit">
            <button class="ds-button" type="button" aria-busy=${filling.working ? "true" : nothing} @click=${filling.save}>
              ${words.say("save")}
            </button>
            <p class="mh-note">${words.say("form_kept")}</p>
          </div>`
        : nothing
    }
  `;
}

/** Who is asked may speak another language than who asks. */
function languages(filling: Filling, words: Words): Shown {
  const speak = ({ target }: Event) => filling.speak((target as HTMLSelectElement).value);
  return html`<div class="mh-q-bar">
    <label class="mh-q-part">
      <span>${words.say("form_language")}</span>
      <select class="ds-input" @change=${speak}>
        ${filling.languages.map(
          ({ code, name }) =>
            html`<option value=${code} ?selected=${code === filling.language}>${name}</option>`,
        )}
      </select>
    </label>
  </div>`;
}

function visits(phone: Phone, words: Words, one: Unit): Shown {
  if (one.visits.length === 0) return html`<p class="mh-note">${words.say("no_attempts")}</p>`;
  const zone = phone.state?.zone ?? "UTC";
  return html`<ol class="mh-timeline">
    ${one.visits.map(
      (visit) =>
        html`<li>
          <span class="mh-timeline-at">${words.moment(visit.at, zone)}</span>
          <span class="mh-timeline-title"
            >${visit.words}${visit.appointment ? ` ${words.say("agreed_for", { moment: words.moment(visit.appointment, zone) })}` : ""}</span
          >
        </li>`,
    )}
  </ol>`;
}

function unitLine(phone: Phone, words: Words, one: Unit): Deed {
  return {
    words: [one.code, one.place, one.address].filter(Boolean).join(", "),
    note: [one.due ? words.say("due", { day: words.day(one.due) }) : "", ...standing(phone, words, one)]
      .filter(Boolean)
      .join(" "),
    deed: words.say("visit"),
    href: `#unit/${one.id}`,
  };
}

/** What of a unit is in the outbox. */
function standing(phone: Phone, words: Words, one: Unit): string[] {
  const has = (kind: "questionnaire" | "attempt") =>
    phone.items.some((item) => item.kind === kind && item.unit === one.id);
  return [
    has("questionnaire") ? words.say("questionnaire_waits") : "",
    has("attempt") ? words.say("attempt_waits") : "",
  ].filter(Boolean);
}
