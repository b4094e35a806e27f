import { beforeEach, expect, test } from "vitest";
import { askBeforeSigningOut, KEPT_HERE } from "./sign-out";
import { show } from "./testing";

let led: string[];

beforeEach(() => localStorage.clear());
askBeforeSigningOut((address) => led.push(address));

function submits(action: string): boolean {
  led = [];
  show(`<form method="post" action="${action}"><button>Go</button></form>`);
  const event = new SubmitEvent("submit", { bubbles: true, cancelable: true });
  return document.querySelector("form")?.dispatchEvent(event) ?? false;
}

test("signing out goes by way of what is kept here", () => {
  localStorage.setItem(KEPT_HERE, "/field/#leave");

  expect(submits("/en/account/logout/")).toBe(false);
  expect(led).toEqual(["/field/#leave"]);
});

test("with nothing kept, and in every other form, nothing is in the way", () => {
  expect(submits("/account/logout/")).toBe(true);
  localStorage.setItem(KEPT_HERE, "/field/#leave");
  expect(submits("/mentoring/log/")).toBe(true);
  expect(led).toEqual([]);
});
