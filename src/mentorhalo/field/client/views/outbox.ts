/** The outbox: every item with its honest state, and what can be done about it. */
import { html, nothing } from "lit-html";
import type { Item } from "../outbox";
import type { Phone } from "../phone";
import type { Words } from "../words";
import { button, empty, type Shown, section } from "./parts";

const TONES = { waiting: "info", sending: "info", refused: "danger" } as const;

export function outbox(phone: Phone, words: Words, doomed: string, doom: (id: string) => void): Shown {
  const zone = phone.state?.zone ?? "UTC";
  const refused = phone.items.filter((one) => one.state === "refused");
  const waiting = phone.items.filter((one) => one.state === "waiting");
  const list = (items: Item[]) =>
    html`<ul class="mh-items">${items.map((one) => item(phone, words, one, doomed, doom))}</ul>`;
  return html`
    ${phone.items.length === 0 ? empty(words.say("empty"), words.say("empty_help")) : nothing}
    ${phone.items.length > 0 && !phone.room.lasting ? html`<p class="mh-note">${words.say("not_lasting")}</p>` : nothing}
    ${refused.length > 0 ? section("refused", words.say("to_mend"), list(refused)) : nothing}
    ${waiting.length > 0 ? section("waiting", words.say("to_send"), list(waiting)) : nothing}
    ${
      phone.receipts.length > 0
        ? section(
            "arrived",
            words.say("arrived"),
            html`<ul class="mh-items">
              ${phone.receipts.map(
                (one) =>
                  html`<li>
                    <span>${one.title}</span>
                    <span class="ds-tag mh-badge" data-color="success">${words.say("sent")}</span>
                    <span class="mh-note">${words.moment(one.at, zone)}</span>
                  </li>`,
              )}
            </ul>`,
          )
        : nothing
    }
  `;
}

function item(phone: Phone, words: Words, one: Item, doomed: string, doom: (id: string) => void): Shown {
  const state = phone.sending === one.id ? "sending" : one.state;
  const reasons = [one.message, ...Object.values(one.errors).flat()].filter(Boolean);
  return html`<li id=${`item-${one.id}`}>
    <span>${one.title}</span>
    <span class="ds-tag mh-badge" data-color=${TONES[state]}>${words.say(state)}</span>
    <span class="mh-note">
      ${one.kind === "photo" ? about(phone, words, one) : words.moment(one.made, phone.state?.zone ?? "UTC")}
    </span>
    ${reasons.length > 0 ? html`<ul class="errorlist">${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>` : nothing}
    ${doomed === one.id ? sure(phone, words, one, doom) : deedsOf(phone, words, one, doom)}
  </li>`;
}

function about(phone: Phone, words: Words, one: Item & { kind: "photo" }): string {
  const kind = phone.state?.file_kinds.find(([code]) => code === one.file.what)?.[1] ?? "";
  const what = one.of === "practice" ? one.file.about?.alt || words.say("photo") : kind;
  const told = words.say("file_of", { what, name: one.file.name, size: words.size(one.file.size) });
  const entry = phone.items.some((each) => each.id === one.entry);
  return entry
    ? `${told}. ${words.say(one.of === "practice" ? "waits_for_practice" : "waits_for_entry")}`
    : told;
}

function deedsOf(phone: Phone, words: Words, one: Item, doom: (id: string) => void): Shown {
  if (phone.sending === one.id) return nothing;
  const again = async () => {
    await phone.outbox.again(one.id);
    await phone.queued();
  };
  const place = mendedAt(one);
  return html`<div class="mh-actions">
    ${
      place
        ? html`<a class="ds-button" data-variant="secondary" href=${place}
            >${words.say(one.state === "refused" ? "mend_it" : "change")}<span class="mh-sr"> – ${one.title}</span></a
          >`
        : nothing
    }
    ${one.state === "refused" && one.kind !== "entry" && one.kind !== "practice" ? button(words.say("try_again"), () => void again()) : nothing}
    ${button(words.say("discard"), () => doom(one.id), "tertiary", "danger")}
  </div>`;
}

/** Where it can be changed, or "": an entry or a practice always; the others have no second version, so not when they may have arrived. */
export function mendedAt(one: Item): string {
  if (one.kind === "entry") return `#mend/${one.id}`;
  if (one.kind === "practice") return `#practice/${one.id}`;
  if (one.kind === "photo" || (one.state === "waiting" && one.tries > 0)) return "";
  return one.kind === "questionnaire" ? `#fill/${one.id}` : `#visit/${one.id}`;
}

/** Asked in place, not in a window over it. */
function sure(phone: Phone, words: Words, one: Item, doom: (id: string) => void): Shown {
  const discard = async () => {
    await phone.outbox.discard(one.id);
    doom("");
    await phone.queued();
  };
  return html`<div class="mh-sure" role="group" aria-label=${words.say("discard")}>
    <p>${words.say("discard_sure", { title: one.title })}</p>
    <div class="mh-actions">
      ${button(words.say("discard"), () => void discard(), "primary", "danger")}
      ${button(words.say("keep_it"), () => doom(""))}
    </div>
  </div>`;
}
