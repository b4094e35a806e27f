import { beforeEach, expect, test } from "vitest";
import type { Definition } from "../../surveys/client/questionnaire";
import { begun, forgetForms, type KeptForm, learnForms, nameOfMedia } from "./interviews";
import { type FileInfo, Outbox } from "./outbox";
import { synchronise } from "./sending";
import type { Answer, Told } from "./server";
import type { FormLine, Unit } from "./state";
import { ANNA, FakeServer, newPhone } from "./testing";
import { Vault } from "./vault";

const MODEL = `<model><instance><data id="household"><settlement/><who><unit/></who></data></instance></model>`;
const LINE: FormLine = {
  id: "f1",
  title: "Household",
  study: "Residents",
  hash: "1",
  unit_key: "who/unit",
  settlement_key: "settlement",
  address: "/forms/f1",
};
const UNIT = { id: "u1", code: "A0001", settlement: "26408" } as Unit;

class FormServer extends FakeServer {
  asked: string[] = [];
  hasFiles = true;
  parts: string[] = [];
  part: (name: string) => Answer["outcome"] = () => "stored";

  override async form<Form>(address: string, tag = ""): Promise<Told<Form>> {
    this.asked.push(address);
    if (tag === "t1") return { outcome: "same", time: 1 };
    const media = [{ name: "a.png", address: "/a.png", sha256: "0" }];
    const data = { definition: { model: MODEL }, externals: { places: "<root/>" }, media };
    return { outcome: "fresh", data: data as Form, tag: "t1", time: 1 };
  }

  override async file(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.hasFiles ? new Uint8Array([1]) : undefined;
  }

  override async sendQuestionnaire(
    ...[item, , , file]: Parameters<FakeServer["sendQuestionnaire"]>
  ): Promise<Answer> {
    const name = file?.info.name ?? item.id;
    const outcome = this.part(name);
    if (outcome === "stored") this.parts.push(name);
    return { outcome, message: "", errors: {}, time: this.time };
  }
}

let vault: Vault;
let server: FormServer;

beforeEach(async () => {
  newPhone();
  vault = await Vault.open();
  server = new FormServer();
  await synchronise(vault, server);
});

const kept = () => vault.read<KeptForm>(ANNA, "state", "form/f1");

test("a form is kept with its data sets and pictures, and asked for again only if it is another", async () => {
  await learnForms(vault, server, ANNA, [LINE]);
  await learnForms(vault, server, ANNA, [LINE]);

  expect((await kept())?.externals).toEqual({ places: "<root/>" });
  expect(await vault.read(ANNA, "bytes", nameOfMedia("f1", "a.png"))).toEqual(new Uint8Array([1]));
  expect(server.asked).toHaveLength(1);
  await learnForms(vault, server, ANNA, [{ ...LINE, hash: "2" }]);
  expect(server.asked).toHaveLength(2);
  expect((await kept())?.hash).toBe("2");
});

test("a form whose pictures are not to be had is not kept as if it were whole", async () => {
  server.hasFiles = false;

  await learnForms(vault, server, ANNA, [LINE]);

  expect(await kept()).toBeUndefined();
});

test("a form that is not served any more goes with its pictures, unless something is filled in it", async () => {
  await learnForms(vault, server, ANNA, [LINE]);

  await forgetForms(vault, ANNA, [], new Set(["f1"]));
  expect(await kept()).toBeDefined();
  await forgetForms(vault, ANNA, [LINE], new Set());
  expect(await kept()).toBeDefined();
  await forgetForms(vault, ANNA, [], new Set(["f10"]));

  expect(await kept()).toBeUndefined();
  expect(await vault.names(ANNA, "bytes")).toEqual([]);
});

test("what is known of the unit is filled in", () => {
  const xml = begun({ model: MODEL } as Definition, LINE, UNIT) ?? "";

  expect(xml).toContain("<settlement>26408</settlement>");
  expect(xml).toContain("<unit>A0001</unit>");
  expect(begun({ model: MODEL } as Definition, LINE, undefined)).toBeUndefined();
});

test("a questionnaire has arrived when its answers and every file did, each once", async () => {
  const outbox = new Outbox(vault, ANNA);
  const files = ["one.jpg", "two.jpg"].map(
    (name): FileInfo => ({ id: name, name, type: "", size: 1, sha256: "", what: "" }),
  );
  for (const file of files) await outbox.keepBytes(file.id, new Uint8Array([1]));
  await outbox.saveQuestionnaire(
    { id: "q", form: "f1", unit: "u1", xml: "<data/>", files, title: "Q", made: 1 },
    [],
  );
  server.part = (name) => (name === "two.jpg" ? "unreachable" : "stored");

  await synchronise(vault, server);
  expect((await outbox.items()).map((one) => one.kind === "questionnaire" && one.sent)).toEqual([
    ["one.jpg"],
  ]);
  server.part = (name) => (name === "q" ? "repeated" : "stored");
  await synchronise(vault, server);

  expect(server.parts).toEqual(["q", "one.jpg", "two.jpg"]);
  expect(await outbox.items()).toEqual([]);
  expect(await outbox.bytes("one.jpg")).toBeUndefined();
});
