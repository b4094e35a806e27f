/**
 * The service worker: keeps the shell, so that the app opens without a signal, and sends what waits when the signal is back and
 * the page is closed. A new version is fetched whole and waits until the person takes it; then the old one's shell goes.
 */
import { synchronise } from "./sending";
import { type Addresses, Server } from "./server";
import { Vault } from "./vault";

interface Kept {
  version: string;
  language: string;
  files: string[];
  addresses: Addresses;
}

interface ExtendableEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}

interface SyncEvent extends ExtendableEvent {
  tag: string;
}

interface FetchEvent extends ExtendableEvent {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Scope extends EventTarget {
  field: Kept;
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
}

const scope = self as unknown as Scope;
const { version, language, files, addresses } = scope.field;
// The caches of the other language are not ours to clear.
const PREFIX = `mentorhalo-field-${language}-`;
const NAME = PREFIX + version;

function on<Kind extends Event>(name: string, heard: (event: Kind) => void): void {
  scope.addEventListener(name, heard as EventListener);
}

on<ExtendableEvent>("install", (event) => event.waitUntil(keep()));
on<ExtendableEvent>("activate", (event) => event.waitUntil(takeOver()));
on<MessageEvent>("message", (event) => {
  if (event.data === "take over") void scope.skipWaiting();
});
on<FetchEvent>("fetch", (event) => {
  if (isOfShell(event.request)) event.respondWith(kept(event.request));
});
on<SyncEvent>("sync", (event) => {
  if (event.tag === "send") event.waitUntil(send());
});

/** All of it or nothing: half a shell is worse than the old one. Who is signed out gets no new one. */
async function keep(): Promise<void> {
  const cache = await caches.open(NAME);
  const page = await fetch(addresses.shell, { cache: "no-store", redirect: "manual" });
  if (!page.ok) throw new Error("The page is not to be had now.");
  await cache.put(addresses.shell, page);
  await cache.addAll(files);
}

async function takeOver(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)),
  );
  await scope.clients.claim();
}

function isOfShell(request: Request): boolean {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return false;
  return request.mode === "navigate" ? pathname === addresses.shell : files.includes(pathname);
}

async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(NAME);
  const key = request.mode === "navigate" ? addresses.shell : new URL(request.url).pathname;
  return (await cache.match(key)) ?? fetch(request);
}

/** What is left makes the browser try again later. */
async function send(): Promise<void> {
  const vault = await Vault.open();
  try {
    const report = await synchronise(vault, new Server(addresses, language));
    if (report.ending === "unreachable" && report.left > 0) throw new Error("Something still waits.");
  } finally {
    vault.close();
  }
}
