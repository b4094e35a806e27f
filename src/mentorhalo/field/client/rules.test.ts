import { expect, test } from "vitest";
import { EntryForm } from "./entry-form";
import type { Values } from "./outbox";
import { scaled } from "./photos";
import { faults } from "./rules";
import { found, named } from "./settlements";
import type { Settlement } from "./state";
import { isAlmostFull } from "./storage";
import { ANNA, stateOf, words } from "./testing";
import { Words } from "./words";

const TODAY = "2026-11-28";
const REGISTER: Settlement[] = [
  ["1", "Komló", "Baranya"],
  ["2", "Kömlő", "Heves"],
  ["3", "Alsókomló", "Somogy"],
  ["4", "Nagy-Komló", "Zala"],
];

const of = (values: Values) => faults(stateOf(ANNA).form?.fields ?? [], values, words, TODAY);

test.each<[Values, Record<string, string[]>]>([
  [{ kind: "visit", occurred_on: TODAY }, {}],
  [{ kind: "", occurred_on: TODAY }, { kind: ["Say it."] }],
  [{ kind: "visit", occurred_on: "" }, { occurred_on: ["Say it."] }],
  [{ kind: "visit", occurred_on: "2026-11-29" }, { occurred_on: ["Future!"] }],
  [{ kind: "visit", occurred_on: TODAY, channel: "in_person" }, { settlement: ["Where?"] }],
  [{ kind: "visit", occurred_on: TODAY, channel: "in_person", settlement: "1" }, {}],
  [{ kind: "visit", occurred_on: TODAY, new_participants: "2" }, { participants: ["How many?"] }],
  [
    { kind: "visit", occurred_on: TODAY, participants: "1", new_participants: "2" },
    { new_participants: ["Too many!"] },
  ],
  [{ kind: "visit", occurred_on: TODAY, participants: "1000001" }, { participants: ["0 to 1000000"] }],
  [{ kind: "visit", occurred_on: TODAY, participants: "1.5" }, { participants: ["Odd."] }],
])("what cannot be so is told on the phone: %j", (values, told) => {
  expect(of(values)).toEqual(told);
});

test("settlements are found without accents, the own ones first", () => {
  expect(found("komlo", REGISTER, []).map(([code]) => code)).toEqual(["1", "2", "4"]);
  expect(found("komlo", REGISTER, ["4"]).map(([code]) => code)).toEqual(["4", "1", "2"]);
  expect(found("xyz", REGISTER, [])).toEqual([]);
});

test("typed words name a settlement only if they can mean but one", () => {
  expect(named("Kömlő", REGISTER)?.[0]).toBe("2");
  expect(named("alsokomlo", REGISTER)?.[0]).toBe("3");
  expect(named("komlo", REGISTER)).toBeUndefined();
});

test("words that name no settlement are told, not lost", () => {
  const form = EntryForm.begun(stateOf(ANNA), REGISTER, TODAY, {});
  form.set("kind", "visit");
  form.draft.place = "Komlo";

  expect(form.check(words, TODAY)).toBe(false);
  expect(form.errors).toEqual({ settlement: ["No Komlo"] });
  form.draft.place = "kömlő";
  expect(form.check(words, TODAY)).toBe(true);
  expect(form.text("settlement")).toBe("2");
  expect(form.title()).toBe("Visit, Kömlő");
});

test("a picture is scaled down in proportion, never up", () => {
  expect(scaled(4096, 3072)).toEqual([2048, 1536]);
  expect(scaled(800, 600)).toEqual([800, 600]);
  expect(scaled(100_000, 1)).toEqual([2048, 1]);
});

test("little room is told early", () => {
  const gigabyte = 1024 ** 3;
  expect(isAlmostFull(0.5 * gigabyte, gigabyte)).toBe(false);
  expect(isAlmostFull(0.9 * gigabyte, gigabyte)).toBe(true);
  expect(isAlmostFull(10, 40 * 1024 * 1024)).toBe(true);
  expect(isAlmostFull(0, 0)).toBe(false);
});

test("words are filled in, and counted", () => {
  const hungarian = new Words({ wait: ["Egy tétel vár", "%(count)s tétel vár"] }, "hu");
  expect(hungarian.say("wait", { count: 1 })).toBe("Egy tétel vár");
  expect(hungarian.say("wait", { count: 5 })).toBe("5 tétel vár");
  expect(hungarian.day(TODAY)).toBe("nov. 28., szombat");
  expect(() => hungarian.say("nothing")).toThrow();
});
