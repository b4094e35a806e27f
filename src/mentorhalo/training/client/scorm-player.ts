/**
 * The learning platform as a SCORM package sees it: `API` (1.2) or `API_1484_11` (2004) in its own window.
 *
 * The package runs in a frame of no origin, where it reaches no other window; so this script goes into each of its pages.
 * It learns from the page itself what was kept of the learner, and sends what is new to an address that opens nothing else.
 */
import { Scorm12API, Scorm2004API } from "scorm-again";

interface Told {
  kind: "scorm12" | "scorm2004";
  report: string;
  learner: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the package kept
  kept: any;
}

/** No request of its own is asked for first (`text/plain`), as none would be answered; the frame has no cookies to send. */
export const settings = (told: Told) => ({
  autocommit: true,
  autocommitSeconds: 5,
  lmsCommitUrl: told.report,
  commitRequestDataType: "text/plain;charset=UTF-8",
  renderCommonCommitFields: true,
  alwaysSendTotalTime: true,
  logLevel: 5,
});

/** What the package finds: who learns, by a number alone, and what it left there the last time. */
export function found(told: Told): Record<string, unknown> {
  const { exit, session_time, ...kept } = told.kept?.cmi ?? {};
  const entry = told.kept ? "resume" : "ab-initio";
  if (told.kind === "scorm2004") return { ...kept, entry, learner_id: told.learner };
  const { exit: _exit, session_time: _time, ...core } = kept.core ?? {};
  return { ...kept, core: { ...core, entry, student_id: told.learner } };
}

export function platform(told: Told): Scorm12API | Scorm2004API {
  const api = told.kind === "scorm12" ? new Scorm12API(settings(told)) : new Scorm2004API(settings(told));
  api.loadFromJSON(found(told), "cmi");
  return api;
}

/** Whether a page of the package above this one has the platform already. A page of another origin is none of the package. */
export function isAbove(name: string, page: Window): boolean {
  try {
    for (let above = page; above !== above.parent; ) {
      above = above.parent;
      if (name in above) return true;
    }
  } catch {
    return false;
  }
  return false;
}

const written = document.getElementById("mh-package");
if (written) {
  const told: Told = JSON.parse(written.textContent ?? "{}");
  const name = told.kind === "scorm12" ? "API" : "API_1484_11";
  if (!isAbove(name, window)) Object.assign(window, { [name]: platform(told) });
}
