/** One at a time among all pages and workers of this phone. */

/** Wait for the turn, then do it. */
export async function exclusively<Result>(name: string, deed: () => Promise<Result>): Promise<Result> {
  if (!navigator.locks) return deed(); // an old browser: the server takes care of what comes twice
  return navigator.locks.request(name, deed) as Promise<Result>;
}

/** Do it now, or not at all if somebody is at it. */
export async function ifFree<Result>(name: string, deed: () => Promise<Result>): Promise<Result | undefined> {
  if (!navigator.locks) return deed();
  return navigator.locks.request(name, { ifAvailable: true }, (lock) =>
    lock ? deed() : undefined,
  ) as Promise<Result | undefined>;
}
