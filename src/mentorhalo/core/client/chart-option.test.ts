import { beforeEach, expect, test } from "vitest";
import { amount, type Look, optionOf, readTable } from "./chart-option";

const look: Look = {
  kind: "line",
  label: "Látogatások",
  unit: "alkalom",
  stacked: false,
  still: true,
  narrow: false,
  font: "Source Sans 3",
  ink: "black",
  quiet: "gray",
  line: "silver",
  colours: ["green", "orange"],
};

function table(html: string): HTMLTableElement {
  document.body.innerHTML = `<table>${html}</table>`;
  return document.querySelector("table") as HTMLTableElement;
}

beforeEach(() => {
  document.documentElement.lang = "hu";
});

test("a table becomes categories and series", () => {
  const data = readTable(
    table(`<thead><tr><th>Hónap</th><th>Terv</th><th>Tény</th></tr></thead>
      <tbody><tr><th>január</th><td>10</td><td>12,5</td></tr><tr><th>február</th><td>15&nbsp;240</td><td>–</td></tr></tbody>`),
  );

  expect(data).toEqual({
    categories: ["január", "február"],
    series: [
      { name: "Terv", values: [10, 15240] },
      { name: "Tény", values: [12.5, null] },
    ],
  });
});

test("numbers are read as the page's language writes them", () => {
  const cell = document.createElement("td");
  cell.textContent = "−1 234,5 %";
  expect(amount(cell)).toBe(-1234.5);

  document.documentElement.lang = "en";
  cell.textContent = "1,234.5";
  expect(amount(cell)).toBe(1234.5);

  cell.dataset.value = "7";
  expect(amount(cell)).toBe(7);
});

test("the axis writes numbers as the page's language does", () => {
  const option = optionOf(
    { categories: ["január", "február"], series: [{ name: "Tény", values: [0.5, 12500] }] },
    look,
  );
  const { formatter } = (option.yAxis as { axisLabel: { formatter: (value: number) => string } }).axisLabel;
  expect([formatter(0.5), formatter(12500)]).toEqual(["0,5", "12\u00a0500"]);

  document.documentElement.lang = "en";
  expect(formatter(0.5)).toBe("0.5");
});

test("the picture is described in words for those who do not see it", () => {
  const option = optionOf(
    {
      categories: ["január", "február"],
      series: [{ name: "Tény", values: [3, null] }],
    },
    look,
  ) as { aria: { label: { description: string } }; animation: boolean };

  expect(option.aria.label.description).toBe("Látogatások. Tény: január: 3 alkalom; február: –");
  expect(option.animation).toBe(false);
});

test("many bars lie, so that their names can be read", () => {
  const categories = Array.from({ length: 18 }, (_, index) => `megye ${index}`);
  const series = [{ name: "Közösségek", values: categories.map((_, index) => index) }];
  const option = optionOf({ categories, series }, { ...look, kind: "bar" }) as {
    xAxis: { type: string };
    yAxis: { type: string; inverse: boolean };
  };

  expect([option.xAxis.type, option.yAxis.type, option.yAxis.inverse]).toEqual(["value", "category", true]);
});
