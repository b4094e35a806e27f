import { beforeEach, expect, test, vi } from "vitest";
import { NEW } from "./entry-form";
import { Phone } from "./phone";
import { synchronise } from "./sending";
import { FakeServer, newPhone, words } from "./testing";
import { Vault } from "./vault";
import { Writing } from "./writing";

let phone: Phone;
let writing: Writing;

beforeEach(async () => {
  newPhone();
  const server = new FakeServer();
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

test("a form that is opened twice at once shows only the one that stays", async () => {
  const first = writing.open(NEW, {});
  const second = writing.open(NEW, {});

  await first;
  const shown = writing.form;
  await second;

  expect(shown === undefined || shown === writing.form).toBe(true);
  expect(writing.form).toBeDefined();
});

test("a form that opens when its screen was left already does not stay behind", async () => {
  const opening = writing.open(NEW, {});
  writing.close();
  await opening;

  expect(writing.form).toBeUndefined();
});

test("what is being typed is there again when the form opens anew", async () => {
  await writing.open(NEW, {});
  writing.changed("kind", "visit");

  await writing.open(NEW, {});

  expect(writing.form?.text("kind")).toBe("visit");
});

test("what is typed while the form is kept is kept, too", async () => {
  await writing.open(NEW, {});
  writing.changed("kind", "visit");
  const again = writing.open(NEW, {});
  writing.changed("participants", "12");
  await again;

  expect(writing.form?.draft.values).toMatchObject({ kind: "visit", participants: "12" });
});

test("nothing can be typed into a form that is about to go", async () => {
  const shows: boolean[] = [];
  writing = new Writing(
    phone,
    words,
    () => shows.push(writing.form !== undefined),
    async () => {},
  );
  await writing.open(NEW, {});
  const again = writing.open(NEW, {});
  await again;

  expect(shows).toEqual([false, false]);
  expect(writing.opening).toBe(false);
});

test("the app opens though the browser does not say how much room there is", async () => {
  const estimate = vi.fn(() => new Promise<StorageEstimate>(() => {}));
  vi.stubGlobal("navigator", {
    locks: navigator.locks,
    storage: { persisted: async () => true, estimate },
  });
  phone = new Phone(new FakeServer(), () => {});

  await phone.open();

  expect(phone.state?.form).toBeDefined();
  expect(estimate).toHaveBeenCalled();
  vi.unstubAllGlobals();
});
