import type { EChartsCoreOption } from "echarts/core";

export type Kind = "line" | "bar";

export interface ChartData {
  categories: string[];
  series: { name: string; values: (number | null)[] }[];
}

export interface Look {
  kind: Kind;
  label: string;
  unit: string;
  stacked: boolean;
  still: boolean;
  narrow: boolean;
  font: string;
  ink: string;
  quiet: string;
  line: string;
  colours: string[];
}

/** First column: categories; each further column: a series named by its head. */
export function readTable(table: HTMLTableElement): ChartData {
  const names = cells(table.querySelector("thead tr")).slice(1).map(words);
  const rows = [...table.querySelectorAll("tbody tr")].map(cells);
  return {
    categories: rows.map((row) => words(row[0])),
    series: names.map((name, index) => ({ name, values: rows.map((row) => amount(row[index + 1])) })),
  };
}

/** A cell's number: its data-value, or its text as Hungarian or English pages write it. */
export function amount(cell: HTMLElement | undefined): number | null {
  const text = (cell?.dataset.value ?? cell?.textContent ?? "")
    .replace(/[\s\u00a0%]/g, "")
    .replace("\u2212", "-");
  const plain = document.documentElement.lang === "hu" ? text.replace(",", ".") : text.replaceAll(",", "");
  return plain === "" || Number.isNaN(Number(plain)) ? null : Number(plain);
}

export function optionOf(data: ChartData, look: Look): EChartsCoreOption {
  const lying = look.kind === "bar" && (look.narrow || data.categories.length > 6);
  const categories = {
    type: "category",
    data: data.categories,
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: look.line } },
    axisLabel: { color: look.quiet, ...(lying ? { interval: 0 } : { hideOverlap: true }) },
  };
  const values = {
    type: "value",
    axisLabel: { color: look.quiet, formatter: (value: number) => said(value, "") },
    splitLine: { lineStyle: { color: look.line } },
  };
  return {
    animation: !look.still,
    aria: { enabled: true, label: { enabled: true, description: describe(data, look) } },
    color: look.colours,
    textStyle: { fontFamily: look.font, color: look.ink, fontSize: 14 },
    grid: { left: 4, right: 12, top: data.series.length > 1 ? 40 : 12, bottom: 4, outerBoundsMode: "same" },
    legend: { show: data.series.length > 1, top: 0, left: 0, textStyle: { color: look.ink } },
    tooltip: {
      trigger: "axis",
      confine: true,
      valueFormatter: (value: unknown) => said(value, look.unit),
    },
    xAxis: lying ? values : categories,
    yAxis: lying ? categories : values,
    series: data.series.map((series) => ({
      name: series.name,
      type: look.kind,
      data: series.values,
      stack: look.stacked ? "all" : undefined,
      areaStyle: look.stacked && look.kind === "line" ? {} : undefined,
      symbolSize: 5,
      lineStyle: { width: 2 },
      barMaxWidth: 36,
    })),
  };
}

function describe(data: ChartData, look: Look): string {
  const parts = data.series.map((series) => {
    const points = series.values.map(
      (value, index) => `${data.categories[index]}: ${said(value, look.unit)}`,
    );
    return `${series.name}: ${points.join("; ")}`;
  });
  return [look.label, ...parts].filter(Boolean).join(". ");
}

function said(value: unknown, unit: string): string {
  if (typeof value !== "number") return "–";
  const shown = value.toLocaleString(document.documentElement.lang || "hu");
  return unit ? `${shown} ${unit}` : shown;
}

function cells(row: Element | null): HTMLElement[] {
  return [...(row?.children ?? [])] as HTMLElement[];
}

function words(cell: HTMLElement | undefined): string {
  return (cell?.textContent ?? "").replace(/\s+/g, " ").trim();
}
