import { render } from "lit-html";
import { beforeEach, expect, test, vi } from "vitest";
import * as engine from "../../surveys/client/questionnaire";
import { nameOfFile } from "./corrections";
import { Filling } from "./filling";
import type { QuestionnaireDraft } from "./interviews";
import type { QuestionnaireItem } from "./outbox";
import { Phone } from "./phone";
import { synchronise } from "./sending";
import type { Answer, Told } from "./server";
import type { Returned, State } from "./state";
import { FakeServer, newPhone, words } from "./testing";
import { Full, Vault } from "./vault";
import { cameBack } from "./views/interviews";

const LINE: Returned = {
  id: "r1",
  title: "Household",
  unit: "A0001",
  place: "Komló",
  at: "2026-11-20T10:00:00Z",
  why: "So many days there are not.",
  sent: "s1",
  form: {
    id: "f1",
    title: "Household",
    study: "Residents",
    hash: "1",
    unit_key: "",
    settlement_key: "",
    address: "/forms/f1",
  },
  address: "/returned/r1",
  href: "/fill/",
};
const SENT = "<data><visits>400</visits><photo>hall.jpg</photo></data>";
const FILE = { name: "hall.jpg", type: "image/jpeg", size: 1, sha256: "0", address: "/file" };

/** A server that sent one questionnaire back. */
class Returning extends FakeServer {
  lines = [LINE];
  asked = 0;
  outcome: Answer["outcome"] = "stored";
  files = [FILE];
  hasFiles: boolean | "gone" = true;

  override async state(): Promise<Told<State>> {
    const told = await super.state();
    const interviews = {
      code: "1",
      results: [],
      appointment: "",
      forms: [],
      units: [],
      returned: this.lines,
    };
    return told.data ? { ...told, data: { ...told.data, interviews } } : told;
  }

  override async form<Form>(): Promise<Told<Form>> {
    return {
      outcome: "fresh",
      data: { definition: {}, externals: {}, media: [] } as Form,
      tag: "t",
      time: 1,
    };
  }

  override async returned<Answers>(): Promise<Told<Answers>> {
    this.asked += 1;
    return { outcome: "fresh", data: { xml: SENT, files: this.files } as Answers, time: 1 };
  }

  override async file(): Promise<Uint8Array<ArrayBuffer> | "gone" | undefined> {
    if (this.hasFiles === "gone") return "gone";
    return this.hasFiles ? new Uint8Array([7]) : undefined;
  }

  override async sendQuestionnaire(item: QuestionnaireItem): Promise<Answer> {
    if (this.outcome === "stored") this.got.push(item);
    return { outcome: this.outcome, message: "", errors: {}, time: 1 };
  }
}

let server: Returning;
let phone: Phone;
let filling: Filling;

beforeEach(async () => {
  newPhone();
  server = new Returning();
  await synchronise(await Vault.open(), server);
  phone = new Phone(server, () => {});
  await phone.open();
  filling = new Filling(
    phone,
    words,
    () => {},
    async () => {},
  );
});

test("what came back is on the phone with its files, fetched once, and goes when it is done with", async () => {
  await phone.synchronise();
  await phone.synchronise();

  expect(server.asked).toBe(1);
  expect((await phone.answers("r1"))?.xml).toBe(SENT);
  expect(await phone.outbox.bytes(nameOfFile("r1", "0"))).toEqual(new Uint8Array([7]));

  server.lines = [];
  await phone.synchronise();
  expect(await phone.answers("r1")).toBeUndefined();
  expect(await phone.outbox.bytes(nameOfFile("r1", "0"))).toBeUndefined();
});

test("what came back with a file that is not to be had now is not kept as if it were whole", async () => {
  server.hasFiles = false;
  await phone.synchronise();

  expect(await phone.answers("r1")).toBeUndefined();
  expect(await filling.correct("r1")).toBeUndefined();
});

test("what came back with a file that is gone for good is corrected without it", async () => {
  server.hasFiles = "gone";
  await phone.synchronise();
  await phone.synchronise();

  expect(server.asked).toBe(1);
  expect(await phone.answers("r1")).toMatchObject({ xml: SENT, files: [] });
  expect(await filling.correct("r1")).toBe("r1");
});

test("what was corrected on the website and came back again begins anew, and says so", async () => {
  await phone.synchronise();
  await filling.correct("r1");
  const begun = (await phone.draft<QuestionnaireDraft>("fill/r1")) as QuestionnaireDraft;
  expect(begun.isAnew).toBe(false);
  await phone.keepDraft("fill/r1", { ...begun, xml: "<data/>" });

  server.lines = [{ ...LINE, sent: "s2" }];
  await phone.synchronise();
  expect(await filling.correct("r1")).toBe("r1");

  const anew = (await phone.draft<QuestionnaireDraft>("fill/r1")) as QuestionnaireDraft;
  expect(anew).toMatchObject({ xml: SENT, corrects: "s2", isAnew: true });
  expect(await phone.outbox.bytes(begun.files[0]?.id ?? "")).toBeUndefined();
  expect(await phone.outbox.bytes(anew.files[0]?.id ?? "")).toEqual(new Uint8Array([7]));
});

test("what was refused because it was corrected elsewhere begins anew as well", async () => {
  await phone.synchronise();
  await filling.correct("r1");
  const begun = (await phone.draft<QuestionnaireDraft>("fill/r1")) as QuestionnaireDraft;
  server.outcome = "refused";
  await phone.outbox.saveQuestionnaire(begun, phone.draftSaved("fill/r1", begun));
  await phone.queued();
  expect(await filling.correct("r1")).toBe("r1");
  expect(phone.items).toHaveLength(1);

  server.lines = [{ ...LINE, sent: "s2" }];
  await phone.synchronise();
  await filling.correct("r1");

  expect(await phone.outbox.item("r1")).toBeUndefined();
  expect(await phone.draft("fill/r1")).toMatchObject({ corrects: "s2", isAnew: true });
});

test("what is done with is not gone on with, and can be thrown away", async () => {
  await phone.synchronise();
  await filling.correct("r1");
  server.lines = [];
  await phone.synchronise();

  await filling.open("r1");
  expect(filling.standing).toBe("done_elsewhere");
  await filling.discard();
  expect(phone.drafts).toEqual([]);
});

test("a phone without room for one that came back learns the others, its forms, and goes on", async () => {
  const other = { ...LINE, id: "r2", address: "/returned/r2" };
  server.lines = [LINE, other];
  const keep = Vault.prototype.write;
  const wrote = vi.spyOn(Vault.prototype, "write").mockImplementation(function (
    this: Vault,
    account,
    changes,
  ) {
    if (changes.some((one) => one.name === "returned/r1/0")) return Promise.reject(new Full());
    return keep.call(this, account, changes);
  });

  await phone.synchronise();
  wrote.mockRestore();

  expect(await phone.form("f1")).toBeDefined();
  expect(await phone.answers("r1")).toBeUndefined();
  expect((await phone.answers("r2"))?.xml).toBe(SENT);
});

test("a phone without room to correct what came back says so, and keeps no half of it", async () => {
  await phone.synchronise();
  const keep = phone.outbox.keepBytes.bind(phone.outbox);
  const kept: string[] = [];
  const wrote = vi.spyOn(phone.outbox, "keepBytes").mockImplementation(async (id, bytes) => {
    kept.push(id);
    await keep(id, bytes);
    throw new Full();
  });

  expect(await filling.correct("r1")).toBeUndefined();
  expect(filling.lacksRoom).toBe(true);
  expect(await phone.draft("fill/r1")).toBeUndefined();
  expect(await phone.outbox.bytes(kept[0] ?? "")).toBeUndefined();

  wrote.mockRestore();
  expect(await filling.correct("r1")).toBe("r1");
  expect(filling.lacksRoom).toBe(false);
});

test("a file that arrived later is fetched, and what was begun goes on", async () => {
  server.lines = [{ ...LINE, files: "none" }];
  await phone.synchronise();
  await filling.correct("r1");

  server.lines = [{ ...LINE, files: "one" }];
  await phone.synchronise();
  await phone.synchronise();

  expect(server.asked).toBe(2);
  await filling.correct("r1");
  expect(await phone.draft("fill/r1")).toMatchObject({ isAnew: false });
});

test("nothing is copied of what cannot begin because a file of it is missing", async () => {
  server.files = [FILE, { ...FILE, name: "door.jpg", sha256: "1" }];
  await phone.synchronise();
  await phone.outbox.dropBytes([nameOfFile("r1", "1")]);
  const keepBytes = vi.spyOn(phone.outbox, "keepBytes");

  expect(await filling.correct("r1")).toBeUndefined();
  expect(keepBytes).not.toHaveBeenCalled();
});

test("a correction that may have arrived is not changed any more", async () => {
  await phone.synchronise();
  const href = () => {
    const place = document.createElement("div");
    render(cameBack(phone, words), place);
    return place.querySelector("a")?.getAttribute("href");
  };
  expect(href()).toBe("#correct/r1");
  await filling.correct("r1");
  const begun = (await phone.draft<QuestionnaireDraft>("fill/r1")) as QuestionnaireDraft;
  server.outcome = "unreachable";
  await phone.outbox.saveQuestionnaire(begun, phone.draftSaved("fill/r1", begun));
  await phone.queued();

  expect(phone.items[0]).toMatchObject({ state: "waiting", tries: 1 });
  expect(href()).toBeUndefined();
});

test("a correction begins with the answers and files as sent, and goes on where it was", async () => {
  await phone.synchronise();

  expect(await filling.correct("r1")).toBe("r1");
  const begun = await phone.draft<QuestionnaireDraft>("fill/r1");
  expect(begun).toMatchObject({ form: "f1", title: "Household: A0001, Komló", xml: SENT, isSent: true });
  expect(await phone.outbox.bytes(begun?.files[0]?.id ?? "")).toEqual(new Uint8Array([7]));

  await phone.keepDraft("fill/r1", { ...(begun as QuestionnaireDraft), xml: "<data/>" });
  expect(await filling.correct("r1")).toBe("r1");
  expect((await phone.draft<QuestionnaireDraft>("fill/r1"))?.xml).toBe("<data/>");
});

test("the engine is told that these answers were sent, and only until they are kept anew", async () => {
  await phone.synchronise();
  await filling.correct("r1");
  const asked: (boolean | undefined)[] = [];
  const opened = vi.spyOn(engine, "openQuestionnaire").mockImplementation(async (_holder, options) => {
    asked.push(options.isSent);
    return { draft: () => "<data/>", files: () => [], destroy: () => {} } as unknown as engine.Questionnaire;
  });

  await filling.open("r1");
  expect(filling.why).toBe("So many days there are not.");
  filling.holder.dispatchEvent(new Event("input"));
  await filling.open("r1");

  expect(asked).toEqual([true, false]);
  opened.mockRestore();
});
