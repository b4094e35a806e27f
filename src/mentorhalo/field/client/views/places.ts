/** My places: communities, settlements, institutions and consortia, and the last contacts of each. */
import { html, nothing } from "lit-html";
import type { Phone } from "../phone";
import type { Place, PlaceKind } from "../state";
import type { Words } from "../words";
import { button, contacts, empty, type Shown, section } from "./parts";

const KINDS: PlaceKind[] = ["communities", "settlements", "organisations", "consortia"];

export function places(phone: Phone, words: Words, sought: string, seek: (words: string) => void): Shown {
  const known = phone.state?.places;
  if (!known) return nothing;
  if (KINDS.every((kind) => known[kind].length === 0)) return empty(words.say("no_places"));
  const shown = KINDS.map((kind) => [kind, known[kind].filter((one) => matches(one, sought))] as const);
  return html`
    <div class="mh-field">
      <label class="ds-label" for="seek">${words.say("find")}</label>
      <input
        class="ds-input"
        type="search"
        id="seek"
        autocomplete="off"
        .value=${sought}
        @input=${(event: InputEvent) => seek((event.target as HTMLInputElement).value)}
      />
    </div>
    ${shown.every(([, found]) => found.length === 0) ? html`<p role="status">${words.say("nothing_found")}</p>` : nothing}
    ${shown.map(([kind, found]) =>
      found.length > 0
        ? section(kind, words.say(kind), html`<ul class="mh-way">${found.map((one) => way(kind, one))}</ul>`)
        : nothing,
    )}
  `;
}

export function place(phone: Phone, words: Words, kind: PlaceKind, id: string): Shown {
  const found = phone.state?.places?.[kind]?.find((one) => one.id === id);
  if (!found) return html`${empty(words.say("gone"))} ${button(words.say("back"), () => history.back())}`;
  const log = kind === "communities" ? `#log?engagement=${found.id}` : "#log";
  return html`
    <p>${[found.place, found.state].filter(Boolean).join(" · ")}</p>
    ${found.promised ? html`<p>${words.say("promised", { days: found.promised })}</p>` : nothing}
    <p class="mh-actions">
      ${kind === "communities" ? html`<a class="ds-button" href=${log}>${words.say("log_here")}</a>` : nothing}
      ${
        phone.state?.practice && kind !== "consortia"
          ? html`<a class="ds-button" data-variant="secondary" href=${collectAt(kind, found)}
              >${words.say("collect_practice")}</a
            >`
          : nothing
      }
      ${found.href ? html`<a class="ds-link" href=${found.href}>${words.say("whole_page")}</a>` : nothing}
    </p>
    ${found.goals ? section("goals", words.say("goals"), html`<p class="mh-prose">${found.goals}</p>`) : nothing}
    ${section("contacts", words.say("contacts"), contacts(found.contacts, words))}
  `;
}

function collectAt(kind: PlaceKind, found: Place): string {
  if (kind === "organisations") return `#practice?organisation=${found.id}`;
  return `#practice?settlement=${kind === "settlements" ? found.id : (found.settlement ?? "")}`;
}

export function nameOfPlace(phone: Phone, kind: PlaceKind, id: string): string | undefined {
  return phone.state?.places?.[kind]?.find((one) => one.id === id)?.name;
}

function way(kind: PlaceKind, one: Place): Shown {
  return html`<li>
    <a href=${`#place/${kind}/${one.id}`}>${one.name}${one.place ? html` <span class="mh-note">${one.place}</span>` : nothing}</a>
  </li>`;
}

function matches(one: Place, sought: string): boolean {
  const typed = fold(sought);
  return typed === "" || fold(`${one.name} ${one.place ?? ""}`).includes(typed);
}

function fold(text: string): string {
  return text.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}
