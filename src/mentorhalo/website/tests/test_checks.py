"""What a page must hold before visitors see it."""

from typing import Any

import pytest

from mentorhalo.website.checks import findings
from mentorhalo.website.tests.factories import a_content_page, a_picture, home

pytestmark = pytest.mark.django_db


def codes(page: Any, *blocks: tuple[str, Any]) -> list[str]:
    raw = [{"type": kind, "value": value} for kind, value in blocks]
    page.body = page._meta.get_field("body").stream_block.to_python(raw)
    return [finding.code for finding in findings(page)]


def test_page_in_order_has_no_findings() -> None:
    text = '<h2>Cél</h2><p>Olvassa el <a href="/modszer/">a módszertani füzetet</a>.</p><h3>Lépések</h3>'

    assert codes(a_content_page(), ("text", text)) == []


def test_heading_that_leaves_out_a_level_is_found() -> None:
    assert codes(a_content_page(), ("text", "<h2>Cél</h2><h4>Részlet</h4>")) == ["heading-gap"]


def test_block_with_a_title_counts_as_a_heading() -> None:
    page = a_content_page()

    assert codes(page, ("county_map", {"title": "Hol dolgozunk?"}), ("text", "<h3>Baranya</h3>")) == []
    assert codes(page, ("text", "<h3>Baranya</h3>")) == ["heading-gap"]


def test_empty_heading_is_found() -> None:
    assert codes(a_content_page(), ("text", "<h2> </h2><p>Szöveg</p>")) == ["empty-heading"]


def test_second_title_is_found() -> None:
    assert codes(a_content_page(), ("text", "<h1>Még egy cím</h1>")) == ["second-title"]


@pytest.mark.parametrize(
    "words", ["itt", "Itt.", "Kattintson ide!", "ide kattintva", "BŐVEBBEN", "tovább »", "click here"]
)
def test_link_that_does_not_say_where_it_leads_is_found(words: str) -> None:
    assert codes(a_content_page(), ("text", f'<p><a href="/x/">{words}</a></p>')) == ["vague-link"]


def test_link_without_words_and_link_that_is_an_address_are_found() -> None:
    text = '<p><a href="/x/"> </a> <a href="https://ksh.hu">https://ksh.hu</a></p>'

    assert codes(a_content_page(), ("text", text)) == ["empty-link", "bare-link"]


def test_link_inside_an_answer_that_opens_is_read_as_well() -> None:
    entry = {"summary": "Mennyibe kerül?", "text": '<p><a href="/x/">itt</a></p>'}

    assert codes(a_content_page(), ("accordion", {"entries": [entry]})) == ["vague-link"]


def test_picture_without_words_is_found() -> None:
    picture = a_picture(alt_hu="")

    assert codes(a_content_page(), ("picture", {"picture": picture.pk, "caption": ""})) == ["no-alt"]


def test_english_page_needs_english_words_for_its_pictures() -> None:
    picture = a_picture(alt_en="")
    page = home("en")
    page.picture = picture

    assert [finding.code for finding in findings(page)] == ["no-alt"]


def test_table_without_column_headings_is_found() -> None:
    table = {
        "columns": [{"type": "words", "heading": "Szakasz"}, {"type": "words", "heading": ""}],
        "rows": [],
    }

    assert codes(a_content_page(), ("table", {"caption": "Szakaszok", "table": table})) == ["no-table-header"]


def test_page_without_a_lead_is_found() -> None:
    page = a_content_page()
    page.lead = " "

    assert [finding.code for finding in findings(page)] == ["no-lead"]
