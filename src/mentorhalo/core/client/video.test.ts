import { beforeAll, beforeEach, expect, it } from "vitest";

beforeAll(async () => {
  // No page is fetched for a frame here.
  (
    window as unknown as { happyDOM: { settings: Record<string, unknown> } }
  ).happyDOM.settings.handleDisabledFileLoadingAsSuccess = true;
  await import("./video");
});

beforeEach(() => {
  document.body.innerHTML = "";
});

const written = (attributes: string) => {
  document.body.innerHTML = `<mh-video ${attributes}><p><a href="https://video.example/1">Watch</a></p></mh-video>`;
  return document.querySelector("a") as HTMLAnchorElement;
};

const press = (link: HTMLAnchorElement) => {
  const event = new Event("click", { bubbles: true, cancelable: true });
  link.dispatchEvent(event);
  return event;
};

it("asks nothing of the other site before the link is pressed", () => {
  const link = written('data-mh-src="about:blank#film" data-mh-title="Interview"');
  expect(document.querySelector("iframe")).toBeNull();
  expect(press(link).defaultPrevented).toBe(true);
  const frame = document.querySelector("iframe");
  expect(frame?.getAttribute("src")).toBe("about:blank#film");
  expect(frame?.title).toBe("Interview");
});

it("stays a link where no frame is known", () => {
  const link = written("");
  expect(press(link).defaultPrevented).toBe(false);
  expect(document.querySelector("iframe")).toBeNull();
});
