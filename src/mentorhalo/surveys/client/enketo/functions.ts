/**
 * Functions that devices know and enketo's evaluator does not: a form that calls one would not open. And those that it hands
 * on to the browser's XPath, which cannot take a text with both kinds of quotes.
 */

type Answer = string | number | boolean;
type Point = [latitude: number, longitude: number];

/** By name; every argument comes as a text. */
export const FUNCTIONS: Record<string, (...given: string[]) => Answer> = {
  contains: (text = "", part = "") => text.includes(part),
  "starts-with": (text = "", start = "") => text.startsWith(start),
  "substring-before": (text = "", mark = "") => text.slice(0, Math.max(text.indexOf(mark), 0)),
  "substring-after": (text = "", mark = "") =>
    text.includes(mark) ? text.slice(text.indexOf(mark) + mark.length) : "",
  substring: (text = "", start = "", length = "Infinity") => part(text, Number(start), Number(length)),
  translate: (text = "", from = "", to = "") => translated(text, [...from], [...to]),
  replace: (text = "", pattern = "", by = "") => replaced(text, pattern, by),
  "upper-case": (text = "") => text.toUpperCase(),
  "lower-case": (text = "") => text.toLowerCase(),
  reverse: (text = "") => [...text].reverse().join(""),
  "thousands-sep": (text = "") => grouped(text),
  "base64-decode": (text = "") => decoded(text),
  depend: (text = "") => text,
  geofence: (point = "", area = "") => lies(points(point)[0], points(area)),
  intersects: (line = "") => crosses(points(line)),
};

/** As XPath counts: from one, places rounded. */
function part(text: string, start: number, length: number): string {
  const first = Math.round(start);
  const end = first + Math.round(length);
  return [...text].filter((_letter, at) => at + 1 >= first && at + 1 < end).join("");
}

function translated(text: string, from: string[], to: string[]): string {
  return [...text]
    .map((letter) => (from.includes(letter) ? (to[from.indexOf(letter)] ?? "") : letter))
    .join("");
}

/** An ordinary expression may hold what one of Unicode may not (`\-`); where it is none at all the text stays. */
function replaced(text: string, pattern: string, by: string): string {
  for (const flags of ["gu", "g"]) {
    try {
      return text.replace(new RegExp(pattern, flags), by);
    } catch {}
  }
  return text;
}

function grouped(text: string): string {
  const [whole = "", ...decimals] = text.split(".");
  return [whole.replace(/\B(?=(\d{3})+(?!\d))/g, ","), ...decimals].join(".");
}

function decoded(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
  } catch {
    return "";
  }
}

function points(text: string): Point[] {
  const read = text.split(";").map((point) => point.trim().split(/\s+/).map(Number));
  return read
    .filter(([latitude, longitude]) => Number.isFinite(latitude) && Number.isFinite(longitude))
    .map(([latitude = 0, longitude = 0]) => [latitude, longitude]);
}

/** Whether a ray from the point leaves the area an odd number of times. */
function lies(point: Point | undefined, area: Point[]): boolean {
  if (!point || area.length < 3) return false;
  const [x, y] = point;
  let isInside = false;
  for (const [at, [ax, ay]] of area.entries()) {
    const [bx, by] = area.at(at - 1) as Point;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside;
  }
  return isInside;
}

/** Whether any two stretches that are no neighbours meet. */
function crosses(line: Point[]): boolean {
  const stretches = line.slice(1).map((end, at) => [line[at] as Point, end] as const);
  const isClosed = line.length > 2 && line[0]?.join() === line.at(-1)?.join();
  return stretches.some((one, at) =>
    stretches.some((other, place) => {
      const areEnds = isClosed && at === 0 && place === stretches.length - 1;
      return place > at + 1 && !areEnds && meet(...one, ...other);
    }),
  );
}

function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}
