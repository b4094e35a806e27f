import { beforeEach, expect, test } from "vitest";
import { Phone } from "./phone";
import { synchronise } from "./sending";
import type { Told } from "./server";
import type { State } from "./state";
import { ANNA, FakeServer, newPhone, stateOf } from "./testing";
import { Vault } from "./vault";
import { Visiting } from "./visiting";
import { Words } from "./words";

const WORDS = new Words(
  {
    no_result: "What?",
    no_moment: "When?",
    future_attempt: "Not yet!",
    early_appointment: "Too early!",
    full: "Full!",
  },
  "en",
);
const UNIT = { id: "u1", code: "A0001", place: "Szalafő", forms: [], visits: [] } as unknown as NonNullable<
  State["interviews"]
>["units"][number];
const LIBRARY = { ...UNIT, id: "u2", code: "K0001", results: ["closed", "appointment"] };

class UnitServer extends FakeServer {
  override async state(): Promise<Told<State>> {
    const results: [string, string][] = [
      ["not_home", "nobody at home"],
      ["appointment", "appointment made"],
      ["closed", "closed at the time"],
    ];
    const units = [UNIT, LIBRARY];
    const interviews = { code: "I1", results, appointment: "appointment", forms: [], units };
    return {
      outcome: "fresh",
      data: { ...stateOf(ANNA), interviews },
      tag: "1",
      token: "t",
      time: this.time,
    };
  }
}

let phone: Phone;
let server: UnitServer;
let visiting: Visiting;

beforeEach(async () => {
  newPhone();
  server = new UnitServer();
  server.time = Date.parse("2026-11-28T14:05:00Z");
  await synchronise(await Vault.open(), server);
  phone = new Phone(server, () => {});
  await phone.open();
  visiting = new Visiting(
    phone,
    WORDS,
    () => {},
    async () => {},
  );
  await visiting.open("u1");
});

test("a visit waits in the outbox and arrives", async () => {
  visiting.changed("result", "not_home");
  server.manner = () => "unreachable";
  await visiting.save();
  const [waiting] = phone.items;
  expect([waiting?.kind, waiting?.title, waiting?.state]).toEqual([
    "attempt",
    "A0001, Szalafő: nobody at home",
    "waiting",
  ]);

  server.manner = () => "stored";
  await phone.synchronise();

  expect(phone.items).toEqual([]);
  expect(server.got.map((one) => one.kind === "attempt" && [one.unit, one.result, one.attempted])).toEqual([
    ["u1", "not_home", "2026-11-28T15:05"],
  ]);
});

test("what cannot be is said before it is kept", async () => {
  await visiting.save();
  expect(visiting.errors).toEqual({ result: ["What?"] });

  visiting.changed("result", "appointment");
  await visiting.save();
  expect(visiting.errors).toEqual({ appointment_at: ["When?"] });

  visiting.changed("attempted", "2026-11-29T10:00");
  visiting.changed("appointment", "2026-11-28T10:00");
  await visiting.save();

  expect(visiting.errors).toEqual({ attempted_at: ["Not yet!"], appointment_at: ["Too early!"] });
  expect(phone.items).toEqual([]);
});

test("a refused visit is mended under the same identity", async () => {
  visiting.changed("result", "not_home");
  server.manner = () => "refused";
  await visiting.save();
  const [refused] = phone.items;
  expect(refused?.state).toBe("refused");

  await visiting.open(refused?.id ?? "");
  expect(visiting.said?.result).toBe("not_home");
  server.manner = () => "stored";
  visiting.changed("attempted", "2026-11-28T09:00");
  await visiting.save();

  expect(server.got.map((one) => one.id)).toEqual([refused?.id]);
  expect(phone.items).toEqual([]);
});

test("what is offered fits what is visited, and keeps what was said", async () => {
  const codes = () => visiting.results.map(([code]) => code);
  expect(codes()).toEqual(["not_home", "appointment", "closed"]);

  await visiting.open("u2");
  expect(codes()).toEqual(["closed", "appointment"]);

  visiting.changed("result", "not_home");
  expect(codes()).toEqual(["closed", "appointment", "not_home"]);
});
