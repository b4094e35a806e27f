import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "./suggest";
import { show } from "./testing";

const places = [
  { value: "27094", label: "Komló", note: "Baranya" },
  { value: "10357", label: "Kömlő", note: "Heves" },
];
const asked: string[] = [];

const box = () => document.querySelector("input[name=place]") as HTMLInputElement;
const chosen = () => document.querySelector("input[name=place_value]") as HTMLInputElement;
const list = () => document.querySelector("[role=listbox]") as HTMLElement;

async function type(words: string): Promise<void> {
  box().value = words;
  box().dispatchEvent(new Event("input", { bubbles: true }));
  await vi.advanceTimersByTimeAsync(200);
}

function press(key: string): void {
  box().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  vi.stubGlobal("fetch", async (url: URL) => {
    asked.push(url.searchParams.get("q") ?? "");
    return new Response(JSON.stringify({ results: places }));
  });
  show(
    `<mh-suggest data-mh-url="/places/" data-mh-found="found" data-mh-none="none"><input name="place"><input type="hidden" name="place_value" value="17376"></mh-suggest>`,
  );
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("typing asks once after a pause and lists what was found", async () => {
  box().value = "k";
  box().dispatchEvent(new Event("input"));
  await type("kö");

  expect(asked).toEqual(["kö"]);
  expect(box().getAttribute("aria-expanded")).toBe("true");
  expect([...list().children].map((item) => item.textContent)).toEqual(["KomlóBaranya", "KömlőHeves"]);
  expect(document.querySelector("[role=status]")?.textContent).toBe("2 found");
});

test("typing anew takes the earlier choice away", async () => {
  await type("kö");

  expect(chosen().value).toBe("");
});

test("arrow keys and enter choose", async () => {
  await type("kö");
  press("ArrowDown");
  press("ArrowDown");
  press("Enter");

  expect(box().value).toBe("Kömlő");
  expect(chosen().value).toBe("10357");
  expect(list().hidden).toBe(true);
});

test("escape closes and keeps the words", async () => {
  await type("kö");
  press("Escape");

  expect(box().value).toBe("kö");
  expect(list().hidden).toBe(true);
});

test("a click chooses", async () => {
  await type("ko");
  (list().children[0] as HTMLElement).click();

  expect(chosen().value).toBe("27094");
});

test("an answer that comes when the field was left opens nothing over the next one", async () => {
  let answer = (): void => {};
  vi.stubGlobal("fetch", () => {
    return new Promise((done) => {
      answer = () => done(new Response(JSON.stringify({ results: places })));
    });
  });
  await type("kö");
  box().dispatchEvent(new Event("blur"));
  answer();
  await vi.advanceTimersByTimeAsync(0);

  expect(list().hidden).toBe(true);
  expect(box().getAttribute("aria-expanded")).toBe("false");
});
