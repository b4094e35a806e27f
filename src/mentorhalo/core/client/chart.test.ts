import { beforeAll, expect, test, vi } from "vitest";
import { show } from "./testing";

beforeAll(async () => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
  await import("./chart");
});

const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => `<tr><th>${index}</th><td>${index}</td></tr>`).join("");
const chart = (body: string) =>
  `<mh-chart data-mh-chart="bar" data-mh-label="Kör" data-mh-table="Ugyanez táblázatban"><table><thead><tr><th>Év</th><th>Fő</th></tr></thead><tbody>${body}</tbody></table></mh-chart>`;

test("the chart stands before its table, which stays one key away", () => {
  show(chart(rows(3)));

  const element = document.querySelector("mh-chart");
  expect(element?.firstElementChild?.className).toBe("mh-chart-picture");
  expect(element?.querySelector("details > summary")?.textContent).toBe("Ugyanez táblázatban");
  expect(element?.querySelectorAll("details table tbody tr").length).toBe(3);
});

test("one row is no chart: the table stays as it was", () => {
  show(chart(rows(1)));

  expect(document.querySelector("mh-chart")?.firstElementChild?.tagName).toBe("TABLE");
});
