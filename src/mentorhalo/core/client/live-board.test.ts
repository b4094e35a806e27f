import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "./live-board";

const CARDS = '<div data-mh-cards data-mh-revision="2"><p>Somebody else’s</p></div>';
const BOARD = `
  <mh-live-board data-mh-key="k" data-mh-state="/state/" data-mh-lost="Lost." data-mh-closed="Closed." data-mh-sending="sending">
    <p data-mh-status></p>
    <form action="/put/" data-mh-send="put">
      <input type="hidden" name="quadrant" value="strength">
      <input type="text" name="text" id="text-strength">
    </form>
    <ul data-mh-pending="strength" hidden></ul>
    <div data-mh-cards data-mh-revision="1"></div>
  </mh-live-board>`;

type Asked = { url: string; body: URLSearchParams | undefined };

let asked: Asked[];
let answer: (url: string) => Response;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sessionStorage.clear();
  asked = [];
  answer = (url) => (url === "/put/" ? new Response(CARDS) : new Response(null, { status: 204 }));
  vi.stubGlobal("fetch", async (url: string, options?: RequestInit) => {
    const path = new URL(url, "http://board.test").pathname;
    asked.push({ url: path, body: options?.body as URLSearchParams | undefined });
    return answer(path);
  });
  document.body.innerHTML = BOARD;
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const field = () => document.querySelector("#text-strength") as HTMLInputElement;
const said = () => document.querySelector("[data-mh-status]")?.textContent;
const pending = () => document.querySelector("[data-mh-pending]")?.textContent;
const puts = () => asked.filter((one) => one.url === "/put/");

async function put(words: string): Promise<void> {
  field().value = words;
  document.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await vi.advanceTimersByTimeAsync(1);
}

test("a card is sent at once, and what others did is shown", async () => {
  await put("Singers");

  expect(puts().map((one) => one.body?.get("text"))).toEqual(["Singers"]);
  expect(document.querySelector("[data-mh-cards]")?.textContent).toBe("Somebody else’s");
  expect([field().value, pending()]).toEqual(["", ""]);
});

test("what could not be sent is shown as waiting, and goes with the id it was born with", async () => {
  answer = () => {
    throw new TypeError("no network");
  };
  await put("Singers");
  expect([said(), pending()]).toEqual(["Lost.", "Singers (sending)"]);

  answer = (url) => (url === "/put/" ? new Response(CARDS) : new Response(null, { status: 204 }));
  await vi.advanceTimersByTimeAsync(1000);

  expect(new Set(puts().map((one) => one.body?.get("id"))).size).toBe(1);
  expect([said(), pending()]).toEqual(["", ""]);
});

test("what is refused stands in its field again, and the reason stays", async () => {
  answer = (url) =>
    url === "/put/" ? new Response("Too long.", { status: 400 }) : new Response(null, { status: 204 });

  await put("Singers");
  await vi.advanceTimersByTimeAsync(3000);

  expect([field().value, said()]).toEqual(["Singers", "Too long."]);
});

test("words that were begun meanwhile are not overwritten by what is refused", async () => {
  answer = (url) => {
    if (url === "/put/") field().value = "Dancers";
    return url === "/put/" ? new Response("Too long.", { status: 400 }) : new Response(null, { status: 204 });
  };

  await put("Singers");

  expect([field().value, said()]).toEqual(["Dancers", "Too long. “Singers”"]);
});
