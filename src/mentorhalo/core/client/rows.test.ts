import { expect, test, vi } from "vitest";
import "./rows";
import { show } from "./testing";

const labels = () => [...document.querySelectorAll("td")].map((cell) => cell.dataset.label);

test("each value knows the heading of its column, the name of the row does not need it", async () => {
  show(`<mh-rows><table>
    <thead><tr><th>Day</th><th>Name</th><th> Reached </th></tr></thead>
    <tbody id="rows"><tr><td>1 May</td><th>Fair</th><td>12</td></tr></tbody>
  </table></mh-rows>`);

  expect(labels()).toEqual(["Day", "Reached"]);
  expect(document.querySelector("th[data-label]")).toBeNull();
  expect(document.querySelector("table")?.hasAttribute("data-as-list")).toBe(true);
});

test("rows that are swapped in are named, too", async () => {
  show(`<mh-rows><table><thead><tr><th>Day</th></tr></thead><tbody id="rows"></tbody></table></mh-rows>`);

  const rows = document.querySelector("#rows") as HTMLElement;
  rows.innerHTML = "<tr><td>2 May</td></tr>";

  await vi.waitFor(() => expect(labels()).toEqual(["Day"]));
});
