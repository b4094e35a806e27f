import { expect, test } from "vitest";
import { focusMarked } from "./focus";
import { show } from "./testing";

test("what must be mended is heard first", () => {
  show('<input autofocus><div tabindex="-1" data-mh-focus>Ezeket kérjük javítani</div>');
  focusMarked();

  expect(document.activeElement?.textContent).toBe("Ezeket kérjük javítani");
});
