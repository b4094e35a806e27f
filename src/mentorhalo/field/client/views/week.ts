/** My week: what waits for the mentor, as it was at the last synchronisation, and what the phone added since. */
import { html, nothing } from "lit-html";
import { NEW, RETURNED } from "../entry-form";
import type { Phone } from "../phone";
import { PRACTICE } from "../practice-form";
import type { EntryLine, Silent } from "../state";
import type { Words } from "../words";
import { type Deed, deeds, notice, type Shown, section } from "./parts";

export function week(phone: Phone, words: Words): Shown {
  const { state } = phone;
  const told = state?.week;
  if (!state || !told) return nothing;
  const planned = told.appointments.filter((one) => !one.done);
  const agenda: Deed[] = planned.map((one) => ({
    words: [one.title, one.with, one.place].filter(Boolean).join(", "),
    note: words.moment(one.at, state.zone),
    deed: words.say("log_it"),
    href: isLogged(phone, "appointment", one.id) ? undefined : `#log?appointment=${one.id}`,
  }));
  return html`
    ${
      phone.drafts.includes(NEW)
        ? notice(
            "info",
            html`${words.say("begun_here")} <a class="ds-link" href="#log">${words.say("go_on")}</a>`,
          )
        : nothing
    }
    ${
      phone.drafts.includes(PRACTICE)
        ? notice(
            "info",
            html`${words.say("practice_begun")} <a class="ds-link" href="#practice">${words.say("go_on")}</a>`,
          )
        : nothing
    }
    ${told.returned.length > 0 ? section("returned", words.say("returned"), deeds(told.returned.map((one) => returned(phone, one, words)))) : nothing}
    ${section(
      "agenda",
      words.say("agenda"),
      agenda.length > 0 ? deeds(agenda) : html`<p>${words.say("nothing_planned")}</p>`,
    )}
    ${section(
      "silent",
      words.say("silent"),
      told.silent.length > 0
        ? deeds(told.silent.map((one) => silent(phone, one, words)))
        : html`<p>${words.say("nobody_silent")}</p>`,
    )}
    ${
      told.unproven.length > 0
        ? section(
            "unproven",
            words.say("unproven"),
            deeds(told.unproven.map((one) => unproven(phone, one, words))),
          )
        : nothing
    }
    ${
      told.drafts.length > 0
        ? section(
            "drafts",
            words.say("drafts"),
            deeds(
              told.drafts.map((one) => ({
                ...line(one, words),
                deed: words.say("finish_online"),
                href: one.edit,
              })),
            ),
          )
        : nothing
    }
    ${
      state.practice
        ? section(
            "practices",
            words.say("practices"),
            html`<p class="mh-prose">${words.say("practices_words")}</p>
              <p class="mh-actions">
                <a class="ds-button" data-variant="secondary" href="#practice">${words.say("collect_practice")}</a>
              </p>`,
          )
        : nothing
    }
    ${told.waiting.length > 0 ? section("elsewhere", words.say("waiting_elsewhere"), deeds(told.waiting)) : nothing}
  `;
}

function silent(phone: Phone, one: Silent, words: Words): Deed {
  const isHere = isLogged(phone, "engagement", one.engagement);
  return {
    words: words.say("silent_line", {
      name: one.name,
      place: one.place,
      days: one.days,
      promised: one.promised,
    }),
    note: isHere ? words.say("waits_here") : "",
    deed: words.say("log_contact"),
    href: `#log?engagement=${one.engagement}`,
    urgent: one.urgent && !isHere,
  };
}

function unproven(phone: Phone, one: EntryLine, words: Words): Deed {
  const isHere = phone.items.some((item) => item.kind === "photo" && item.entry === one.id);
  return {
    ...line(one, words),
    note: isHere ? words.say("sheet_in_outbox") : "",
    deed: words.say("add_sheet"),
    href: `#attach/${one.id}`,
  };
}

/** What came back, with the reason; what is more than the phone can show is mended on the website. */
function returned(phone: Phone, one: EntryLine, words: Words): Deed {
  const isHere = phone.items.some((item) => item.kind === "entry" && item.id === one.id);
  return {
    ...line(one, words),
    note: isHere ? words.say("mended_waits") : one.reason,
    deed: words.say(isHere ? "change" : one.values ? "mend" : "mend_online"),
    href: isHere ? `#mend/${one.id}` : one.values ? `#${RETURNED}/${one.id}` : one.edit,
    urgent: !isHere,
  };
}

export function line(one: EntryLine, words: Words): Deed {
  return { words: [words.day(one.day), one.kind, one.whom].filter(Boolean).join(", ") };
}

/** An entry about it waits in the outbox. */
function isLogged(phone: Phone, name: string, id: string): boolean {
  return phone.items.some((item) => item.kind === "entry" && item.values[name] === id);
}
