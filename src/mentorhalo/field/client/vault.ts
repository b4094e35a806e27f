/**
 * What the phone keeps, in IndexedDB, each record sealed with AES-GCM under a key of its account. The key is made here, can
 * be used but not read out, and lies in the same database; throwing it away makes every record of the account unreadable,
 * wherever a copy of it may lie. The end of a session on the server does not touch it.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from "idb";

export const DATABASE = "mentorhalo-field";
/** Marks in the vault that whoever signed out is still signed in at the server. */
export const LEAVING = "leaving";

/** state: what was synchronised; draft: a form being filled in; item: waits in the outbox; bytes: a photo; receipt: arrived. */
export type Kind = "state" | "draft" | "item" | "bytes" | "receipt";

interface Sealed {
  id: string; // account/kind/name
  account: string;
  kind: Kind;
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

interface Account {
  id: string;
  key: CryptoKey;
}

interface Shape extends DBSchema {
  accounts: { key: string; value: Account };
  plain: { key: string; value: unknown };
  records: { key: string; value: Sealed; indexes: { kind: [string, string] } };
}

type Base = IDBPDatabase<Shape>;
type Upgrade = IDBPTransaction<Shape, StoreNames<Shape>[], "versionchange">;
export type Step = (base: Base, change: Upgrade) => void;

/** One step for each version of the database, never changed afterwards: a phone may come from any of them. */
export const STEPS: Step[] = [
  (base) => {
    base.createObjectStore("accounts", { keyPath: "id" });
    base.createObjectStore("plain");
    base.createObjectStore("records", { keyPath: "id" }).createIndex("kind", ["account", "kind"]);
  },
];

/** A change to be made with others at once, or not at all. Bytes are kept as they are, all else as JSON. */
export type Change = { kind: Kind; name: string; value?: unknown };

/** The phone has no room left; nothing was written. */
export class Full extends Error {}
/** For `catch`: what can wait until there is room again. */
export function forgiveFull(fault: unknown): void {
  if (!(fault instanceof Full)) throw fault;
}
/** There is no key for this account on this phone: nothing of it can be read or written. */
export class Locked extends Error {}

export class Vault {
  #last: Promise<void> = Promise.resolve();

  private constructor(private readonly base: Base) {}

  static async open(steps: Step[] = STEPS, outdated: () => void = () => {}): Promise<Vault> {
    const base: Base = await openDB<Shape>(DATABASE, steps.length, {
      upgrade(base, from, _to, change) {
        for (const step of steps.slice(from)) step(base, change);
      },
      // A newer version of the app waits for this one to let go.
      blocking() {
        base.close();
        outdated();
      },
    });
    return new Vault(base);
  }

  close(): void {
    this.base.close();
  }

  /** Whose phone it is at the moment: who signed in last and has not signed out. */
  async current(): Promise<string | undefined> {
    return (await this.plain("current")) as string | undefined;
  }

  /** From now on the phone is this account's; records of others stay sealed and unseen. False if somebody just left it. */
  async enter(account: string): Promise<boolean> {
    const made = (await this.base.get("accounts", account))
      ? undefined
      : await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const change = this.base.transaction(["accounts", "plain"], "readwrite", { durability: "strict" });
    const accounts = change.objectStore("accounts");
    const plain = change.objectStore("plain");
    // Two pages may open at once: the key that came first is the key.
    const isKnown = (await accounts.get(account)) !== undefined;
    const isLeft = Boolean(await plain.get(LEAVING)) || (!isKnown && !made);
    if (!isLeft) {
      if (!isKnown && made) await accounts.put({ id: account, key: made });
      await plain.put(account, "current");
    }
    await change.done;
    return !isLeft;
  }

  /** Throw the account's key away, and everything under it. */
  async leave(account: string): Promise<void> {
    const change = this.base.transaction(["accounts", "plain", "records"], "readwrite", {
      durability: "strict",
    });
    await change.objectStore("accounts").delete(account);
    if ((await change.objectStore("plain").get("current")) === account)
      await change.objectStore("plain").delete("current");
    const records = change.objectStore("records");
    for (const id of await records.getAllKeys(within(account))) await records.delete(id);
    await change.done;
  }

  /** What is no secret and no account's: the difference of clocks, who is here. */
  async plain(name: string): Promise<unknown> {
    return this.base.get("plain", name);
  }

  async setPlain(name: string, value: unknown): Promise<void> {
    await this.base.put("plain", value, name);
  }

  async read<T>(account: string, kind: Kind, name: string): Promise<T | undefined> {
    const record = await this.base.get("records", address(account, kind, name));
    return record && ((await this.#opened(await this.#key(account), record)) as T | undefined);
  }

  /** Every readable record of a kind, in no particular order. */
  async list<T>(account: string, kind: Kind): Promise<T[]> {
    const key = await this.#key(account);
    const records = await this.base.getAllFromIndex("records", "kind", [account, kind]);
    const opened = await Promise.all(records.map((record) => this.#opened(key, record)));
    return opened.filter((value) => value !== undefined) as T[];
  }

  /** What the records of a kind are called; needs no key. */
  async names(account: string, kind: Kind): Promise<string[]> {
    const keys = await this.base.getAllKeysFromIndex("records", "kind", [account, kind]);
    return keys.map((key) => key.slice(address(account, kind, "").length));
  }

  /** How many records of a kind there are; needs no key. */
  async count(account: string, kind: Kind): Promise<number> {
    return this.base.countFromIndex("records", "kind", [account, kind]);
  }

  /**
   * Make all of these changes, or none; on the disk when it returns. A change without a value takes the record away. What was
   * asked for first is made first, however long its sealing takes.
   */
  write(account: string, changes: Change[]): Promise<void> {
    const made = this.#last.then(() => this.#write(account, changes));
    this.#last = made.catch(() => undefined);
    return made;
  }

  async #write(account: string, changes: Change[]): Promise<void> {
    const key = await this.#key(account);
    const sealed = await Promise.all(
      changes.map(async (one) => ({
        id: address(account, one.kind, one.name),
        record: one.value === undefined ? undefined : await seal(key, account, one),
      })),
    );
    try {
      const change = this.base.transaction("records", "readwrite", { durability: "strict" });
      for (const { id, record } of sealed) {
        if (record) void change.store.put(record);
        else void change.store.delete(id);
      }
      await change.done;
    } catch (fault) {
      if (fault instanceof DOMException && fault.name === "QuotaExceededError") throw new Full();
      throw fault;
    }
  }

  async #key(account: string): Promise<CryptoKey> {
    const found = await this.base.get("accounts", account);
    if (!found) throw new Locked();
    return found.key;
  }

  async #opened(key: CryptoKey, record: Sealed): Promise<unknown> {
    try {
      const plain = await crypto.subtle.decrypt(
        { name: "AES-GCM", iv: record.iv, additionalData: encode(record.id) },
        key,
        record.sealed,
      );
      return record.kind === "bytes" ? new Uint8Array(plain) : JSON.parse(new TextDecoder().decode(plain));
    } catch {
      return undefined; // damaged, or sealed under a key that is gone: it cannot be read, and is left alone
    }
  }
}

async function seal(key: CryptoKey, account: string, change: Change): Promise<Sealed> {
  const id = address(account, change.kind, change.name);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain =
    change.value instanceof Uint8Array
      ? (change.value as Uint8Array<ArrayBuffer>)
      : encode(JSON.stringify(change.value));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: encode(id) }, key, plain);
  return { id, account, kind: change.kind, iv, sealed };
}

function address(account: string, kind: Kind, name: string): string {
  return `${account}/${kind}/${name}`;
}

function within(account: string): IDBKeyRange {
  return IDBKeyRange.bound(`${account}/`, `${account}/\uffff`);
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
