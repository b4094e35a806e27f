import { beforeEach, expect, test } from "vitest";
import { type EntryForm, NEW } from "./entry-form";
import type { EntryItem } from "./outbox";
import { Phone } from "./phone";
import { synchronise } from "./sending";
import type { EntryLine, State } from "./state";
import { FakeServer, newPhone, words } from "./testing";
import { Vault } from "./vault";
import { Writing } from "./writing";

const LINE: EntryLine = {
  id: "e1",
  day: "2026-11-20",
  kind: "Visit",
  whom: "Choir",
  href: "/entry/",
  edit: "/edit/",
  reason: "How many were there?",
  values: { kind: "visit", occurred_on: "2026-11-20", settlement: "", participants: "" },
  seen: 3,
};

/** A server that sent one entry back. */
class Returning extends FakeServer {
  line = LINE;

  override async state(tag = "") {
    const told = await super.state(tag);
    if (!told.data) return told;
    const week = {
      appointments: [],
      silent: [],
      returned: [this.line],
      unproven: [],
      drafts: [],
      waiting: [],
    };
    return { ...told, data: { ...told.data, week } satisfies State };
  }
}

let server: Returning;
let phone: Phone;
let writing: Writing;
let turned: string[];

beforeEach(async () => {
  newPhone();
  server = new Returning();
  await synchronise(await Vault.open(), server);
  phone = new Phone(server, () => {});
  await phone.open();
  turned = [];
  writing = new Writing(
    phone,
    words,
    () => {},
    async (address) => void turned.push(address),
  );
});

test("what came back opens as it stands, with its reason and without the sealed note", async () => {
  await writing.open("returned/e1", {});
  const form = writing.form as EntryForm;

  expect(form.reason).toBe("How many were there?");
  expect(form.text("occurred_on")).toBe("2026-11-20");
  expect(form.questions.map((one) => one.name)).toEqual([
    "kind",
    "occurred_on",
    "settlement",
    "participants",
  ]);
});

test("what is mended waits under the entry's own id, with the revision it goes on from", async () => {
  server.signedIn = undefined;
  await writing.open("returned/e1", {});
  writing.changed("participants", "12");
  await writing.save();

  const [item] = phone.items as EntryItem[];
  expect(item).toMatchObject({ id: "e1", kind: "entry", seen: 3, edits: 0, state: "waiting" });
  expect(item?.values).toMatchObject({ participants: "12" });
  expect(turned).toEqual(["#week"]);
});

test("mended once more in the outbox it still says what it goes on from", async () => {
  server.signedIn = undefined;
  await writing.open("returned/e1", {});
  await writing.save();
  await writing.open("mend/e1", {});
  writing.changed("participants", "13");
  await writing.save();

  expect(await phone.outbox.item("e1")).toMatchObject({ seen: 3, values: { participants: "13" } });
});

test("what was tried without an answer is told with the change, but not what was refused", async () => {
  server.manner = () => "refused";
  await writing.open("returned/e1", {});
  writing.changed("participants", "12");
  await writing.save();
  await writing.open("mend/e1", {});
  server.manner = () => "unreachable";
  writing.changed("participants", "13");
  await writing.save();
  expect(await phone.outbox.item("e1")).toMatchObject({ state: "waiting", tried: [] });

  await writing.open("mend/e1", {});
  server.manner = () => "stored";
  writing.changed("participants", "14");
  await writing.save();

  const [sent] = server.got as EntryItem[];
  expect(sent?.values).toMatchObject({ participants: "14" });
  expect(sent?.tried?.map((one) => JSON.parse(one).participants)).toEqual(["13"]);
});

test("what was typed before the phone was put away is put back", async () => {
  await writing.open("returned/e1", {});
  writing.changed("participants", "12");
  await writing.open(NEW, {});
  await writing.open("returned/e1", {});

  expect(writing.form?.restored).toBe(true);
  expect(writing.form?.text("participants")).toBe("12");
  expect(writing.form?.draft.seen).toBe(3);
});

test("what the phone cannot show whole does not open here", async () => {
  server.line = { ...LINE, values: undefined, seen: undefined };
  server.signedIn = "bela";
  await phone.synchronise();
  await writing.open("returned/e1", {});

  expect(writing.form).toBeUndefined();
});
