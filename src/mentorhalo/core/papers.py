"""Papers: a template set for print as an accessible PDF (PDF/UA-1), in the house's own letters.

WeasyPrint makes them: it keeps headings, lists and languages as tags, and needs no browser. Nothing is fetched but our own fonts.
"""

from collections.abc import Callable, Iterable, Mapping
from importlib import resources
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .bundles import BUILD_DIR

VARIANT = "pdf/ua-1"
FONT = "source-sans-3-*-wght-normal-*.woff2"


class PaperRefused(Exception):
    """No paper can be made on this machine; the message is meant for the person."""


def as_pdf(template: str, context: Mapping[str, Any]) -> bytes:
    """The template (it extends `core/paper.html`) as PDF/UA-1. Some tenths of a second; raises `PaperRefused`."""
    return bound([(template, context)])


def bound(
    papers: Iterable[tuple[str, Mapping[str, Any]]], told: Callable[[int], None] = lambda done: None
) -> bytes:
    """Several papers, one after the other, as one PDF/UA-1; links lead from one to the other by their anchors.

    Each keeps its own page numbers. They are set one at a time (`told` hears how many there are) and take half a megabyte of memory
    a page until they are written. Raises `PaperRefused`, and what `told` raises.
    """
    try:
        from weasyprint import CSS, HTML  # late: loads Pango, which a machine may lack, and takes its time
        from weasyprint.text.fonts import FontConfiguration  # late: the same
        from weasyprint.urls import URLFetcher  # late: the same
    except OSError as error:
        raise PaperRefused(
            _("This server cannot make PDFs: the library Pango is missing. Print the page instead.")
        ) from error
    fonts, fetcher = FontConfiguration(), URLFetcher(allowed_protocols={"file", "data"})
    styles = CSS(string=style_sheet(), font_config=fonts, url_fetcher=fetcher)
    set_papers = []
    for template, context in papers:
        page = HTML(string=render_to_string(template, dict(context)), url_fetcher=fetcher)
        set_papers.append(page.render(stylesheets=[styles], font_config=fonts, pdf_variant=VARIANT))
        told(len(set_papers))
    whole = set_papers[0].copy([page for paper in set_papers for page in paper.pages])
    made: bytes = whole.write_pdf(pdf_variant=VARIANT)
    return made


def style_sheet() -> str:
    """What all papers look like, with the house's letters."""
    css = resources.files("mentorhalo.core").joinpath("papers.css").read_text(encoding="utf-8")
    return f"{_font_faces()}\n{css}"


def _font_faces() -> str:
    """The fonts as Vite put them; where the front end is not built, the machine's own.

    Pango knows no `unicode-range`: each part of the font is a family of its own, and what one lacks the next one has.
    """
    faces = []
    for file in sorted((BUILD_DIR / "assets").glob(FONT)):
        family = "Source Sans 3 Ext" if "latin-ext" in file.name else "Source Sans 3"
        faces.append(f'@font-face {{ font-family: "{family}"; src: url("{file.as_uri()}") }}')
    return "\n".join(faces)
