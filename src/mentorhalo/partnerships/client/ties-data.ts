/** The network as it comes from the server, and what a picture of one day needs of it. */
export type Node = [name: string, sector: string, x: number, y: number, ref: string, card: string];
export type Tie = [one: number, other: number, signs: string];

export interface Data {
  days: string[];
  nodes: Node[];
  ties: Tie[];
  mentors: Tie[];
  sizes?: number[][];
}

export interface Line {
  one: number;
  other: number;
  /** 0: nothing is seen of it; -1: of a mentor. */
  level: number;
}

export interface Scene {
  lines: Line[];
  /** Radius of each node; 0 where it is not there on the day. */
  radii: number[];
  ties: number;
  nodes: number;
}

const SMALLEST = 2.5;
const LARGEST = 11;
const OF_MENTOR = -1;

/** What stands on the picture on one day, sized by the number of ties or by the given measure. */
export function sceneOf(data: Data, day: number, sizes?: number[]): Scene {
  const lines: Line[] = [];
  const there = new Uint8Array(data.nodes.length);
  const degrees = new Array<number>(data.nodes.length).fill(0);
  const add = (tie: Tie, level: number) => {
    const [one, other] = tie;
    lines.push({ one, other, level });
    there[one] = there[other] = 1;
    if (level === 0) return;
    degrees[one] = (degrees[one] ?? 0) + 1;
    degrees[other] = (degrees[other] ?? 0) + 1;
  };
  for (const tie of data.mentors) if (tie[2][day] === "1") add(tie, OF_MENTOR);
  for (const tie of data.ties) {
    const sign = tie[2][day];
    if (sign !== undefined && sign !== ".") add(tie, Number(sign));
  }
  const values = sizes ?? degrees;
  const most = Math.max(1e-9, ...values);
  const radii = values.map((value, node) =>
    there[node] ? SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(value / most) : 0,
  );
  return {
    lines,
    radii,
    ties: lines.filter((line) => line.level > 0).length,
    nodes: there.reduce((sum, one) => sum + one, 0),
  };
}

/** The node under a point, else none; `reach` is how near a finger must come, in the picture's own units. */
export function nodeAt(
  data: Data,
  scene: Scene,
  place: (node: number) => [number, number],
  x: number,
  y: number,
  reach: number,
): number | undefined {
  let found: number | undefined;
  let nearest = Number.POSITIVE_INFINITY;
  for (let node = 0; node < data.nodes.length; node++) {
    const radius = scene.radii[node] ?? 0;
    if (!radius) continue;
    const [px, py] = place(node);
    const away = Math.hypot(px - x, py - y);
    if (away <= Math.max(radius, reach) && away < nearest) {
      nearest = away;
      found = node;
    }
  }
  return found;
}

/** The line under a point, else none. */
export function lineAt(
  scene: Scene,
  place: (node: number) => [number, number],
  x: number,
  y: number,
  reach: number,
): Line | undefined {
  let found: Line | undefined;
  let nearest = reach;
  for (const line of scene.lines) {
    const [ax, ay] = place(line.one);
    const [bx, by] = place(line.other);
    const long = (bx - ax) ** 2 + (by - ay) ** 2 || 1;
    const along = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long));
    const away = Math.hypot(ax + along * (bx - ax) - x, ay + along * (by - ay) - y);
    if (away < nearest) {
      nearest = away;
      found = line;
    }
  }
  return found;
}
