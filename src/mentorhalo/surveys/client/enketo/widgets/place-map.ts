/** Our own boundaries beneath the points of an answer; a click adds one. What it shows stands in numbers beside it. */
import * as L from "leaflet";
import { onSchemeChange, token } from "../../../../core/client/palette";
import { say } from "../../words";
import type { Point } from "./place";

export class Chart {
  #map: L.Map;
  #drawn = L.layerGroup();
  #outlines: L.GeoJSON;
  #last: [Point[], string] = [[], "geopoint"];

  constructor(
    holder: HTMLElement,
    boundaries: GeoJSON.FeatureCollection,
    onPick: (lat: number, lng: number) => void,
  ) {
    holder.className = "mh-q-map";
    holder.setAttribute("role", "region");
    holder.setAttribute("aria-label", say("map.label"));
    this.#map = L.map(holder, {
      attributionControl: false,
      zoomSnap: 0.25,
      preferCanvas: true,
      keyboard: true,
    });
    this.#outlines = L.geoJSON(boundaries, { style: () => this.#style(), interactive: false }).addTo(
      this.#map,
    );
    this.#map.fitBounds(this.#outlines.getBounds(), { padding: [4, 4] });
    this.#drawn.addTo(this.#map);
    this.#map.on("click", ({ latlng }) => onPick(latlng.lat, latlng.lng));
    onSchemeChange(() => {
      this.#outlines.setStyle(() => this.#style());
      this.show(...this.#last);
    });
  }

  #style(): L.PathOptions {
    return { color: token("line-strong"), weight: 1, fill: true, fillColor: token("tone-0"), fillOpacity: 1 };
  }

  show(points: Point[], type: string): void {
    this.#last = [points, type];
    this.#drawn.clearLayers();
    const places = points.map(([lat, lng]) => L.latLng(Number(lat), Number(lng)));
    const line = { color: token("works"), weight: 3, interactive: false };
    if (type === "geotrace") L.polyline(places, line).addTo(this.#drawn);
    if (type === "geoshape") L.polygon(places, line).addTo(this.#drawn);
    for (const place of places) {
      L.circleMarker(place, { radius: 6, color: token("works"), fillOpacity: 1, interactive: false }).addTo(
        this.#drawn,
      );
    }
  }
}
