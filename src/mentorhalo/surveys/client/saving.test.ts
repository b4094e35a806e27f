import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Saver } from "./saving";

interface Asked {
  address: string;
  body: Record<string, unknown> | string;
}

const ADDRESSES = { keep: "/keep", file: "/file", token: "t" };
let asked: Asked[] = [];
let answers: (() => Response | Promise<Response>)[] = [];
let xml = "<a/>";
let files: File[] = [];
let told: string[] = [];

const source = { draft: () => xml, xml: () => `ready ${xml}`, title: () => "", files: () => files };
const kept = (mark: string) => () => new Response(JSON.stringify({ mark }));
const refused = (status: number, reason: string) => () =>
  new Response(JSON.stringify({ reason }), { status });

function saver(known: string[] = []): Saver {
  return new Saver(ADDRESSES, "m0", source, ({ state }) => told.push(state), known);
}

beforeEach(() => {
  vi.useFakeTimers();
  [asked, answers, xml, files, told] = [[], [], "<a/>", [], []];
  vi.stubGlobal("fetch", async (address: string, { body }: { body: string | FormData }) => {
    asked.push({
      address,
      body: body instanceof FormData ? (body.get("file") as File).name : JSON.parse(body),
    });
    const answer = answers.shift();
    if (!answer) throw new TypeError("no network");
    return answer();
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("several changes are kept once, a little later, as they stand then", async () => {
  answers = [kept("m1")];
  const one = saver();
  one.changed();
  one.changed();
  xml = "<b/>";
  await vi.advanceTimersByTimeAsync(2000);

  expect(asked.map(({ body }) => body)).toEqual([{ xml: "<b/>", title: "", seen: "m0", is_ready: false }]);
  expect(told).toEqual(["keeping", "kept"]);
  expect(one.isKept).toBe(true);
});

test("what the form notes while it is read does not take back that it was looked through", async () => {
  answers = [kept("m1")];
  const noting = () => {
    one.changed();
    return "<end/>";
  };
  const one: Saver = new Saver(ADDRESSES, "m0", { ...source, xml: noting }, () => {});

  expect(await one.ready()).toBe(true);
  expect([one.isKept, await one.flush(), asked.length]).toEqual([true, true, 1]);
});

test("who asks while it is being kept waits for it", async () => {
  answers = [kept("m1")];
  const one = saver();
  one.changed();

  expect(await Promise.all([one.flush(), one.flush()])).toEqual([true, true]);
  expect(asked.length).toBe(1);
});

test("the next goes on from what the server has now", async () => {
  answers = [kept("m1"), kept("m2")];
  const one = saver();
  one.changed();
  await one.flush();
  one.changed();
  await one.flush();

  expect(asked.map(({ body }) => (body as Record<string, unknown>).seen)).toEqual(["m0", "m1"]);
});

test("without a connection it waits and tries again", async () => {
  const one = saver();
  one.changed();
  expect(await one.flush()).toBe(false);
  expect([one.state, one.isKept]).toEqual(["waiting", false]);

  answers = [kept("m1")];
  await vi.advanceTimersByTimeAsync(2000);
  expect([one.state, one.isKept]).toEqual(["kept", true]);
});

test("what was gone on with elsewhere is not overwritten, nor tried again", async () => {
  answers = [refused(409, "elsewhere")];
  const one = saver();
  one.changed();
  await one.flush();
  one.changed();
  await vi.advanceTimersByTimeAsync(60_000);

  expect([one.state, one.reason, asked.length]).toEqual(["elsewhere", "elsewhere", 1]);
});

test("files go before the answers that name them, each once", async () => {
  answers = [kept(""), kept("m1"), kept("m2")];
  files = [new File(["x"], "new.png"), new File(["y"], "old.png")];
  const one = saver(["old.png"]);
  one.changed();
  await one.flush();
  one.changed();
  await one.flush();

  expect(asked.map(({ address }) => address)).toEqual(["/file", "/keep", "/keep"]);
  expect(asked[0]?.body).toBe("new.png");
});

test("ready says so, with what will be sent, after all is kept", async () => {
  answers = [kept("m1"), kept("m2")];
  const one = saver();
  one.changed();

  expect(await one.ready()).toBe(true);
  expect(asked.map(({ body }) => body)).toEqual([
    { xml: "<a/>", title: "", seen: "m0", is_ready: false },
    { xml: "ready <a/>", title: "", seen: "m1", is_ready: true },
  ]);
});

test("a refused answer says why", async () => {
  answers = [refused(400, "damaged")];
  const one = saver();

  expect(await one.ready()).toBe(false);
  expect([one.state, one.reason]).toEqual(["refused", "damaged"]);
});

test("who was signed out is told, and nothing is lost", async () => {
  const page = new Response("<html>sign in</html>");
  Object.defineProperty(page, "redirected", { value: true });
  answers = [() => page];
  const one = saver();
  one.changed();

  expect(await one.flush()).toBe(false);
  expect([one.state, one.isKept]).toEqual(["out", false]);
});
