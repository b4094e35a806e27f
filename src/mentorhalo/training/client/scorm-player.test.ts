import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { found, isAbove, platform } from "./scorm-player";

const sent: { url: string; type: string; body: string }[] = [];

/** Takes what would go to the server. */
class Request {
  status = 200;
  responseText = '{"result": true, "errorCode": 0}';
  private url = "";
  private type = "";
  open(_method: string, url: string): void {
    this.url = url;
  }
  setRequestHeader(name: string, value: string): void {
    if (name === "Content-Type") this.type = value;
  }
  send(body: string): void {
    sent.push({ url: this.url, type: this.type, body });
  }
}

beforeEach(() => {
  sent.length = 0;
  vi.stubGlobal("XMLHttpRequest", Request);
});
afterEach(() => vi.unstubAllGlobals());

const told = { report: "https://house.example/report/", learner: "17", kept: null };

it("keeps what a package of SCORM 1.2 says, and gives it back", () => {
  const api = platform({ ...told, kind: "scorm12" });
  api.lmsInitialize();
  expect(api.lmsGetValue("cmi.core.student_id")).toBe("17");
  expect(api.lmsGetValue("cmi.core.entry")).toBe("ab-initio");
  api.lmsSetValue("cmi.core.lesson_location", "3");
  api.lmsSetValue("cmi.core.score.raw", "80");
  api.lmsSetValue("cmi.core.lesson_status", "passed");
  api.lmsCommit();
  const [{ url, type, body } = { url: "", type: "", body: "{}" }] = sent;
  expect(url).toBe(told.report);
  expect(type).toBe("text/plain;charset=UTF-8");
  const said = JSON.parse(body);
  expect(said.successStatus).toBe("passed");
  expect(said.score.raw).toBe(80);

  const again = platform({ ...told, kind: "scorm12", kept: said.runtimeData });
  again.lmsInitialize();
  expect(again.lmsGetValue("cmi.core.lesson_location")).toBe("3");
  expect(again.lmsGetValue("cmi.core.entry")).toBe("resume");
});

it("does the same for SCORM 2004", () => {
  const api = platform({ ...told, kind: "scorm2004" });
  api.lmsInitialize();
  api.lmsSetValue("cmi.location", "3");
  api.lmsSetValue("cmi.score.scaled", "0.8");
  api.lmsSetValue("cmi.completion_status", "completed");
  api.lmsCommit();
  const said = JSON.parse(sent[0]?.body ?? "{}");
  expect(said.completionStatus).toBe("completed");
  expect(said.score.scaled).toBe(0.8);
  const again = platform({ ...told, kind: "scorm2004", kept: said.runtimeData });
  again.lmsInitialize();
  expect(again.lmsGetValue("cmi.location")).toBe("3");
  expect(again.lmsGetValue("cmi.learner_id")).toBe("17");
});

it("begins each time anew where the time is counted", () => {
  const kept = { cmi: { core: { session_time: "00:05:00", exit: "suspend", lesson_location: "3" } } };
  expect(found({ ...told, kind: "scorm12", kept })).toEqual({
    core: { lesson_location: "3", entry: "resume", student_id: "17" },
  });
});

it("asks the page above it for the platform, as far as it can see", () => {
  const top = { API: {} } as unknown as Window;
  Object.assign(top, { parent: top });
  const inner = { parent: { parent: top } } as unknown as Window;
  expect(isAbove("API", inner)).toBe(true);
  expect(isAbove("API_1484_11", inner)).toBe(false);
  const sealed = {
    get parent(): Window {
      return new Proxy({} as Window, {
        has() {
          throw new DOMException("another origin", "SecurityError");
        },
      });
    },
  } as Window;
  expect(isAbove("API", sealed)).toBe(false);
});
