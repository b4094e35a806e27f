/** A place (geopoint), a way (geotrace) or an area (geoshape): by the device's position, by numbers, or on the map. */
import { type Key, say } from "../../words";
import { workshop } from "../files";
import { Field, labelled } from "./field";
import type { Chart } from "./place-map";

const PARTS: [Part, Key][] = [
  ["latitude", "map.latitude"],
  ["longitude", "map.longitude"],
  ["altitude", "map.altitude"],
  ["accuracy", "map.accuracy"],
];
const PATIENCE = 20_000;

type Part = "latitude" | "longitude" | "altitude" | "accuracy";
/** Latitude, longitude, altitude, accuracy, as ODK writes them. */
export type Point = [string, string, string, string];

export class Place extends Field {
  declare fields: Record<Part, HTMLInputElement>;
  declare names: HTMLElement[];
  declare holder: HTMLElement;
  declare points: HTMLOListElement;
  declare told: HTMLElement;
  declare adder: HTMLButtonElement;
  declare closer: HTMLButtonElement;
  declare clearer: HTMLButtonElement;
  declare chart: Chart | undefined;

  static override get selector(): string {
    // A hidden one is no question: it tells the engine to note the position when the question is answered.
    return ".question > input:not([type=hidden]):is([data-type-xml=geopoint], [data-type-xml=geotrace], [data-type-xml=geoshape])";
  }

  private get isOne(): boolean {
    return this.props.type === "geopoint";
  }

  protected override build(): void {
    this.box.classList.add("mh-q-place");
    this.fields = Object.fromEntries(PARTS.map(([part]) => [part, this.number(part)])) as Record<
      Part,
      HTMLInputElement
    >;
    this.holder = document.createElement("div");
    this.points = document.createElement("ol");
    this.points.className = "mh-q-points";
    this.told = this.note();
    this.adder = this.button("map.add", () => this.add(this.typed()));
    this.closer = this.button("map.close", () => this.close(), "tertiary");
    this.clearer = this.button("map.clear", () => this.clear(), "tertiary");
    this.arrange();
    void this.drawMap();
  }

  /** Nothing moves afterwards: a field that is taken out and put back loses the focus. */
  private arrange(): void {
    const numbers = document.createElement("div");
    numbers.className = "mh-q-row";
    const labels = PARTS.map(([part, words]) => labelled(this.fields[part], say(words)));
    this.names = labels.map((label) => label.firstElementChild as HTMLElement);
    numbers.append(...labels);
    const deeds = document.createElement("div");
    deeds.className = "mh-actions";
    deeds.append(this.button("map.here", () => this.locate(), "primary"));
    if (!this.isOne) deeds.append(this.adder);
    if (this.props.type === "geoshape") deeds.append(this.closer);
    deeds.append(this.clearer);
    this.box.append(this.holder, deeds, this.told, numbers, this.points);
  }

  private number(part: Part): HTMLInputElement {
    const field = this.input("number");
    const limit = { latitude: 90, longitude: 180, altitude: 9000, accuracy: 1_000_000 }[part];
    field.step = "any";
    field.min = String(part === "accuracy" ? 0 : -limit);
    field.max = String(limit);
    if (this.isOne) field.addEventListener("change", () => this.take());
    return field;
  }

  /** What stands in the fields becomes the answer; half a place is none, and waits in its field for the other half. */
  private take(): void {
    const point = this.typed();
    this.set(point ? [point] : []);
    this.told.textContent = this.isHalf ? say("map.half") : "";
  }

  private get isHalf(): boolean {
    const fields = Object.values(this.fields);
    return !this.typed() && fields.some((field) => field.value !== "" || field.validity.badInput);
  }

  /** Null while latitude and longitude are not both there and possible. */
  private typed(): Point | null {
    const { latitude, longitude, altitude, accuracy } = this.fields;
    const isWhole = [latitude, longitude].every((field) => field.value !== "" && field.validity.valid);
    return isWhole ? [latitude.value, longitude.value, altitude.value || "0", accuracy.value || "0"] : null;
  }

  private get kept(): Point[] {
    const points = this.stored.split(";").map((point) => point.trim().split(/\s+/));
    return points
      .filter((point) => point.length >= 2)
      .map(([latitude = "", longitude = "", altitude = "0", accuracy = "0"]) => [
        latitude,
        longitude,
        altitude,
        accuracy,
      ]);
  }

  private set(points: Point[]): void {
    this.store(points.map((point) => point.join(" ")).join(";"));
    this.update();
  }

  private add(point: Point | null): void {
    if (!point) return;
    this.empty();
    this.set(this.isOne ? [point] : [...this.kept, point]);
  }

  private clear(): void {
    this.empty();
    this.set([]);
  }

  private empty(): void {
    for (const field of Object.values(this.fields)) field.value = "";
    this.told.textContent = "";
  }

  /** An area ends where it began. */
  private close(): void {
    const points = this.kept;
    const [first] = points;
    if (first && points.length > 2) this.set([...points, first]);
  }

  private locate(): void {
    this.told.textContent = say("map.waiting");
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => {
        this.told.textContent = "";
        this.add([
          coords.latitude.toFixed(6),
          coords.longitude.toFixed(6),
          String(Math.round((coords.altitude ?? 0) * 10) / 10),
          String(Math.round(coords.accuracy * 10) / 10),
        ]);
      },
      () => {
        this.told.textContent = say("map.denied");
      },
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 0 },
    );
    if (!navigator.geolocation) this.told.textContent = say("map.denied");
  }

  override update(): void {
    const points = this.kept;
    if (this.isOne && !(points.length === 0 && this.isHalf)) {
      PARTS.forEach(([part], at) => {
        this.fields[part].value = points[0]?.[at] ?? "";
      });
    }
    PARTS.forEach(([, words], at) => {
      (this.names[at] as HTMLElement).textContent = say(words);
    });
    this.points.replaceChildren(...(this.isOne ? [] : points.map((point, at) => this.item(point, at))));
    this.clearer.hidden = points.length === 0 && !(this.isOne && this.isHalf);
    const [first, last] = [points[0], points.at(-1)];
    this.closer.hidden = points.length < 3 || first?.join() === last?.join();
    this.sayButtons();
    this.chart?.show(points, this.props.type);
    if (this.isLocked) this.disable();
  }

  private item(point: Point, at: number): HTMLLIElement {
    const item = document.createElement("li");
    const words = document.createElement("span");
    words.textContent = `${point[0]}, ${point[1]}`;
    const remover = this.button(
      "map.clear",
      () => this.set(this.kept.filter((_, other) => other !== at)),
      "tertiary",
    );
    delete remover.dataset.words;
    remover.textContent = "×";
    remover.setAttribute("aria-label", say("map.remove", { number: at + 1 }));
    item.append(words, remover);
    return item;
  }

  private async drawMap(): Promise<void> {
    const { outlines } = workshop();
    const isWanted = this.isOne ? /placement-map|maps/.test(this.props.appearances.join(" ")) : true;
    if (!outlines || !isWanted) return;
    const boundaries = await outlines().catch(() => undefined);
    if (!boundaries || !this.box.isConnected) return;
    const { Chart } = await import("./place-map");
    this.chart = new Chart(this.holder, boundaries, (latitude, longitude) => {
      if (!this.isLocked) this.add([latitude.toFixed(6), longitude.toFixed(6), "0", "0"]);
    });
    this.chart.show(this.kept, this.props.type);
  }
}
