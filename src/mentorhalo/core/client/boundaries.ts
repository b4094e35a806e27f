import type { FeatureCollection } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

/** Fetch GeoJSON or TopoJSON; of a topology its object `name`, or its first. */
export async function collection(url: string, name?: string): Promise<FeatureCollection> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return asCollection(await answer.json(), name);
}

export function asCollection(data: Topology | FeatureCollection, name?: string): FeatureCollection {
  if (data.type !== "Topology") return data;
  const object = data.objects[name || Object.keys(data.objects)[0] || ""];
  if (!object) throw new Error(`no object ${name}`);
  return feature(data, object as GeometryCollection);
}
