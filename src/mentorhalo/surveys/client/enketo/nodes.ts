/** Functions over the answers of several repetitions, as phones take them: what does not apply is not among them. */
import { isNodeRelevant } from "enketo-core/src/js/relevant";
import { asNumber } from "openrosa-xpath-evaluator/src/utils/xpath-cast";

type Func = (...given: Internal[]) => Internal;

const OVER_NODES = ["count", "count-non-empty", "join"];
const OF_NUMBERS: Record<string, (numbers: number[]) => number> = {
  sum: (numbers) => numbers.reduce((sum, one) => sum + one, 0),
  max: (numbers) => (numbers.length > 0 ? Math.max(...numbers) : Number.NaN),
  min: (numbers) => (numbers.length > 0 ? Math.min(...numbers) : Number.NaN),
};

const COUNTED = /\b(?:count|count-non-empty|join|sum|max|min)\s*\(/;
const NAME = /\/([\p{L}_][\p{L}\p{N}_.-]*)/gu;

/** Names in what is reckoned over repetitions: whether they apply changes the result, even while nothing is answered. */
export function counted(form: HTMLFormElement): Set<string> {
  const names = new Set<string>();
  for (const element of form.querySelectorAll<HTMLElement>(
    "[data-calculate], [data-relevant], [data-constraint], .or-output",
  ))
    for (const expression of Object.values(element.dataset))
      if (expression && COUNTED.test(expression))
        for (const [, name = ""] of expression.matchAll(NAME)) names.add(name);
  return names;
}

export function overNodes(known: Record<string, Func>): Record<string, Func> {
  const made: Record<string, Func> = {};
  for (const name of OVER_NODES) {
    const answer = known[name];
    if (answer) made[name] = (...given) => answer(...given.map(applying));
  }
  // What is no number is passed over: a sum needs not all of its answers.
  for (const [name, answer] of Object.entries(OF_NUMBERS))
    made[name] = (...given) => {
      const numbers = given.flatMap(members).map((one) => asNumber(one as Internal));
      return { t: "num", v: answer(numbers.filter((one) => !Number.isNaN(one))) };
    };
  return made;
}

function members(value: Internal): unknown[] {
  return value.t === "arr" ? (applying(value).v as unknown[]) : [value];
}

function applying(value: Internal): Internal {
  if (value.t !== "arr") return value;
  const nodes = value.v as unknown[];
  return { ...value, v: nodes.filter((node) => !(node instanceof Element) || isNodeRelevant(node)) };
}
