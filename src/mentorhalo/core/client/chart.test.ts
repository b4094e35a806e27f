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

test("who stands in the table when the chart comes stays there", () => {
  const made = document.createElement("mh-chart");
  document.body.replaceChildren(made);
  const row = '<tr><th><a href="/1">1</a></th><td>1</td></tr>';
  made.innerHTML = `<table><thead><tr><th>Év</th><th>Fő</th></tr></thead><tbody>${row}${rows(2)}</tbody></table>`;
  made.querySelector("a")?.focus();

  (made as HTMLElement & { connectedCallback(): void }).connectedCallback();

  expect(made.querySelector("details")?.open).toBe(true);
  expect(document.activeElement?.getAttribute("href")).toBe("/1");
});

test("one row is no chart: the table stays as it was", () => {
  show(chart(rows(1)));

  expect(document.querySelector("mh-chart")?.firstElementChild?.tagName).toBe("TABLE");
});
