import { expect, test } from "vitest";
import { asTimes } from "./times";

const [OR, AND, EQUAL, LESS, PLUS, MINUS, TIMES, UNION] = [0, 4, 8, 12, 16, 17, 20, 24];

const said = (v: string): Internal => ({ t: "str", v });
const numbered = (v: number): Internal => ({ t: "num", v });
const answered = (...texts: string[]): Internal => ({
  t: "arr",
  v: texts.map((text) => {
    const node = document.createElement("time");
    node.textContent = text;
    return node;
  }),
});

test.each([EQUAL, LESS, PLUS, MINUS])("operator %i takes two times as parts of a day", (operator) => {
  const sides = asTimes(answered("06:00:00.000+01:00"), operator, said("18:00"));

  expect(sides).toEqual([numbered(0.25), numbered(0.75)]);
});

test.each([OR, AND, UNION])("operator %i takes no numbers for times", (operator) => {
  const sides: [Internal, Internal] = [answered("00:00"), said("00:00")];

  expect(asTimes(sides[0], operator, sides[1])).toEqual(sides);
});

test("a time is compared to no words, and one answer at a time", () => {
  const pairs: [Internal, Internal][] = [
    [answered("06:00"), said("morning")],
    [answered("06:00", "18:00"), said("18:00")],
    [answered(), said("18:00")],
  ];

  expect(pairs.map(([left, right]) => asTimes(left, EQUAL, right))).toEqual(pairs);
});

test.each([TIMES, LESS])("operator %i takes a time beside a number as one", (operator) => {
  expect(asTimes(said("06:00"), operator, numbered(24))).toEqual([numbered(0.25), numbered(24)]);
});
