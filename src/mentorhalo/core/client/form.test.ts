import { beforeEach, expect, test } from "vitest";
import { forgetArrived } from "./draft";
import "./form";
import { show } from "./testing";

const page = (inner = "") => `
  <div id="messages"></div>
  <mh-form data-mh-draft="visit" data-mh-restored="Put back" data-mh-discard="Throw away" data-mh-sending="Sending">
    <form method="post">${inner}
      <input name="place" class="ds-input" value=""><input type="checkbox" name="theme" value="plan">
      <select name="kind"><option value="1">1</option><option value="2">2</option></select>
      <input type="password" name="secret" value="">
      <div class="mh-submit"><button type="submit">Save</button></div>
    </form>
  </mh-form>`;

const field = <T extends HTMLElement>(name: string) => document.querySelector<T>(`[name=${name}]`) as T;

function type(name: string, value: string): void {
  field<HTMLInputElement>(name).value = value;
  field(name).dispatchEvent(new Event("input", { bubbles: true }));
}

function submit(): boolean {
  const event = new SubmitEvent("submit", { bubbles: true, cancelable: true });
  return document.querySelector("form")?.dispatchEvent(event) ?? false;
}

beforeEach(() => {
  sessionStorage.clear();
  show(page());
});

test("what was typed comes back with a notice, passwords never", () => {
  type("place", "Őrimagyarósd");
  type("secret", "titok");
  field<HTMLInputElement>("theme").checked = true;
  field<HTMLSelectElement>("kind").value = "2";
  field("kind").dispatchEvent(new Event("change", { bubbles: true }));

  show(page());

  expect(field<HTMLInputElement>("place").value).toBe("Őrimagyarósd");
  expect(field<HTMLInputElement>("theme").checked).toBe(true);
  expect(field<HTMLSelectElement>("kind").value).toBe("2");
  expect(field<HTMLInputElement>("secret").value).toBe("");
  expect(document.querySelector(".mh-draft-notice")?.textContent).toBe("Put backThrow away");
});

test("a restored draft can be thrown away", () => {
  type("place", "Kömlő");
  show(page());

  document.querySelector<HTMLButtonElement>(".mh-draft-notice button")?.click();

  expect(sessionStorage.length).toBe(0);
  expect(document.querySelector(".mh-draft-notice")).toBeNull();
});

test("a refused form is left as the server sent it back", () => {
  type("place", "Kömlő");
  submit();
  show(page('<div role="alert">Please mend</div>'));

  expect(field<HTMLInputElement>("place").value).toBe("");
  expect(document.querySelector(".mh-draft-notice")).toBeNull();
});

test("a draft that arrived is forgotten on the next page", () => {
  type("place", "Kömlő");
  submit();
  show("<p>Thank you</p>");
  forgetArrived();

  expect(sessionStorage.length).toBe(0);
});

test("a draft that was not sent yet outlives other pages", () => {
  type("place", "Kömlő");
  show("<p>Another page</p>");
  forgetArrived();

  expect(sessionStorage.length).toBe(1);
});

test("a second sending is held back until the page shows again", () => {
  expect(submit()).toBe(true);
  expect(submit()).toBe(false);
  expect(document.querySelector(".mh-sending")?.textContent).toBe("Sending");

  window.dispatchEvent(new Event("pageshow"));

  expect(document.querySelector(".mh-sending")).toBeNull();
  expect(submit()).toBe(true);
});
