import { expect, test } from "vitest";
import { FUNCTIONS } from "./functions";

function call(name: string, ...given: string[]): unknown {
  return FUNCTIONS[name]?.(...given);
}

test.each([
  ["contains", ["alma", "lm"], true],
  ["starts-with", ["alma", "lm"], false],
  ["substring-before", ["a@b", "@"], "a"],
  ["substring-before", ["ab", "@"], ""],
  ["substring-after", ["a@b", "@"], "b"],
  ["substring-after", ["ab", "@"], ""],
  ["substring", ["12345", "2", "3"], "234"],
  ["substring", ["12345", "2"], "2345"],
  ["substring", ["12345", "1.5", "2.6"], "234"],
  ["substring", ["12345", "0", "3"], "12"],
  ["translate", ["bar", "abc", "AB"], "BAr"],
  ["translate", ["-aaa-", "a-", "A"], "AAA"],
  ["replace", ["őzike", "[őz]", "x"], "xxike"],
  ["replace", ["a-b.c", "[\\w-\\.]", "x"], "xxxxx"],
  ["replace", ["a-b", "\\-", ""], "ab"],
  ["replace", ["a(b", "(", "x"], "a(b"],
  ["upper-case", ["ősz"], "ŐSZ"],
  ["lower-case", ["ŐSZ"], "ősz"],
  ["reverse", ["ősz"], "zső"],
  ["thousands-sep", ["1234567"], "1,234,567"],
  ["thousands-sep", ["-1234.56789"], "-1,234.56789"],
  ["base64-decode", ["xZFzeg=="], "ősz"],
  ["base64-decode", ["%"], ""],
  ["depend", ["a", "b"], "a"],
])("%s(%j) is %j", (name, given, answer) => {
  expect(call(name, ...given)).toBe(answer);
});

test("a text with both kinds of quotes is a text like others", () => {
  expect(call("substring-after", `O'Neil "Pat"`, "il ")).toBe('"Pat"');
});

test("a place lies inside an area, outside it, or is none", () => {
  const square = "0 0 0 0;0 2 0 0;2 2 0 0;2 0 0 0;0 0 0 0";

  expect(["1 1 0 0", "3 1 0 0", ""].map((place) => call("geofence", place, square))).toEqual([
    true,
    false,
    false,
  ]);
});

test("a way crosses itself, an area that only closes does not", () => {
  const lines = ["0 0;2 2;2 0;0 2", "0 0;0 2;2 2;2 0;0 0", "0 0;1 1", ""];

  expect(lines.map((line) => call("intersects", line))).toEqual([true, false, false, false]);
});
