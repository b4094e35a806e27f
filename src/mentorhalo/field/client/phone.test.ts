import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NEW } from "./entry-form";
import { Phone } from "./phone";
import { synchronise } from "./sending";
import { ANNA, FakeServer, newPhone } from "./testing";
import { LEAVING, Vault } from "./vault";
import type { Draft } from "./written-form";

let phone: Phone;
let server: FakeServer;

beforeEach(async () => {
  newPhone();
  server = new FakeServer();
  await synchronise(await Vault.open(), server);
  phone = new Phone(server, () => {});
  await phone.open();
});

afterEach(() => {
  vi.useRealTimers();
});

const typed = (id: string): Draft => ({ id, values: { kind: "visit" }, place: "", files: [] });

const save = (draft: Draft) =>
  phone.outbox.save(draft.id, draft.values, "Visit", [], 1, phone.draftSaved(NEW, draft));

test("what is kept too late does not bring a saved draft back, to be saved over the entry", async () => {
  const draft = typed("a");
  await phone.keepDraft(NEW, draft);

  const early = phone.keepDraft(NEW, draft);
  const saved = save(draft);
  await Promise.all([early, saved, phone.keepDraft(NEW, draft)]);

  expect(await phone.draft(NEW)).toBeUndefined();
  expect((await phone.outbox.items()).map((one) => one.id)).toEqual(["a"]);
});

test("a draft that could not be saved is kept on", async () => {
  const draft = typed("a");
  phone.draftSaved(NEW, draft);
  phone.draftStands(draft);

  await phone.keepDraft(NEW, draft);

  expect(await phone.draft(NEW)).toEqual(draft);
  expect(phone.account).toBe(ANNA);
});

test("a signal that carries only a moment later is not left until the next minute", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const answers = server.state.bind(server);
  server.state = async () => ({ outcome: "unreachable" });
  await phone.synchronise();
  server.state = answers;
  const synchronise = vi.spyOn(phone, "synchronise");

  vi.advanceTimersByTime(1000);
  await synchronise.mock.results[0]?.value;

  expect(phone.ending).toBe("done");
});

test("while something is on its way after a time without a signal it is not said that there is none", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const answers = server.state.bind(server);
  server.state = async () => ({ outcome: "unreachable" });
  await phone.synchronise();
  server.state = answers;
  await save(typed("a"));
  const seen: string[] = [];
  const send = server.send.bind(server);
  server.send = async (...given) => {
    seen.push(`${phone.sending}: ${phone.ending}`);
    return send(...given);
  };

  await phone.synchronise();

  expect(seen).toEqual(["a: done"]);
});

test("who was at it and is gone since is not waited for until the next minute", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  let leave = (): void => {};
  const held = navigator.locks.request(
    "mentorhalo-field-sending",
    () => new Promise<void>((done) => (leave = done)),
  );
  await phone.synchronise();
  leave();
  await held;
  const synchronise = vi.spyOn(phone, "synchronise");

  vi.advanceTimersByTime(1000);
  await synchronise.mock.results[0]?.value;

  expect(phone.ending).toBe("done");
});

test("who signs out in the midst of a synchronisation is signed out soon, and nothing stays", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  let answer = (): void => {};
  const settlements = vi.spyOn(server, "settlements").mockReturnValue(
    new Promise((done) => {
      answer = () => done({ outcome: "fresh", data: [], tag: "1" });
    }),
  );
  const underWay = phone.synchronise();
  await vi.waitFor(() => expect(settlements).toHaveBeenCalled());

  await phone.leave();
  answer();
  await underWay;
  const synchronise = vi.spyOn(phone, "synchronise");
  vi.advanceTimersByTime(1000);
  await synchronise.mock.results[0]?.value;

  expect(phone.ending).toBe("sign_in");
  expect(server.signedIn).toBeUndefined();
  const vault = await Vault.open();
  expect([await vault.count(ANNA, "state"), await vault.current(), await vault.plain(LEAVING)]).toEqual([
    0,
    undefined,
    false,
  ]);
});

test("a look in the midst of which somebody leaves is not the last one", async () => {
  const { list } = Vault.prototype;
  const vault = await Vault.open();
  const looked = vi.spyOn(Vault.prototype, "list").mockImplementationOnce(async function (
    this: Vault,
    ...asked
  ) {
    await vault.leave(ANNA);
    return list.apply(this, asked) as Promise<never>;
  });

  await phone.queued();

  expect(looked).toHaveBeenCalled();
  expect(phone.account).toBe(ANNA);
  looked.mockRestore();
});
