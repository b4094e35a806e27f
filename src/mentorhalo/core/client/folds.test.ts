import { expect, test } from "vitest";
import "./folds";
import { show } from "./testing";

function menus(): { around: HTMLDetailsElement; letters: HTMLDetailsElement } {
  show(`<mh-folds>
    <details><summary>Menu</summary>
      <details name="menu"><summary>Letters</summary><a href="#letters">All</a></details>
      <details name="menu"><summary>Me</summary></details>
    </details>
  </mh-folds><button>Elsewhere</button>`);
  const around = document.querySelector("details") as HTMLDetailsElement;
  return { around, letters: document.querySelector("details[name]") as HTMLDetailsElement };
}

test("a press elsewhere folds an open menu, and leaves the one around it", () => {
  const { around, letters } = menus();
  around.open = true;
  letters.open = true;

  document.querySelector("button")?.click();

  expect([around.open, letters.open]).toEqual([true, false]);
});

test("a press within a menu leaves it open", () => {
  const { letters } = menus();
  letters.open = true;

  letters.querySelector("a")?.click();

  expect(letters.open).toBe(true);
});

test("Escape folds the menu and goes back to its word", () => {
  const { letters } = menus();
  letters.open = true;
  letters.querySelector("a")?.focus();

  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));

  expect(letters.open).toBe(false);
  expect(document.activeElement).toBe(letters.querySelector("summary"));
});
