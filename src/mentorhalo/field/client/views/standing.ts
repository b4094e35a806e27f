/** How things stand between phone and server: in one line above every screen, and what must be known in words below it. */
import { html, nothing } from "lit-html";
import type { Phone } from "../phone";
import type { Words } from "../words";
import { button, notice, type Shown } from "./parts";

export function status(phone: Phone, words: Words): string {
  const waiting = phone.items.filter((one) => one.state === "waiting").length;
  const refused = phone.items.length - waiting;
  const told = [
    isAway(phone) ? words.say("no_signal") : phone.sending ? words.say("is_sending") : "",
    waiting > 0 ? words.say("some_wait", { count: waiting }) : "",
    refused > 0 ? words.say("some_refused", { count: refused }) : "",
  ].filter(Boolean);
  if (waiting + refused === 0 && phone.account) told.push(words.say("all_sent"));
  return told.join(" · ");
}

export interface Renewal {
  waiting: boolean; // a new version lies ready
  take: () => void;
}

export function warnings(phone: Phone, words: Words, signIn: string, renewal: Renewal): Shown {
  const { room } = phone;
  const enter = html`<a class="ds-button" data-size="sm" href=${signIn}>${words.say("sign_in")}</a>`;
  const waits = phone.items.length > 0;
  return html`
    ${phone.isOutdated ? notice("warning", html`${words.say("outdated")} ${button(words.say("open_anew"), () => location.reload())}`) : nothing}
    ${renewal.waiting ? notice("info", html`${words.say("new_version")} ${button(words.say("take_it"), renewal.take)}`) : nothing}
    ${phone.ending === "sign_in" ? notice("warning", html`<p>${words.say(phone.account ? "sign_in_words" : "first_time")}</p>${enter}`) : nothing}
    ${phone.ending === "stranger" ? notice("warning", words.say("stranger")) : nothing}
    ${phone.ending === "unreachable" && navigator.onLine && waits ? notice("info", words.say("server_away")) : nothing}
    ${phone.unreadable > 0 ? notice("danger", words.say("unreadable", { count: phone.unreadable })) : nothing}
    ${room.almostFull ? notice("warning", words.say("almost_full", { left: words.size(Math.max(0, room.left)) })) : nothing}
    ${phone.clock.minutesOff() !== 0 ? notice("info", words.say("clock_off", { minutes: Math.abs(phone.clock.minutesOff()) })) : nothing}
  `;
}

function isAway(phone: Phone): boolean {
  return !navigator.onLine || phone.ending === "unreachable";
}
