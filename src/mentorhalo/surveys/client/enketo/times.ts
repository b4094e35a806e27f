/** Times of day between two sides of an operator, as phones take them: parts of a day, their zone that of the device. */
import { asString } from "openrosa-xpath-evaluator/src/utils/xpath-cast";

type Sides = [left: Internal, right: Internal];

// As the evaluator numbers its operators: comparisons from "=", arithmetic from "+", last the union of nodes.
const [EQUAL, PLUS, UNION] = [8, 16, 24];
const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?(?:Z|[+-]\d\d:?\d\d)?$/;

/** The sides with times as numbers: in arithmetic always, in comparisons beside another time or a number. */
export function asTimes(left: Internal, operator: number, right: Internal): Sides {
  if (operator < EQUAL || operator >= UNION) return [left, right];
  const sides: Sides = [asTime(left) ?? left, asTime(right) ?? right];
  return operator >= PLUS || sides.every(({ t }) => t === "num") ? sides : [left, right];
}

function asTime(value: Internal): Internal | undefined {
  const isOne = value.t === "str" || (value.t === "arr" && (value.v as unknown[]).length === 1);
  const found = isOne && TIME.exec(asString(value).trim());
  if (!found) return undefined;
  const [, hours, minutes, seconds = 0] = found;
  return { t: "num", v: (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) / 86400 };
}
