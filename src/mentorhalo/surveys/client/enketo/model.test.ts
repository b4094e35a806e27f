import { expect, test } from "vitest";
import { begun } from "./model";

const MODEL =
  '<model><instance><data id="x"><unit/><who><name/></who><orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID/></orx:meta></data></instance></model>';

test("a new questionnaire begins with what is known", () => {
  const read = new DOMParser().parseFromString(
    begun(MODEL, {
      instanceId: "uuid:1",
      prefill: { unit: "A1", "who/name": "Éva <1>", who: "no", gone: "no" },
    }),
    "text/xml",
  );

  expect(
    [...read.querySelectorAll("*")]
      .filter((node) => node.children.length === 0)
      .map((node) => node.textContent),
  ).toEqual(["A1", "Éva <1>", "uuid:1"]);
});

test("without anything known the model stays as it is", () => {
  expect(begun(MODEL, {})).toBe(MODEL);
});
