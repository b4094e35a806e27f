/** <mh-chart>: a picture of the table it holds. The table stays, one key away; where a chart cannot be drawn, open. */
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import langHU from "echarts/i18n/langHU-obj.js";
import { SVGRenderer } from "echarts/renderers";
import { type Kind, optionOf, readTable } from "./chart-option";
import { onSchemeChange, token } from "./palette";

echarts.use([
  LineChart,
  BarChart,
  GridComponent,
  TooltipComponent,
  LegendComponent,
  AriaComponent,
  SVGRenderer,
]);
echarts.registerLocale("HU", langHU);

const NARROW = 420;

export class ChartElement extends HTMLElement {
  #chart: echarts.ECharts | undefined;
  #watch: ResizeObserver | undefined;
  #stopListening: (() => void) | undefined;

  connectedCallback(): void {
    const table = this.querySelector("table");
    if (!table || this.#chart) return;
    const data = readTable(table);
    if (data.categories.length < 2 || data.series.length === 0) return;
    const picture = document.createElement("div");
    picture.className = "mh-chart-picture";
    this.#foldTable(picture);
    const locale = document.documentElement.lang === "hu" ? "HU" : "EN";
    this.#chart = echarts.init(picture, null, { renderer: "svg", locale });
    const draw = () =>
      this.#chart?.setOption(
        optionOf(data, {
          kind: (this.dataset.mhChart as Kind) || "line",
          label: this.dataset.mhLabel ?? "",
          unit: this.dataset.mhUnit ?? "",
          stacked: this.dataset.mhStacked !== undefined,
          still: window.matchMedia("(prefers-reduced-motion: reduce)").matches,
          narrow: picture.clientWidth < NARROW,
          font: token("font", this),
          ink: token("ink", this),
          quiet: token("quiet", this),
          line: token("line", this),
          colours: [token("green", this), token("amber", this), token("tone-4", this), token("quiet", this)],
        }),
        true,
      );
    draw();
    this.#watch = new ResizeObserver(() => {
      this.#chart?.resize();
      draw();
    });
    this.#watch.observe(picture);
    this.#stopListening = onSchemeChange(draw);
  }

  disconnectedCallback(): void {
    this.#watch?.disconnect();
    this.#stopListening?.();
    this.#chart?.dispose();
    this.#chart = undefined;
  }

  #foldTable(picture: HTMLElement): void {
    const held = this.contains(document.activeElement) ? document.activeElement : null;
    const details = document.createElement("details");
    details.className = "ds-details";
    const summary = document.createElement("summary");
    summary.textContent = this.dataset.mhTable ?? "";
    const body = document.createElement("div");
    body.append(...this.childNodes);
    details.append(summary, body);
    this.append(picture, details);
    if (!(held instanceof HTMLElement || held instanceof SVGElement)) return;
    // Who stands in the table already stays there; moving it has let the focus go.
    details.open = true;
    held.focus({ preventScroll: true });
  }
}

if (!customElements.get("mh-chart")) customElements.define("mh-chart", ChartElement);
