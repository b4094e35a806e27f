import { expect, test, vi } from "vitest";
import { loadWhenSeen } from "./lazy";
import { show } from "./testing";

test("a heavy element is loaded once, when the first of its kind is seen", async () => {
  const map = vi.fn(async () => undefined);
  const chart = vi.fn(async () => undefined);
  show("<mh-one></mh-one>");
  loadWhenSeen({ "mh-one": map, "mh-two": chart });
  expect([map.mock.calls.length, chart.mock.calls.length]).toEqual([1, 0]);

  show("<mh-one></mh-one><mh-two></mh-two>");

  await vi.waitFor(() => expect([map.mock.calls.length, chart.mock.calls.length]).toEqual([1, 1]));
});
