/** Questionnaires that came back: their answers and files on the phone, until they are corrected. */
import type { Server } from "./server";
import type { Returned } from "./state";
import { forgiveFull, type Vault } from "./vault";

/** What the server tells of one (`queries/returned.py`). */
export interface Answers {
  xml: string;
  files: { name: string; type: string; size: number; sha256: string; address: string }[];
}

export interface KeptAnswers extends Answers {
  sent: string; // the fingerprint of what was sent
  filesSent?: string | undefined; // and of the files that had arrived by then
}

const PLACE = "returned/";

export const nameOfAnswers = (id: string) => `${PLACE}${id}`;
export const nameOfFile = (id: string, sha256: string) => `${PLACE}${id}/${sha256}`;

/** Fetch what came back and is not here yet, with its files, each as far as there is room; what is done with goes first. */
export async function learnReturned(
  vault: Vault,
  server: Server,
  account: string,
  lines: Returned[],
): Promise<void> {
  await forget(
    vault,
    account,
    lines.map((one) => one.id),
  );
  for (const line of lines) await learn(vault, server, account, line).catch(forgiveFull);
}

async function learn(vault: Vault, server: Server, account: string, line: Returned): Promise<void> {
  const name = nameOfAnswers(line.id);
  const kept = await vault.read<KeptAnswers>(account, "state", name);
  if (!line.form || (kept?.sent === line.sent && kept.filesSent === line.files)) return;
  const { data } = await server.returned<Answers>(line.address);
  const files = data && (await filesFetched(vault, server, account, line.id, data));
  if (!data || !files) return;
  const value: KeptAnswers = { ...data, files, sent: line.sent, filesSent: line.files };
  await vault.write(account, [{ kind: "state", name, value }]);
}

/** Those files that are here now; nothing if one of them is to be fetched once more. One that is gone is done without. */
async function filesFetched(
  vault: Vault,
  server: Server,
  account: string,
  id: string,
  answers: Answers,
): Promise<Answers["files"] | undefined> {
  const found: Answers["files"] = [];
  for (const file of answers.files) {
    const bytes = await server.file(file.address);
    if (!bytes) return undefined;
    if (bytes === "gone") continue;
    await vault.write(account, [{ kind: "bytes", name: nameOfFile(id, file.sha256), value: bytes }]);
    found.push(file);
  }
  return found;
}

async function forget(vault: Vault, account: string, ids: string[]): Promise<void> {
  const isGone = (name: string) => name.startsWith(PLACE) && !ids.includes(name.split("/")[1] ?? "");
  for (const kind of ["state", "bytes"] as const) {
    const gone = (await vault.names(account, kind)).filter(isGone);
    if (gone.length > 0)
      await vault.write(
        account,
        gone.map((name) => ({ kind, name })),
      );
  }
}
