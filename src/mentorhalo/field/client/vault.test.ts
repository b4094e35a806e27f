import { beforeEach, expect, test, vi } from "vitest";
import { ANNA, BELA, newPhone } from "./testing";
import { DATABASE, Locked, STEPS, Vault } from "./vault";

const KEPT = { kind: "item", name: "1", value: { title: "Őrimagyarósd" } } as const;

beforeEach(newPhone);

async function raw(store: string): Promise<Record<string, unknown>[]> {
  const base = await new Promise<IDBDatabase>((done) => {
    const opening = indexedDB.open(DATABASE);
    opening.onsuccess = () => done(opening.result);
  });
  return new Promise((done) => {
    const asking = base.transaction(store).objectStore(store).getAll();
    asking.onsuccess = () => {
      base.close();
      done(asking.result);
    };
  });
}

test("what is kept comes back after the app was closed, and lies there sealed", async () => {
  const vault = await Vault.open();
  await vault.enter(ANNA);
  await vault.write(ANNA, [KEPT, { kind: "bytes", name: "1", value: new Uint8Array([1, 2, 3]) }]);
  vault.close();

  const again = await Vault.open();
  const [record] = await raw("records");
  const [account] = (await raw("accounts")) as { key: CryptoKey }[];

  expect(await again.read(ANNA, "item", "1")).toEqual({ title: "Őrimagyarósd" });
  expect(await again.read(ANNA, "bytes", "1")).toEqual(new Uint8Array([1, 2, 3]));
  expect(new TextDecoder().decode(record?.sealed as ArrayBuffer)).not.toContain("Őrimagyarósd");
  expect(account?.key.extractable).toBe(false);
  await expect(crypto.subtle.exportKey("raw", account?.key as CryptoKey)).rejects.toThrow();
});

test("changes are made all or none", async () => {
  const vault = await Vault.open();
  await vault.enter(ANNA);

  const unkeepable = {
    kind: "item",
    name: "2",
    value: {
      toJSON: () => {
        throw new Error("no");
      },
    },
  } as const;
  await expect(vault.write(ANNA, [KEPT, unkeepable])).rejects.toThrow();

  expect(await vault.count(ANNA, "item")).toBe(0);
});

test("what was written later is what stays, however slowly the earlier was sealed", async () => {
  const vault = await Vault.open();
  await vault.enter(ANNA);
  let go = () => {};
  const slow = new Promise<void>((done) => {
    go = done;
  });
  const sealing = crypto.subtle.encrypt.bind(crypto.subtle);
  vi.spyOn(crypto.subtle, "encrypt").mockImplementationOnce(async (...said) => {
    await slow;
    return sealing(...said);
  });

  const earlier = vault.write(ANNA, [KEPT]);
  const later = vault.write(ANNA, [{ kind: "item", name: "1" }]);
  go();
  await Promise.all([earlier, later]);

  expect(await vault.count(ANNA, "item")).toBe(0);
});

test("another account sees nothing of the first one's, which waits for its owner", async () => {
  const vault = await Vault.open();
  await vault.enter(ANNA);
  await vault.write(ANNA, [KEPT]);
  await vault.enter(BELA);

  expect(await vault.list(BELA, "item")).toEqual([]);
  await vault.enter(ANNA);
  expect(await vault.list(ANNA, "item")).toEqual([KEPT.value]);
});

test("a record moved under another account cannot be opened", async () => {
  const vault = await Vault.open();
  await vault.enter(ANNA);
  await vault.write(ANNA, [KEPT, { kind: "item", name: "2", value: {} }]);
  const [record] = await raw("records");
  const base = (vault as unknown as { base: { put(store: string, value: unknown): Promise<void> } }).base;
  await base.put("records", { ...record, id: `${ANNA}/item/2` });

  expect(await vault.read(ANNA, "item", "2")).toBeUndefined();
  expect(await vault.list(ANNA, "item")).toEqual([KEPT.value]);
  expect(await vault.count(ANNA, "item")).toBe(2);
});

test("signing out destroys the key and every record of the account, and no other's", async () => {
  const vault = await Vault.open();
  await vault.enter(BELA);
  await vault.write(BELA, [KEPT]);
  await vault.enter(ANNA);
  await vault.write(ANNA, [KEPT]);

  await vault.leave(ANNA);

  expect(await vault.current()).toBeUndefined();
  await expect(vault.list(ANNA, "item")).rejects.toThrow(Locked);
  expect((await raw("records")).map((one) => one.account)).toEqual([BELA]);
  expect((await raw("accounts")).map((one) => one.id)).toEqual([BELA]);
});

test("a copy made before signing out cannot be opened by who signs in again", async () => {
  const vault = await Vault.open();
  await vault.enter(ANNA);
  await vault.write(ANNA, [KEPT]);
  const [copy] = await raw("records");
  await vault.leave(ANNA);
  await vault.enter(ANNA);
  const base = (vault as unknown as { base: { put(store: string, value: unknown): Promise<void> } }).base;
  await base.put("records", copy);

  expect(await vault.read(ANNA, "item", "1")).toBeUndefined();
});

test("a new version of the database keeps what the old one held, and the old page is told", async () => {
  let told = false;
  const old = await Vault.open(STEPS, () => {
    told = true;
  });
  await old.enter(ANNA);
  await old.write(ANNA, [KEPT]);

  const added = (base: Parameters<(typeof STEPS)[number]>[0]) =>
    void base.createObjectStore("later" as "plain");
  const renewed = await Vault.open([...STEPS, added]);

  expect(told).toBe(true);
  expect(await renewed.list(ANNA, "item")).toEqual([KEPT.value]);
});
