import { expect, test } from "vitest";
import { asCollection } from "./boundaries";

const square = {
  type: "Topology" as const,
  arcs: [
    [
      [0, 0],
      [0, 1],
      [1, 1],
      [0, 0],
    ],
  ],
  objects: {
    settlements: {
      type: "GeometryCollection" as const,
      geometries: [{ type: "Polygon" as const, arcs: [[0]], properties: { code: "17376", name: "Abda" } }],
    },
  },
};

test("a topology is unfolded by its only object", () => {
  expect(asCollection(square).features.map((feature) => feature.properties)).toEqual([
    { code: "17376", name: "Abda" },
  ]);
});

test("an object that is not there is told", () => {
  expect(() => asCollection(square, "districts")).toThrow("no object districts");
});

test("GeoJSON stays as it is", () => {
  const data = { type: "FeatureCollection" as const, features: [] };

  expect(asCollection(data)).toBe(data);
});
