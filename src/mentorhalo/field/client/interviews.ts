/** Questionnaires on the phone: their forms, with data sets and pictures, and those that are being filled. */
import type { Definition } from "../../surveys/client/questionnaire";
import type { FileInfo } from "./outbox";
import type { Server } from "./server";
import type { FormLine, Unit } from "./state";
import { forgiveFull, type Vault } from "./vault";

/** What the server tells of a form (`queries/interviews.py`). */
export interface Form {
  definition: Definition;
  externals: Record<string, string>;
  media: { name: string; address: string; sha256: string }[];
}

export interface KeptForm extends Form {
  tag: string;
  hash: string;
  at: number; // when it was last asked for
}

export interface QuestionnaireDraft {
  id: string;
  form: string;
  unit: string;
  title: string;
  xml: string;
  files: FileInfo[];
  made: number;
  isSent?: boolean; // the answers are still as they were sent: they are to be corrected under an id of their own
  corrects?: string; // the fingerprint of what came back and is corrected here
  isAnew?: boolean; // what came back was changed since it was begun to be corrected: it begins with what stands there now
}

const HOUR = 3600_000;

export const nameOfMedia = (form: string, name: string) => `form/${form}/${name}`;

/** Fetch what is new, each as far as there is room; what cannot be had now stays as it was. Data sets may change without the form: asked every hour. */
export async function learnForms(
  vault: Vault,
  server: Server,
  account: string,
  forms: FormLine[],
): Promise<void> {
  for (const line of forms) await learn(vault, server, account, line).catch(forgiveFull);
}

async function learn(vault: Vault, server: Server, account: string, line: FormLine): Promise<void> {
  const { id, hash, address } = line;
  const kept = await vault.read<KeptForm>(account, "state", `form/${id}`);
  if (kept?.hash === hash && Date.now() - kept.at < HOUR) return;
  const answer = await server.form<Form>(address, kept?.tag);
  if (answer.outcome !== "fresh" && answer.outcome !== "same") return;
  const form = answer.data ?? kept;
  if (!form || !(await hasMedia(vault, server, account, id, form, kept))) return;
  const fresh: KeptForm = { ...form, tag: answer.tag ?? kept?.tag ?? "", hash, at: Date.now() };
  await vault.write(account, [{ kind: "state", name: `form/${id}`, value: fresh }]);
}

/** Forms that are not served any more go, with their files, unless something that is begun or waits is filled in them. */
export async function forgetForms(
  vault: Vault,
  account: string,
  forms: FormLine[],
  inUse: Set<string>,
): Promise<void> {
  const stays = new Set([...forms.map((one) => one.id), ...inUse]);
  const kept = (await vault.names(account, "state")).filter((one) => one.startsWith("form/"));
  const gone = kept.filter((one) => !stays.has(one.slice("form/".length)));
  if (gone.length === 0) return;
  const bytes = await vault.names(account, "bytes");
  const files = bytes.filter((one) => gone.some((form) => one.startsWith(`${form}/`)));
  await vault.write(account, [
    ...gone.map((name) => ({ kind: "state" as const, name })),
    ...files.map((name) => ({ kind: "bytes" as const, name })),
  ]);
}

async function hasMedia(
  vault: Vault,
  server: Server,
  account: string,
  id: string,
  form: Form,
  kept: KeptForm | undefined,
): Promise<boolean> {
  for (const { name, address, sha256 } of form.media) {
    if (kept?.media.some((one) => one.name === name && one.sha256 === sha256)) continue;
    const bytes = await server.file(address);
    if (!bytes || bytes === "gone") return false;
    await vault.write(account, [{ kind: "bytes", name: nameOfMedia(id, name), value: bytes }]);
  }
  return true;
}

/** An empty questionnaire with what is known of whom it asks: the unit's code and its settlement. */
export function begun(definition: Definition, form: FormLine, unit: Unit | undefined): string | undefined {
  if (!unit) return undefined;
  const model = new DOMParser().parseFromString(definition.model, "text/xml");
  const root = model.querySelector("instance")?.firstElementChild;
  if (!root) return undefined;
  fill(root, form.unit_key, unit.code);
  fill(root, form.settlement_key, unit.settlement);
  return new XMLSerializer().serializeToString(root);
}

function fill(root: Element, path: string, value: string): void {
  if (!path) return;
  let found: Element | undefined = root;
  for (const step of path.split("/"))
    found = [...(found?.children ?? [])].find((one) => one.localName === step);
  if (found && found.children.length === 0 && found.textContent === "") found.textContent = value;
}
