/** Parts that several screens are made of. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Contact } from "../state";
import type { Words } from "../words";

export type Shown = TemplateResult | typeof nothing;

export interface Deed {
  words: string;
  note?: string;
  deed?: string;
  href?: string;
  urgent?: boolean;
}

/** Lines with what to do beside each; the deed says to whom it is done for those who hear it alone. */
export function deeds(lines: Deed[]): Shown {
  return html`<ul class="mh-deeds">
    ${lines.map(
      (one) =>
        html`<li ?data-mh-urgent=${one.urgent}>
          <span>${one.words}${one.note ? html`<span class="mh-note mh-deeds-at">${one.note}</span>` : nothing}</span>
          ${
            one.href
              ? html`<a class="ds-button" data-variant="secondary" href=${one.href}
                  >${one.deed}<span class="mh-sr"> – ${one.words}</span></a
                >`
              : nothing
          }
        </li>`,
    )}
  </ul>`;
}

export function section(id: string, title: string, content: Shown): Shown {
  return html`<section class="mh-stack" aria-labelledby=${id}>
    <h2 class="ds-heading" data-size="sm" id=${id} tabindex="-1">${title}</h2>
    ${content}
  </section>`;
}

export function notice(tone: "info" | "warning" | "danger", content: Shown | string): Shown {
  return html`<div class="ds-alert" data-color=${tone}><div class="ds-paragraph">${content}</div></div>`;
}

export function empty(title: string, help: Shown | string = nothing): Shown {
  return html`<div class="mh-empty">
    <p class="mh-empty-title">${title}</p>
    ${help === nothing ? nothing : html`<div class="mh-empty-text">${help}</div>`}
  </div>`;
}

export function button(text: string, clicked: () => void, variant = "secondary", tone = ""): Shown {
  return html`<button
    class="ds-button"
    type="button"
    data-variant=${variant}
    data-color=${tone || nothing}
    @click=${clicked}
  >
    ${text}
  </button>`;
}

export function contacts(found: Contact[], words: Words): Shown {
  if (found.length === 0) return html`<p class="mh-note">${words.say("no_contacts")}</p>`;
  return html`<ol class="mh-timeline">
    ${found.map(
      (one) =>
        html`<li>
          <span class="mh-timeline-at">${words.day(one.day)}</span>
          <span class="mh-timeline-title">${one.kind}, ${one.channel}</span>
          ${one.words ? html`<div>${one.words}</div>` : nothing}
          ${one.next ? html`<div class="mh-note">${words.say("next_step", { words: one.next })}</div>` : nothing}
        </li>`,
    )}
  </ol>`;
}
