import { beforeEach, expect, test, vi } from "vitest";
import type { About, FileInfo } from "./outbox";
import { Phone } from "./phone";
import { PRACTICE, PracticeForm } from "./practice-form";
import { synchronise } from "./sending";
import { Server } from "./server";
import { ANNA, FakeServer, newPhone, stateOf, words } from "./testing";
import { Vault } from "./vault";
import { Writing } from "./writing";

const TODAY = "2026-11-28";
const ABOUT: About = { alt: "Grandmothers", credit: "", rights: "own", people: "agreed" };

let phone: Phone;
let server: FakeServer;
let writing: Writing;

beforeEach(async () => {
  newPhone();
  server = new FakeServer();
  await synchronise(await Vault.open(), server);
  phone = new Phone(server, () => {});
  await phone.open();
  writing = new Writing(
    phone,
    words,
    () => {},
    async () => {},
  );
});

const photo = (id: string): FileInfo => ({
  id,
  name: `${id}.jpg`,
  type: "image/jpeg",
  size: 3,
  sha256: "0",
  what: "",
  about: ABOUT,
});

function begun(): PracticeForm {
  return PracticeForm.begun(stateOf(ANNA), [["1", "Komló", "Baranya"]], {});
}

test("title, field and place are all that is needed", () => {
  const form = begun();

  expect(form.check(words, TODAY)).toBe(false);
  expect(Object.keys(form.errors)).toEqual(["title", "field", "institution_name", "settlement"]);

  for (const [name, said] of [
    ["title", "Tales"],
    ["field", "library"],
    ["institution_name", "Library"],
  ] as const)
    form.answer(name, said);
  form.draft.place = "komló";
  expect(form.check(words, TODAY)).toBe(true);
  expect(form.title()).toBe("Tales, Komló");
});

test("too many words are told, not cut off", () => {
  const form = begun();
  form.answer("steps", "á".repeat(21));

  form.check(words, TODAY);

  expect(form.errors.steps).toEqual(["21 of 20"]);
  expect(form.text("steps")).toHaveLength(21);
});

test("an institution of one's own brings name and place; another name is another institution", () => {
  const state = stateOf(ANNA);
  const own = { id: "o1", name: "Library of Komló", settlement: "1", contacts: [] };
  state.places = { communities: [], settlements: [], organisations: [own], consortia: [] };
  const form = PracticeForm.begun(state, [["1", "Komló", "Baranya"]], { organisation: "o1" });

  expect(form.draft.values).toMatchObject({
    organisation: "o1",
    institution_name: own.name,
    settlement: "1",
  });
  expect(form.draft.place).toBe("Komló");
  form.answer("institution_name", "House of culture");
  expect(form.draft.values).toMatchObject({ organisation: "", settlement: "1" });
});

test("a file that is no picture is not taken, and the reason told", async () => {
  const form = begun();

  await form.addFiles([new File(["x"], "plan.pdf", { type: "application/pdf" })], phone.outbox, words);

  expect(form.draft.files).toEqual([]);
  expect(form.notes).toEqual(["plan.pdf is no picture"]);
});

test("what is typed is kept sealed and put back; saved, it waits as an item of its own", async () => {
  await writing.open(PRACTICE, {});
  writing.changed("title", "Tales");
  writing.close();
  await vi.waitFor(async () => expect(await phone.draft(PRACTICE)).toBeDefined());
  await writing.open(PRACTICE, {});

  expect(writing.form?.restored).toBe(true);
  expect(writing.form?.text("title")).toBe("Tales");

  server.manner = () => "unreachable";
  for (const [name, said] of [
    ["field", "library"],
    ["institution_name", "Library"],
    ["settlement", "1"],
  ] as const)
    writing.changed(name, said);
  await writing.save();

  expect(await phone.draft(PRACTICE)).toBeUndefined();
  expect(phone.items).toMatchObject([{ kind: "practice", state: "waiting", values: { title: "Tales" } }]);
});

test("a practice goes before its photos; refused, it keeps its words, is mended and sent with them", async () => {
  const { outbox } = phone;
  await outbox.keepBytes("p1", new Uint8Array([1, 2, 3]));
  await outbox.save("p", { title: "Tales" }, "Tales", [photo("p1")], 1, [], "practice");
  server.manner = () => "refused";
  await phone.synchronise();

  expect(phone.items).toMatchObject([
    { id: "p", kind: "practice", state: "refused", values: { title: "Tales" } },
    { id: "p1", kind: "photo", of: "practice", state: "waiting", tries: 0 },
  ]);

  server.manner = () => "stored";
  await writing.open(`${PRACTICE}/p`, {});
  for (const [name, said] of [
    ["field", "library"],
    ["institution_name", "Library"],
    ["settlement", "1"],
  ] as const)
    writing.changed(name, said);
  await writing.save();

  expect(server.got.map((one) => one.id)).toEqual(["p", "p1"]);
  expect(phone.items).toEqual([]);
  expect(await outbox.bytes("p1")).toBeUndefined();
});

test("a practice is sent as JSON, its photo with all that must be known of it", async () => {
  const asked: [string, BodyInit][] = [];
  vi.stubGlobal("fetch", async (address: string, { body }: { body: BodyInit }) => {
    asked.push([address, body]);
    return new Response('{"outcome":"stored","message":"","errors":{}}', {
      headers: { "X-Field-Time": "1" },
    });
  });
  const addresses = { send_practice: "/practice", send_practice_photo: "/photo" } as Server["addresses"];
  const { outbox } = phone;
  await outbox.save("p", { title: "Tales" }, "Tales", [photo("p1")], 1, [], "practice");
  const real = new Server(addresses, "en");
  for (const item of await outbox.items())
    if (item.kind === "practice" || item.kind === "photo")
      await real.send(item, ANNA, "t", new Uint8Array([1]));
  vi.unstubAllGlobals();

  expect(asked.map(([address]) => address)).toEqual(["/practice", "/photo"]);
  expect(JSON.parse(String(asked[0]?.[1]))).toEqual({ title: "Tales", id: "p", edits: 0, account: ANNA });
  const { file, ...said } = Object.fromEntries(asked[1]?.[1] as FormData);
  expect(said).toEqual({ account: ANNA, id: "p1", sha256: "0", practice: "p", ...ABOUT });
  expect((file as File).name).toBe("p1.jpg");
});
