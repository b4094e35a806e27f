import type { Form } from "enketo-core";
import { expect, test, vi } from "vitest";
import { keepLocked } from "./locks";

const HTML = `<label class="question"><input name="/data/a" data-locked-if="frob(/data/a)"></label>
  <label class="question"><input name="/data/b" data-locked-if="true()"></label>`;

test("a condition that cannot be evaluated locks nothing and is said once", () => {
  const html = document.createElement("form");
  html.innerHTML = HTML;
  const evaluate = (condition: string) => {
    if (condition !== "true()") throw new Error("no such function");
    return true;
  };
  const input = { getName: (field: HTMLInputElement) => field.name, getIndex: () => 0 };
  const form = { view: { html }, model: { evaluate }, input } as unknown as Form;
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);

  keepLocked(form);
  keepLocked(form);

  expect([...html.querySelectorAll("input")].map((field) => field.disabled)).toEqual([false, true]);
  expect(warn.mock.calls.map(([condition]) => condition)).toEqual(["frob(/data/a)"]);
});
