/** Room on the phone: asked to last, watched, and told early. */
const LITTLE = 50 * 1024 * 1024;
const MUCH = 0.85;

export interface Room {
  lasting: boolean; // the browser will not clear it by itself
  almostFull: boolean;
  left: number;
}

/** Ask the browser to keep what is here; it may ask the person, or decide by itself. */
export async function askToLast(): Promise<void> {
  if (!(await navigator.storage?.persisted?.())) await navigator.storage?.persist?.();
}

export async function roomLeft(): Promise<Room> {
  const lasting = (await navigator.storage?.persisted?.()) ?? false;
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return { lasting, left: quota - usage, almostFull: isAlmostFull(usage, quota) };
}

export function isAlmostFull(usage: number, quota: number): boolean {
  return quota > 0 && (quota - usage < LITTLE || usage / quota > MUCH);
}
