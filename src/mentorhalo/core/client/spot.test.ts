import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { show } from "./testing";

const page = `<input id="lat" value=""><input id="lon" value=""><mh-spot data-mh-lat="lat" data-mh-lon="lon" data-mh-west="19" data-mh-north="47" data-mh-across="1000" data-mh-up="2000"
  data-mh-here="Ahol vagyok" data-mh-asking="Várjon" data-mh-denied="Nem mondja" data-mh-away="Máshol van">
  <svg viewBox="0 0 400 200"></svg></mh-spot>`;

const field = (id: string) => document.getElementById(id) as HTMLInputElement;
const mark = () => document.querySelector(".mh-asset-mark");
const said = () => document.querySelector("[role=status]")?.textContent;
let position: (coords: { latitude: number; longitude: number } | undefined) => void;

beforeAll(async () => {
  Object.defineProperty(navigator, "geolocation", {
    configurable: true,
    value: {
      getCurrentPosition: (found: (at: unknown) => void, failed: () => void) => {
        position = (coords) => (coords ? found({ coords }) : failed());
      },
    },
  });
  await import("./spot");
});

beforeEach(() => {
  show(page);
  const picture = document.querySelector("svg") as SVGSVGElement;
  vi.spyOn(picture, "getBoundingClientRect").mockReturnValue(new DOMRect(10, 20, 200, 100));
});

test("a tap writes the two numbers and marks the place", () => {
  document.querySelector("svg")?.dispatchEvent(new MouseEvent("click", { clientX: 110, clientY: 70 }));

  expect([field("lat").value, field("lon").value]).toEqual(["46.95000", "19.20000"]);
  expect([mark()?.getAttribute("cx"), mark()?.getAttribute("cy")]).toEqual(["200.0", "100.0"]);
});

test("numbers that are typed move the mark; one alone shows none", () => {
  field("lat").value = "46.9";
  field("lat").dispatchEvent(new Event("input"));
  expect(mark()?.hasAttribute("hidden")).toBe(true);

  field("lon").value = "19.1";
  field("lon").dispatchEvent(new Event("input"));

  expect(mark()?.hasAttribute("hidden")).toBe(false);
  expect([mark()?.getAttribute("cx"), mark()?.getAttribute("cy")]).toEqual(["100.0", "200.0"]);
});

test("the device says where one stands, unless it does not or one is elsewhere", () => {
  const ask = () => document.querySelector("button")?.click();
  ask();
  expect(said()).toBe("Várjon");
  position(undefined);
  expect(said()).toBe("Nem mondja");
  ask();
  position({ latitude: 40, longitude: 19.1 });
  expect(said()).toBe("Máshol van");
  expect(field("lat").value).toBe("");

  ask();
  position({ latitude: 46.95, longitude: 19.3 });

  expect([field("lat").value, field("lon").value, said()]).toEqual(["46.95000", "19.30000", ""]);
});
