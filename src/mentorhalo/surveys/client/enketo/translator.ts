/** enketo-core asks for its words here. */
import { type Key, say } from "../words";

export function t(key: string, values?: Record<string, string | number>): string {
  return say(key as Key, values);
}
