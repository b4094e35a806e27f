"""A phone for tests: a browser of its own with its own folder, that can be killed and started again."""

import os
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.looks import NARROW

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LISTENING = "DevTools listening on "
PATIENCE = 120_000
LOOK = 100

# Run in the page: the steps of a person, each waited for by what the page then shows.
WRITER = """
async ({entries, questionnaires, form, settlement, prefix, withPhoto, leaveOpen, patience}) => {
  const there = (selector) => new Promise((done, fail) => {
    const seen = () => {
      const found = document.querySelector(selector);
      if (found) { watch.disconnect(); clearTimeout(late); done(found); }
    };
    const watch = new MutationObserver(seen);
    const late = setTimeout(() => {
      watch.disconnect();
      fail(new Error(`${selector} did not come at ${location.hash}: ${document.body.innerText}`));
    }, patience);
    watch.observe(document, {childList: true, subtree: true, attributes: true, characterData: true});
    seen();
  });
  const type = (field, words) => {
    field.value = words;
    field.dispatchEvent(new InputEvent("input", {bubbles: true}));
    field.dispatchEvent(new Event("change", {bubbles: true}));
  };
  const picture = async (number) => {
    const canvas = document.createElement("canvas");
    canvas.width = 3000;
    canvas.height = 2000;
    canvas.getContext("2d").fillText(`${prefix} ${number}`, 50, 50);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    return new File([blob], `${prefix} ${number}.png`, {type: "image/png"});
  };
  const away = async () => {
    location.hash = "outbox";
    await there("a[href='#outbox'][aria-current]");
  };
  for (let number = 1; number <= entries; number++) {
    await away();
    location.hash = "log";
    const sentence = await there("textarea[name=public_sentence]");
    document.querySelector("input[name=kind]").click();
    type(sentence, `${prefix} ${number}`);
    if (number === leaveOpen) return;
    if (withPhoto.includes(number)) {
      const files = new DataTransfer();
      files.items.add(await picture(number));
      const input = document.querySelector("#files");
      input.files = files.files;
      input.dispatchEvent(new Event("change", {bubbles: true}));
      await there(".mh-files select");
    }
    document.querySelector("form.mh-fields").requestSubmit();
    await there(".mh-saved");
  }
  for (let number = 1; number <= questionnaires; number++) {
    await away();
    location.hash = `begin/${form}`;
    const no = await there(".mh-q input[value=no]");
    await there("mh-field .mh-submit button");
    no.click();
    type(document.querySelector(".mh-q input[name$='/settlement']"), settlement);
    type(document.querySelector(".mh-q input[name$='/who/name']"), `${prefix} ${number}`);
    document.querySelector("mh-field .mh-submit button").click();
    await there(".mh-saved");
  }
}
"""


class Phone:
    """Its folder outlives its browser, as a phone's memory outlives its battery."""

    def __init__(self, started: Browser, folder: Path, site: str) -> None:
        self.started = started
        self.folder = folder
        self.site = site
        self.faults: list[str] = []
        self.process: subprocess.Popen[bytes] | None = None
        self.context: BrowserContext
        self.page: Page

    def start(self, *, offline: bool = False, before: Callable[[Page], Any] = lambda page: None) -> Page:
        path = os.environ.get("MENTORHALO_CHROMIUM", "/usr/bin/chromium")
        command = [path, "--headless=new", "--no-sandbox", "--remote-debugging-port=0", "--no-first-run"]
        command += ["--disable-background-networking", "--disable-component-update", "--lang=hu"]
        command += ["--disable-dev-shm-usage", "--disable-gpu"]
        # What waits is sent by the page alone here; the worker's turn has a test of its own.
        command += [
            "--disable-blink-features=BackgroundSync",
            f"--user-data-dir={self.folder}",
            "about:blank",
        ]
        # A file, not a pipe: nobody reads on after the first lines.
        said = self.folder.with_suffix(".log")
        with said.open("w") as stream:
            self.process = subprocess.Popen(command, stderr=stream, start_new_session=True)
        address = self._address(said)
        browser = self.started.browser_type.connect_over_cdp(address.removeprefix(LISTENING).strip())
        self.context = browser.contexts[0]
        self.context.set_offline(offline)
        self.page = self.context.new_page()
        self.page.set_viewport_size(NARROW)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("crash", lambda _page: self.faults.append("the page crashed"))
        before(self.page)
        self.page.goto(f"{self.site}/field/")
        return self.page

    def kill(self) -> None:
        """As when the battery dies: nobody gets a last word."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def _address(self, said: Path) -> str:
        """Where the browser listens, as soon as it says so."""
        assert self.process is not None
        for _look in range(PATIENCE // LOOK):
            for line in said.read_text(errors="replace").splitlines(keepends=True):
                if line.startswith(LISTENING) and line.endswith("\n"):
                    return line
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(LOOK / 1000)
        raise TimeoutError(said.read_text(errors="replace"))

    def sign_in(self, user: Any) -> None:
        client = Client()
        client.force_login(user, backend=BACKEND)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        self.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.site}])

    def write(
        self,
        prefix: str,
        *,
        entries: int,
        questionnaires: int = 0,
        form: str = "",
        settlement: str = "",
        with_photo: tuple[int, ...] = (),
        leave_open: int = 0,
    ) -> None:
        """Entries, then questionnaires of a form; of the entries some with a photo, and one left open in its form."""
        said = {"entries": entries, "questionnaires": questionnaires, "form": form, "settlement": settlement}
        more = {"prefix": prefix, "withPhoto": list(with_photo), "leaveOpen": leave_open}
        self.page.evaluate(WRITER, said | more | {"patience": PATIENCE})

    def expect_status(self, words: str) -> None:
        expect(self.page.locator("#field-status")).to_have_text(words, timeout=PATIENCE)
