/** enketo-core binds its model to an evaluator of expressions here: its own, with our functions beside those it has. */
import Evaluator from "openrosa-xpath-evaluator/src/extended-xpath";
import extensions from "openrosa-xpath-evaluator/src/openrosa-extensions";
import { asNumber, asString } from "openrosa-xpath-evaluator/src/utils/xpath-cast";
import { FUNCTIONS } from "./functions";
import { overNodes } from "./nodes";
import { asTimes } from "./times";

const KINDS = { string: "str", number: "num", boolean: "bool" } as const;

interface Model {
  xml: XMLDocument & { jsEvaluate?: unknown };
  data?: { session?: Record<string, string> };
}

export default function bind(this: Model): void {
  const known = extensions();
  // A day is a moment, too.
  const { "decimal-date-time": decimal } = known.func;
  if (decimal) known.func["decimal-date"] = decimal;
  // A seed may be a moment, as forms are told to take one, or nothing yet: to enketo it has to be a whole number.
  const { randomize } = known.func;
  if (randomize) {
    known.func.randomize = (nodes, ...seed) =>
      randomize(
        nodes as Internal,
        ...seed.map((one) => ({ t: "num", v: Math.trunc(asNumber(one)) || 0 }) as Internal),
      );
  }
  for (const [name, answer] of Object.entries(overNodes(known.func))) known.func[name] = answer;
  const { handleInfix } = known.process;
  known.process.handleInfix = (fault, left, operator, right) => {
    const [one, other] = asTimes(left, operator, right);
    const answer = handleInfix(fault, one, operator, other);
    return answer ?? { t: "continue", lhs: one, op: operator, rhs: other };
  };
  const session = this.data?.session ?? {};
  const ours = { ...FUNCTIONS, property: (name = "") => session[name] ?? "" };
  for (const [name, answer] of Object.entries(ours)) {
    known.func[name] = (...given) => {
      const value = answer(...given.map(asString));
      return { t: KINDS[typeof value as keyof typeof KINDS], v: value };
    };
  }
  this.xml.jsEvaluate = new Evaluator(new XPathEvaluator(), known).evaluate;
}
