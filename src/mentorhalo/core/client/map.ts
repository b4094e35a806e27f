/**
 * <mh-map>: our own boundaries on canvas; counties first, settlements on approach. Values come from a JSON script
 * (data-mh-values holds its id): {code: {value, label, href, active}}. Counties can be reached and opened by keyboard.
 */
import type { Feature, FeatureCollection } from "geojson";
import * as L from "leaflet";
import "./css/map.css";
import { collection } from "./boundaries";
import { onSchemeChange, token } from "./palette";

interface Value {
  value?: number | null;
  label?: string;
  href?: string;
  active?: boolean;
}

const APPROACH = 8;
const NO_FRAME = { zoomControl: false, attributionControl: false, zoomSnap: 0.25 };

export class MapElement extends HTMLElement {
  #map: L.Map | undefined;
  #values: Record<string, Value> = {};
  #detail: L.GeoJSON | undefined;
  #outlines: L.GeoJSON | undefined;
  #asked = false;
  #stopListening: (() => void) | undefined;

  async connectedCallback(): Promise<void> {
    if (this.#map) return;
    const outlines = await collection(this.dataset.mhSrc ?? "", this.dataset.mhObject).catch(() => undefined);
    if (!outlines) {
      this.#tellFailed();
      return;
    }
    const values = document.getElementById(this.dataset.mhValues ?? "");
    this.#values = JSON.parse(values?.textContent || "{}");
    const canvas = document.createElement("div");
    canvas.className = "mh-map-canvas";
    canvas.setAttribute("role", "region");
    canvas.setAttribute("aria-label", this.dataset.mhLabel ?? "");
    const held = this.contains(document.activeElement);
    this.replaceChildren(canvas);
    this.#draw(canvas, outlines);
    // Who stood in what the map takes the place of stands on the map.
    if (held) canvas.focus({ preventScroll: true });
  }

  disconnectedCallback(): void {
    this.#stopListening?.();
    this.#map?.remove();
    this.#map = undefined;
  }

  #tellFailed(): void {
    const said = document.createElement("p");
    said.className = "mh-note";
    said.setAttribute("role", "status");
    said.textContent = this.dataset.mhFailed ?? "";
    this.append(said);
  }

  #draw(canvas: HTMLElement, outlines: FeatureCollection): void {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(canvas, {
      ...NO_FRAME,
      zoomAnimation: !still,
      fadeAnimation: !still,
      preferCanvas: true,
    });
    this.#map = map;
    L.control
      .zoom({ zoomInTitle: this.dataset.mhZoomIn ?? "+", zoomOutTitle: this.dataset.mhZoomOut ?? "−" })
      .addTo(map);
    // Counties are few and must take the keyboard's focus: they are drawn as SVG, settlements on canvas.
    this.#outlines = L.geoJSON(outlines, {
      renderer: L.svg(),
      style: (feature) => this.#style(feature, true),
      onEachFeature: (feature, layer) => this.#explain(feature, layer as L.Path),
    } as L.GeoJSONOptions).addTo(map);
    map.fitBounds(this.#outlines.getBounds(), { padding: [8, 8] });
    map.setMinZoom(map.getZoom());
    map.setMaxBounds(this.#outlines.getBounds().pad(0.25));
    this.#outlines.eachLayer((layer) => this.#makeReachable(layer as L.Path));
    map.on("zoomend", () => void this.#approach());
    this.#stopListening = onSchemeChange(() => this.#repaint());
  }

  get #near(): boolean {
    return (this.#map?.getZoom() ?? 0) >= APPROACH;
  }

  async #approach(): Promise<void> {
    if (!this.dataset.mhDetailSrc) return;
    if (this.#near && !this.#detail && !this.#asked) {
      this.#asked = true;
      const found = await collection(this.dataset.mhDetailSrc).catch(() => undefined);
      this.#asked = false;
      if (!found || !this.#map) return;
      this.#detail = L.geoJSON(found, {
        style: (feature) => this.#style(feature, false),
        onEachFeature: (feature, layer) => this.#explain(feature, layer as L.Path),
      });
    }
    if (!this.#map || !this.#detail) return;
    if (this.#near) this.#detail.addTo(this.#map);
    else this.#detail.remove();
    this.#outlines?.setStyle((feature) => this.#style(feature, true));
  }

  #style(feature: Feature | undefined, outline: boolean): L.PathOptions {
    const value = this.#values[feature?.properties?.code];
    const active = value?.active ?? Boolean(value?.value);
    return {
      color: token(outline ? "line-strong" : "line"),
      weight: outline ? 1.25 : 0.75,
      // Near by, the settlements lie open under the county's line.
      fill: !(outline && this.#detail && this.#near),
      fillColor: token(active ? (outline ? "works-there" : "works") : "tone-0"),
      fillOpacity: 1,
    };
  }

  #explain(feature: Feature, layer: L.Path): void {
    layer.bindTooltip(this.#words(feature), { sticky: true });
    const href = this.#values[feature.properties?.code]?.href;
    if (href) layer.on("click", () => window.location.assign(href));
  }

  #words(feature: Feature): string {
    const { code, name } = feature.properties ?? {};
    const value = this.#values[code];
    const text = value?.label ?? value?.value?.toLocaleString(document.documentElement.lang);
    const holder = document.createElement("span");
    holder.textContent = text ? `${name}: ${text}` : String(name);
    return holder.innerHTML;
  }

  #makeReachable(layer: L.Path & { feature?: Feature }): void {
    const shape = layer.getElement();
    const code = layer.feature?.properties?.code;
    const href = this.#values[code]?.href;
    if (!shape || !layer.feature) return;
    shape.setAttribute("data-mh-code", code);
    if (!href) return;
    shape.setAttribute("tabindex", "0");
    shape.setAttribute("role", "link");
    shape.setAttribute("aria-label", this.#words(layer.feature));
    shape.addEventListener("focus", () => layer.openTooltip());
    shape.addEventListener("blur", () => layer.closeTooltip());
    shape.addEventListener("keydown", (event) => {
      if ((event as KeyboardEvent).key === "Enter") window.location.assign(href);
    });
  }

  #repaint(): void {
    this.#outlines?.setStyle((feature) => this.#style(feature, true));
    this.#detail?.setStyle((feature) => this.#style(feature, false));
  }
}

if (!customElements.get("mh-map")) customElements.define("mh-map", MapElement);
