"""A page that holds one questionnaire and nothing else, under the policy of all pages: no server, no database."""

import json
import mimetypes
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from django.conf import settings
from django.utils.csp import build_policy
from playwright.sync_api import Browser, ConsoleMessage, Page, Route
from pyxform.xls2xform import convert

from mentorhalo.core import bundles
from mentorhalo.surveys.engine import Definition, prepare
from tests.browser.looks import DESK_SCREEN

HOME = "https://form.test"
STATIC = bundles.BUILD_DIR.parent.parent
POLICY = build_policy(cast("dict[str, list[str]]", settings.SECURE_CSP))
PAGE = """<!doctype html><html lang="{language}" data-color-scheme="auto"><head><meta charset="utf-8"><title>Questionnaire</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{styles}{scripts}</head>
<body><div class="mh-page"><main id="main"><h1 class="ds-heading">Questionnaire</h1>
<mh-questionnaire data-mh-source="source"></mh-questionnaire></main></div>
<script type="application/json" id="source">{options}</script></body></html>"""

type OpenForm = Callable[..., Page]


def from_sheets(sheets: str) -> Definition:
    """An XLSForm written as tables of markdown."""
    return prepare(convert(xlsform=sheets, file_type=".md").xform.encode())


@pytest.fixture
def open_form(browser: Browser) -> Iterator[OpenForm]:
    """`open_form(definition, files={"a.png": bytes}, window={"viewport": NARROW}, instance=…)`: the page with the form in it.

    What the policy refuses, what leaves the house and what fails in a script fails the test.
    """
    faults: list[str] = []
    contexts = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"console: {message.text}")

    def make(
        definition: Definition,
        *,
        files: dict[str, bytes] | None = None,
        window: dict[str, Any] | None = None,
        page_language: str = "hu",
        **options: Any,
    ) -> Page:
        media = {name: f"/media/{name}" for name in files or {}}
        given = json.dumps({"definition": definition.as_json(), "media": media, **options})
        body = PAGE.format(
            language=page_language,
            styles=bundles.tags("main"),
            scripts=bundles.tags("questionnaire"),
            options=given.replace("<", "\\u003c"),
        )

        def answer(route: Route) -> None:
            path = route.request.url.removeprefix(HOME)
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            if path == "/":
                headers = {"Content-Security-Policy": POLICY}
                route.fulfill(body=body, content_type="text/html; charset=utf-8", headers=headers)
            elif path.startswith("/static/"):
                route.fulfill(body=(STATIC / path.removeprefix("/static/")).read_bytes(), content_type=kind)
            elif path.removeprefix("/media/") in (files or {}):
                route.fulfill(body=(files or {})[path.removeprefix("/media/")], content_type=kind)
            else:
                faults.append(f"asked for {route.request.url}")
                route.abort()

        settled = {"viewport": DESK_SCREEN, "locale": "hu-HU", "reduced_motion": "reduce", **(window or {})}
        context = browser.new_context(base_url=HOME, **settled)
        contexts.append(context)
        context.route("**/*", answer)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        page.on("console", heard)
        page.goto("/")
        page.wait_for_function("document.querySelector('mh-questionnaire').opened.then(() => true)")
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []


def ask(page: Page, words: str, argument: Any = None) -> Any:
    """`ask(page, "q.xml()")`: what the open questionnaire (q) answers."""
    script = f"async (given) => {{ const q = await document.querySelector('mh-questionnaire').opened; return {words}; }}"
    return page.evaluate(script, argument)
