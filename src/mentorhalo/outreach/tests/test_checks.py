"""What holds a letter back, and what only deserves a look."""

from typing import Any

import pytest
from wagtail.models import Page, Site

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.outreach.blocks import cleaned
from mentorhalo.outreach.checks import check, errors_of, is_page_of_ours
from mentorhalo.outreach.choices import IssueKind
from mentorhalo.outreach.models import Issue
from mentorhalo.outreach.tests.factories import IssueFactory

pytestmark = pytest.mark.django_db

SITE = "https://mentorhalo.pelda.hu"
GOOD = {"type": "text", "text": "Kedves {név}! Új padok [a téren](https://pelda.hu/ter)."}


def issue(*blocks: dict[str, Any], subject: str = "Új padok a téren", **more: Any) -> Issue:
    made = IssueFactory(**more)
    made.texts.update(subject=subject, preview="Mit láttunk a héten", blocks=cleaned(blocks))
    return made


def found(*blocks: dict[str, Any], **more: Any) -> tuple[list[str], list[str]]:
    """Words of the errors and of the warnings."""
    findings = check(issue(*blocks, **more), base_url=SITE)
    return [one.words for one in findings if one.is_error], [
        one.words for one in findings if not one.is_error
    ]


def test_good_letter_has_nothing_against_it(settings: Any) -> None:
    settings.OPERATOR_ADDRESS = "1011 Budapest, Próba tér 1."

    errors, warnings = found(GOOD, texts={"hu": "x", "en": "x"})

    assert errors == []
    assert warnings == []


def test_missing_address_of_the_operator_and_english_text_are_only_warned_of() -> None:
    errors, warnings = found(GOOD)

    assert errors == []
    assert len(warnings) == 2


@pytest.mark.parametrize(
    "block",
    [
        {"type": "heading", "text": ""},
        {"type": "button", "text": "Megnézem", "href": ""},
        {"type": "button", "text": "Megnézem", "href": "www.pelda.hu"},
        {"type": "button", "text": "Megnézem", "href": "javascript:alert(1)"},
        {"type": "button", "text": "Megnézem", "href": "//gonosz.hu"},
        {"type": "button", "text": "Megnézem", "href": "/nincs/ilyen/oldal/"},
        {"type": "button", "text": "Megnézem", "href": f"{SITE}/figures/x/y/z/"},
        {"type": "text", "text": "[a pad](pelda)"},
        {"type": "picture", "image": "", "alt": "Pad"},
        {"type": "picture", "image": "999999", "alt": "Pad"},
        {"type": "text", "text": "a" * 1000},
    ],
)
def test_block_that_would_fail_its_readers_holds_the_letter_back(block: dict[str, str]) -> None:
    errors, _warnings = found(GOOD, block)

    assert len(errors) == 1


def test_empty_subject_and_empty_letter_hold_it_back() -> None:
    assert len(found(GOOD, subject="")[0]) == 1
    assert len(found()[0]) == 1


def test_county_letter_without_somebody_to_answer_to_is_held_back() -> None:
    errors, _warnings = found(GOOD, kind=IssueKind.COUNTY_LETTER, reply_to="")

    assert len(errors) == 1


def test_letter_without_hungarian_text_is_held_back() -> None:
    made = issue(GOOD, texts={"en": "x"})

    assert len(errors_of(made, base_url=SITE)) == 1


@pytest.mark.parametrize(
    ("block", "subject"),
    [
        (GOOD, "FONTOS HÍR MINDENKINEK"),
        (GOOD, "Gyertek!!!"),
        (GOOD, "h" * 90),
        ({"type": "text", "text": "[ide](https://pelda.hu/)"}, "Jó"),
        ({"type": "text", "text": "[a pad](http://pelda.hu/)"}, "Jó"),
        ({"type": "text", "text": "EZ EGY EGÉSZEN NAGYBETŰS SOR, AMELYET NEHÉZ OLVASNI"}, "Jó"),
    ],
)
def test_what_readers_dislike_is_warned_of(block: dict[str, str], subject: str) -> None:
    usual = len(found(GOOD)[1])

    errors, warnings = found(block, subject=subject)

    assert errors == []
    assert len(warnings) == usual + 1


def test_letter_that_mail_programs_would_cut_is_warned_of() -> None:
    usual = len(found(GOOD)[1])

    errors, warnings = found(*({"type": "text", "text": "szó " * 4000} for _ in range(7)))

    assert errors == []
    assert len(warnings) == usual + 1


def test_finding_names_its_block_and_language() -> None:
    made = issue({"id": "b1", "type": "heading", "text": ""})

    [finding] = errors_of(made, base_url=SITE)

    assert (finding.block, finding.language) == ("b1", "hu")


@pytest.mark.parametrize("path", ["/", "/figures/", "/en/figures/", "/outreach/newsletter/"])
def test_own_pages_are_known(path: str) -> None:
    assert is_page_of_ours(path)


@pytest.mark.parametrize("path", ["/nincs/", "/en/nincs/ilyen/", "/figures/a/b/c/d/"])
def test_pages_that_are_not_there_are_known_too(path: str) -> None:
    assert not is_page_of_ours(path)


def test_page_of_the_content_is_known_while_it_is_live() -> None:
    root = Site.objects.get(is_default_site=True).root_page
    page = root.add_child(instance=Page(title="Rólunk", slug="rolunk-proba", owner=UserFactory()))

    assert is_page_of_ours("/rolunk-proba/")

    page.unpublish()

    assert not is_page_of_ours("/rolunk-proba/")
