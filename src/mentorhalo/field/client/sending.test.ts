import { beforeEach, expect, test, vi } from "vitest";
import { Clock } from "./clock";
import { type FileInfo, Outbox, type WrittenItem } from "./outbox";
import { synchronise, told } from "./sending";
import { Server } from "./server";
import { ANNA, BELA, FakeServer, newPhone } from "./testing";
import { LEAVING, Vault } from "./vault";

let vault: Vault;
let server: FakeServer;
let outbox: Outbox;

beforeEach(async () => {
  newPhone();
  vault = await Vault.open();
  server = new FakeServer();
  await synchronise(vault, server);
  outbox = new Outbox(vault, ANNA);
});

const file = (id: string): FileInfo => ({
  id,
  name: `${id}.jpg`,
  type: "image/jpeg",
  size: 3,
  sha256: "0",
  what: "photo",
});

async function write(id: string, files: FileInfo[] = [], made = 1): Promise<void> {
  for (const one of files) await outbox.keepBytes(one.id, new Uint8Array([1, 2, 3]));
  await outbox.save(id, { kind: "visit" }, `Visit ${id}`, files, made, []);
}

const ids = async () => (await outbox.items()).map((one) => one.id);

test("entries go before their photos; what arrived leaves a receipt and nothing else", async () => {
  await write("a", [file("a1"), file("a2")]);
  await write("b", [], 2);

  const report = await synchronise(vault, server);

  expect(report).toEqual({ ending: "done", arrived: 4, left: 0 });
  expect(server.got.map((one) => one.id)).toEqual(["a", "b", "a1", "a2"]);
  expect(await ids()).toEqual([]);
  expect(await outbox.bytes("a1")).toBeUndefined();
  expect((await outbox.receipts()).map((one) => one.id).sort()).toEqual(["a", "a1", "a2", "b"]);
});

test("without a signal everything stays, and the rest follows when it is back", async () => {
  for (const id of ["a", "b", "c"]) await write(id);
  server.manner = (item) => (item.id === "a" ? "stored" : "unreachable");

  expect(await synchronise(vault, server)).toEqual({ ending: "unreachable", arrived: 1, left: 2 });
  server.manner = () => "stored";
  await synchronise(vault, server);

  expect(server.got.map((one) => one.id)).toEqual(["a", "b", "c"]);
});

test("a lost answer makes the item be sent again, which is harmless", async () => {
  await write("a");
  server.manner = (item) => {
    server.got.push(item);
    return "unreachable";
  };
  await synchronise(vault, server);
  server.manner = () => "repeated";

  await synchronise(vault, server);

  expect(await ids()).toEqual([]);
});

test("a refused item stays with its reasons, can be mended and is sent again; its photos wait for it", async () => {
  await write("a", [file("a1")]);
  server.manner = () => "refused";
  await synchronise(vault, server);

  const [refused, photo] = await outbox.items();
  expect(refused).toMatchObject({ id: "a", state: "refused", errors: { kind: ["No."] } });
  expect(photo).toMatchObject({ id: "a1", state: "waiting", tries: 0 });

  server.manner = () => "stored";
  expect((await synchronise(vault, server)).arrived).toBe(0);
  await outbox.save("a", { kind: "call" }, "Call", [], 1, []);
  await synchronise(vault, server);

  expect(server.got.map((one) => [one.id, one.edits])).toEqual([
    ["a", 1],
    ["a1", 0],
  ]);
});

test("one bad item does not hold up the others", async () => {
  for (const id of ["a", "b"]) await write(id);
  server.manner = (item) => (item.id === "a" ? "later" : "stored");

  expect(await synchronise(vault, server)).toEqual({ ending: "done", arrived: 1, left: 1 });
});

test("an item waits on while the server has no database, is busy or shows a page of errors", async () => {
  const real = new Server({ send_entry: "/field/send/entry" } as Server["addresses"], "en");
  server.send = (item, account) => real.send(item as WrittenItem, account, "t");
  for (const status of [500, 502, 503]) {
    await write(`a${status}`);
    vi.stubGlobal("fetch", async () => new Response("<h1>Server Error</h1>", { status }));
    expect((await synchronise(vault, server)).arrived).toBe(0);
    vi.unstubAllGlobals();
  }

  expect((await outbox.items()).map((one) => one.state)).toEqual(["waiting", "waiting", "waiting"]);
});

test("what is changed while it is on its way is sent after it", async () => {
  await write("a");
  let change: Promise<void> | undefined;
  const { send } = server;
  server.send = async (item, account) => {
    change ??= outbox.save("a", { kind: "call" }, "Call", [], 1, []);
    await change;
    return send.call(server, item, account);
  };

  await synchronise(vault, server);
  expect(await ids()).toEqual(["a"]);
  await synchronise(vault, server);

  expect(server.got.map((one) => one.kind === "entry" && [one.edits, one.values.kind])).toEqual([
    [0, "visit"],
    [1, "call"],
  ]);
});

test("what was sent while it stood open in the form is sent once more as changed", async () => {
  await write("a");
  const [item] = await outbox.items();
  await synchronise(vault, server);
  if (item?.kind !== "entry") throw new Error("no entry");

  await outbox.saveAfterAll(item, { kind: "call" }, "Call", [], []);
  await synchronise(vault, server);

  expect(server.got.map((one) => one.edits)).toEqual([0, 1]);
});

test("an ended session keeps everything, key and all; signing in goes on", async () => {
  await write("a");
  server.signedIn = undefined;

  expect(await synchronise(vault, server)).toEqual({ ending: "sign_in", arrived: 0, left: 1 });
  server.signedIn = ANNA;

  expect((await synchronise(vault, server)).arrived).toBe(1);
});

test("whoever signs in on the same phone sends nothing of the first one's; it waits for its owner", async () => {
  await write("a");
  server.signedIn = BELA;
  await synchronise(vault, server);

  expect(await vault.current()).toBe(BELA);
  expect(server.got).toEqual([]);
  server.signedIn = ANNA;
  await synchronise(vault, server);
  expect(server.got.map((one) => one.id)).toEqual(["a"]);
});

test("page and worker that send at once send everything once", async () => {
  for (let index = 0; index < 10; index++) await write(`item ${index}`, [], index);
  const worker = await Vault.open();

  await Promise.all([synchronise(vault, server), synchronise(worker, server), synchronise(vault, server)]);
  await synchronise(worker, server);

  expect(server.sends).toBe(10);
  expect(server.got).toHaveLength(10);
  expect(await ids()).toEqual([]);
});

test("discarding an entry discards its photos and their bytes", async () => {
  await write("a", [file("a1")]);

  await outbox.discard("a");

  expect(await ids()).toEqual([]);
  expect(await outbox.bytes("a1")).toBeUndefined();
});

test("signing out without a signal ends the session when the signal is back", async () => {
  await vault.setPlain(LEAVING, true);
  await vault.leave(ANNA);

  expect((await synchronise(vault, server)).ending).toBe("sign_in");
  expect(server.signedIn).toBeUndefined();
  expect(await vault.current()).toBeUndefined();
});

test("who signs out while the server's answer is taken in leaves nothing behind, either", async () => {
  const enter = vault.enter.bind(vault);
  vault.enter = async (account) => {
    await vault.setPlain(LEAVING, true);
    await vault.leave(ANNA);
    return enter(account);
  };

  expect((await synchronise(vault, server)).ending).toBe("sign_in");
  expect(server.signedIn).toBeUndefined();
  expect(await vault.current()).toBeUndefined();
  expect(await vault.count(ANNA, "state")).toBe(0);
});

test("receipts go after two weeks", async () => {
  await write("a");
  await synchronise(vault, server);

  await outbox.tidy(server.time + 13 * 24 * 3600_000);
  expect(await outbox.receipts()).toHaveLength(1);
  await outbox.tidy(server.time + 15 * 24 * 3600_000);
  expect(await outbox.receipts()).toEqual([]);
});

test("a wrong clock is put right by the server's, and told", async () => {
  server.time = Date.parse("2026-11-28T23:30:00Z");
  await synchronise(vault, server);
  const clock = new Clock(vault);
  await clock.load();

  expect(clock.today("Europe/Budapest")).toBe("2026-11-29");
  expect(clock.minutesOff()).not.toBe(0);
  expect(clock.wasSetBack()).toBe(false);
});

test("the phone's other pages hear that somebody else took it over", async () => {
  const heard = vi.fn();
  const channel = told(heard);

  await synchronise(vault, server);
  server.signedIn = BELA;
  await synchronise(vault, server);

  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1));
  channel.close();
});
