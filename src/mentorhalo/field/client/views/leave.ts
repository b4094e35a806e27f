/** Signing out of this phone: what is lost is said before. */
import { html } from "lit-html";
import type { Phone } from "../phone";
import type { Words } from "../words";
import { notice, type Shown } from "./parts";

export function leave(phone: Phone, words: Words, go: () => void): Shown {
  const count = phone.items.length + phone.unreadable;
  const loses = count > 0;
  return html`
    ${loses ? notice("danger", words.say("leaving_waits", { count })) : html``}
    <p>${words.say("leaving")}</p>
    <p class="mh-actions">
      <a class="ds-button" href=${loses ? "#outbox" : "#week"}>${words.say("stay")}</a>
      <button class="ds-button" type="button" data-variant="secondary" data-color="danger" @click=${go}>
        ${words.say(loses ? "leave_lose" : "leave")}
      </button>
    </p>
  `;
}
