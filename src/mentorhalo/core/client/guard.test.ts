import { createChallenge, pbkdf2 } from "altcha/lib";
import { expect, test, vi } from "vitest";
import "./guard";
import { show } from "./testing";

test("the work is done and handed in with the form", async () => {
  const challenge = await createChallenge({
    algorithm: "PBKDF2/SHA-256",
    cost: 1,
    deriveKey: pbkdf2.deriveKey,
    hmacSignatureSecret: "secret",
  });
  show(`<mh-guard data-mh-challenge='${JSON.stringify(challenge)}'><input type="hidden"></mh-guard>`);

  const input = document.querySelector("input") as HTMLInputElement;
  await vi.waitFor(() => expect(input.value).not.toBe(""));
  expect(JSON.parse(atob(input.value)).challenge).toEqual(challenge);
});

test("a page without a challenge is left alone", () => {
  show('<mh-guard><input type="hidden"></mh-guard>');

  expect(document.querySelector("input")?.value).toBe("");
});
