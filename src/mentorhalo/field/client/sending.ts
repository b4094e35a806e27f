/** Sending what waits: from the open page or, with the page closed, from the service worker. One of them at a time. */
import { Clock } from "./clock";
import { ifFree } from "./locks";
import { type Item, Outbox } from "./outbox";
import type { Answer, Server, Told } from "./server";
import type { State } from "./state";
import { forgiveFull, LEAVING, Locked, type Vault } from "./vault";

/** The state as it was synchronised, with the name it has for the server. */
export interface Known {
  state: State;
  tag: string;
  at: number;
}

/** How a synchronisation ended; `busy`: somebody else is at it, and will tell. */
export type Ending = "done" | "sign_in" | "stranger" | "unreachable" | "busy";

export interface Report {
  ending: Ending;
  arrived: number;
  left: number; // still waiting, the refused not counted
}

export type Tell = (sending: string | undefined) => void;

const LOCK = "mentorhalo-field-sending";
const CHANNEL = "mentorhalo-field";

/** Ask for the state, learn the clock, send what waits. Whoever signs in with another account takes the phone over. */
export async function synchronise(vault: Vault, server: Server, tell: Tell = () => {}): Promise<Report> {
  const report = await ifFree(LOCK, async () => {
    const { ending, token } = await refresh(vault, server);
    const account = await vault.current();
    if (!account) return { ending: ending === "done" ? "sign_in" : ending, arrived: 0, left: 0 } as Report;
    const outbox = new Outbox(vault, account);
    const sent = ending === "done" ? await sendAll(server, outbox, token, tell) : { ending, arrived: 0 };
    if (sent.arrived > 0 && sent.ending === "done") await refresh(vault, server);
    const left = (await outbox.items()).filter((one) => one.state === "waiting").length;
    return { ...sent, left };
  });
  tell(undefined);
  return report ?? { ending: "busy", arrived: 0, left: 0 };
}

/** Pages and workers of this phone tell each other that something changed. */
export function told(heard: () => void): BroadcastChannel {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", heard);
  return channel;
}

export function tellOthers(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("changed");
  channel.close();
}

async function refresh(vault: Vault, server: Server): Promise<{ ending: Ending; token: string }> {
  const account = await vault.current();
  const known = account ? await vault.read<Known>(account, "state", "all").catch(forgetLocked) : undefined;
  // In another language everything is told anew.
  const answer = await server.state(known?.state.language === server.language ? known.tag : "");
  if (await vault.plain(LEAVING)) return { ending: await endSession(vault, server, answer), token: "" };
  if (answer.outcome !== "fresh" && answer.outcome !== "same") return { ending: answer.outcome, token: "" };
  const state = answer.data ?? known?.state;
  if (!state) return { ending: "unreachable", token: "" };
  await new Clock(vault).learn(answer.time ?? Date.now());
  if (!(await vault.enter(state.account)))
    return { ending: await endSession(vault, server, answer), token: "" };
  const tag = answer.tag ?? known?.tag ?? "";
  const fresh: Known = { state, tag, at: answer.time ?? Date.now() };
  // A phone that is full can still send: that is what makes room.
  await vault.write(state.account, [{ kind: "state", name: "all", value: fresh }]).catch(forgiveFull);
  if (account !== state.account) tellOthers();
  return { ending: "done", token: answer.token ?? "" };
}

/** Somebody signed out of the phone while there was no signal: the session ends before anything else is done with it. */
async function endSession(vault: Vault, server: Server, answer: Told<State>): Promise<Ending> {
  if (answer.outcome === "unreachable") return "unreachable";
  if (answer.token && !(await server.signOut(answer.token))) return "unreachable";
  await vault.setPlain(LEAVING, false);
  return "sign_in";
}

async function sendAll(
  server: Server,
  outbox: Outbox,
  token: string,
  tell: Tell,
): Promise<{ ending: Ending; arrived: number }> {
  let arrived = 0;
  for (const { id } of inOrder(await outbox.items())) {
    if (!(await isReady(outbox, id))) continue;
    const item = await outbox.sending(id);
    if (!item) continue;
    tell(id);
    const answer = await sendItem(server, outbox, item, token);
    await settle(outbox, item, answer);
    tellOthers();
    if (hasArrived(answer)) arrived += 1;
    if (answer.outcome === "sign_in" || answer.outcome === "unreachable")
      return { ending: answer.outcome, arrived };
  }
  return { ending: "done", arrived };
}

async function sendItem(server: Server, outbox: Outbox, item: Item, token: string): Promise<Answer> {
  if (item.kind === "entry" || item.kind === "practice") return server.send(item, outbox.account, token);
  if (item.kind === "photo") return server.send(item, outbox.account, token, await outbox.bytes(item.id));
  if (item.kind === "attempt") return server.sendAttempt(item, outbox.account, token);
  let answer = await server.sendQuestionnaire(item, outbox.account, token);
  for (const info of item.files.filter((one) => !item.sent.includes(one.id))) {
    if (!hasArrived(answer)) break;
    const bytes = await outbox.bytes(info.id);
    if (!bytes) continue;
    answer = await server.sendQuestionnaire(item, outbox.account, token, { info, bytes });
    if (hasArrived(answer)) await outbox.fileArrived(item.id, info.id);
  }
  return answer;
}

function hasArrived(answer: Answer): boolean {
  return answer.outcome === "stored" || answer.outcome === "repeated";
}

async function settle(outbox: Outbox, item: Item, answer: Answer): Promise<void> {
  if (hasArrived(answer)) await outbox.arrived(item, answer.time ?? Date.now());
  else if (answer.outcome === "refused") await outbox.refused(item, answer.message, answer.errors);
}

/** Photos last: a photo is taken only for an entry or a practice that is there. */
function inOrder(items: Item[]): Item[] {
  const waiting = items.filter((one) => one.state === "waiting");
  return [...waiting.filter((one) => one.kind !== "photo"), ...waiting.filter((one) => one.kind === "photo")];
}

async function isReady(outbox: Outbox, id: string): Promise<boolean> {
  const item = await outbox.item(id);
  if (item?.state !== "waiting") return false;
  return item.kind !== "photo" || (await outbox.item(item.entry)) === undefined;
}

function forgetLocked(fault: unknown): undefined {
  if (!(fault instanceof Locked)) throw fault;
  return undefined;
}
