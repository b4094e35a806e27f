import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { show } from "./testing";

const shape = (code: string, name: string, x: number) => ({
  type: "Feature",
  properties: { code, name },
  geometry: {
    type: "Polygon",
    coordinates: [
      [
        [x, 46],
        [x + 1, 46],
        [x + 1, 47],
        [x, 46],
      ],
    ],
  },
});
const counties = {
  type: "FeatureCollection",
  features: [shape("18", "Vas", 16), shape("13", "Pest <b>", 19)],
};

const page = `<mh-map data-mh-src="/counties.json" data-mh-values="v" data-mh-label="Megyék" data-mh-failed="Nem tölthető be"><p>szöveg</p></mh-map>
  <script type="application/json" id="v">{"18": {"value": 14, "label": "14 közösség", "href": "/vas/", "active": true}}</script>`;

beforeAll(async () => {
  // Leaflet draws SVG only where it finds this, which the test's DOM has not.
  Object.assign(SVGSVGElement.prototype, { createSVGRect: () => undefined });
  for (const side of ["clientWidth", "clientHeight"])
    Object.defineProperty(HTMLElement.prototype, side, { value: 400, configurable: true });
  await import("./map");
});

beforeEach(() => {
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(counties)));
});

afterEach(() => vi.unstubAllGlobals());

const drawn = () => vi.waitFor(() => expect(document.querySelector("[data-mh-code]")).not.toBeNull());

test("a county with a page can be reached by keyboard and says its value", async () => {
  show(page);
  await drawn();

  const vas = document.querySelector('[data-mh-code="18"]');
  expect(vas?.getAttribute("tabindex")).toBe("0");
  expect(vas?.getAttribute("role")).toBe("link");
  expect(vas?.getAttribute("aria-label")).toBe("Vas: 14 közösség");
});

test("who stands in the words when the map comes stands on the map", async () => {
  show(page.replace("szöveg", '<a href="/szoveg/">szöveg</a>'));
  document.querySelector<HTMLElement>('[href="/szoveg/"]')?.focus();
  await drawn();

  expect(document.activeElement?.className).toContain("mh-map-canvas");
});

test("a county without a page takes no focus", async () => {
  show(page);
  await drawn();

  expect(document.querySelector('[data-mh-code="13"]')?.hasAttribute("tabindex")).toBe(false);
});

test("where the boundaries do not come the words stay and it is said", async () => {
  vi.stubGlobal("fetch", async () => new Response("", { status: 503 }));
  show(page);

  await vi.waitFor(() =>
    expect(document.querySelector("[role=status]")?.textContent).toBe("Nem tölthető be"),
  );
  expect(document.querySelector("mh-map p")?.textContent).toBe("szöveg");
});
