import { beforeAll, expect, test, vi } from "vitest";
import { show } from "../../core/client/testing";
import { type Data, lineAt, nodeAt, sceneOf } from "./ties-data";

const data: Data = {
  days: ["2025-12-31", "2026-03-31"],
  nodes: [
    ["Kórus", "communities", 0, 0, "community:1", "/k"],
    ["Könyvtár", "library", 1, 0, "organisation:2", "/l"],
    ["Anna", "mentor", 0, 1, "mentor:3", ""],
    ["Iskola", "school", 1, 1, "organisation:4", "/s"],
  ],
  ties: [
    [0, 1, "23"],
    [1, 3, ".0"],
  ],
  mentors: [[0, 2, "1."]],
};

beforeAll(async () => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
  await import("./ties");
});

test("a day shows its own ties, the sleeping ones uncounted", () => {
  const before = sceneOf(data, 0);
  const after = sceneOf(data, 1);

  expect([before.ties, before.nodes]).toEqual([1, 3]);
  expect([after.ties, after.nodes]).toEqual([1, 3]);
  expect(after.lines.map((line) => line.level)).toEqual([3, 0]);
  expect(after.radii[2]).toBe(0);
});

test("who has more ties is larger, or who has more of the given measure", () => {
  const [choir = 0, library = 0, mentor = 0] = sceneOf(data, 0).radii;
  expect(choir).toBeGreaterThan(library);
  expect(library).toBe(mentor);

  const [small = 0, large = 0] = sceneOf(data, 0, [0, 0.5, 0, 0]).radii;
  expect(large).toBeGreaterThan(small);
});

test("a point finds the node on it, else the line near it", () => {
  const scene = sceneOf(data, 0);
  const place = (node: number): [number, number] => {
    const [, , x, y] = data.nodes[node] ?? ["", "", 0, 0, "", ""];
    return [x * 100, y * 100];
  };

  expect(nodeAt(data, scene, place, 101, 1, 5)).toBe(1);
  expect(nodeAt(data, scene, place, 100, 100, 5)).toBeUndefined();
  expect(lineAt(scene, place, 50, 3, 6)).toMatchObject({ one: 0, other: 1 });
  expect(lineAt(scene, place, 50, 30, 6)).toBeUndefined();
});

test("the slider says the day and how many ties it has", async () => {
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(data)));
  show(
    '<mh-ties data-mh-src="/data?a=1" data-mh-day="2026-03-31" data-mh-count="{ties} / {nodes}" data-mh-slider="Nap"></mh-ties>',
  );
  await vi.waitFor(() => expect(document.querySelector("mh-ties input")).not.toBeNull());

  const slider = document.querySelector<HTMLInputElement>("mh-ties input");
  expect(slider?.value).toBe("1");
  expect(document.querySelector("mh-ties output")?.textContent).toContain("1 / 3");
});

test("what cannot be loaded says so", async () => {
  vi.stubGlobal("fetch", async () => new Response("", { status: 500 }));
  show('<mh-ties data-mh-src="/data?a=1" data-mh-failed="Nem sikerült."></mh-ties>');

  await vi.waitFor(() => expect(document.querySelector("mh-ties")?.textContent).toBe("Nem sikerült."));
});

test("a picture that is being laid out is asked for again, and says so meanwhile", async () => {
  vi.useFakeTimers();
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  let made = false;
  const ask = vi.fn(async () =>
    made ? new Response(JSON.stringify(data)) : new Response('{"state": "waiting"}', { status: 202 }),
  );
  vi.stubGlobal("fetch", ask);
  show(`<mh-ties data-mh-src="/data" data-mh-waiting="Készül" data-mh-later="Később"></mh-ties>`);
  const picture = document.querySelector("mh-ties") as HTMLElement;
  await vi.advanceTimersByTimeAsync(0);
  expect([picture.textContent, picture.getAttribute("role")]).toEqual(["Készül", "status"]);

  made = true;
  await vi.advanceTimersByTimeAsync(1000);

  expect(ask).toHaveBeenCalledTimes(2);
  expect(picture.querySelector("canvas")).not.toBeNull();
  expect(picture.hasAttribute("role")).toBe(false);

  made = false;
  show(`<mh-ties data-mh-src="/data" data-mh-waiting="Készül" data-mh-later="Később"></mh-ties>`);
  await vi.advanceTimersByTimeAsync(400_000);
  expect(document.querySelector("mh-ties")?.textContent).toBe("Később");
  vi.useRealTimers();
});
