"""An interviewer in a kitchen without a signal."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pyxform.xls2xform import convert

from mentorhalo.core.tests.access import World
from mentorhalo.surveys.engine import prepare
from mentorhalo.surveys.models import ContactAttempt, Submission
from mentorhalo.surveys.tests.factories import FieldAssignmentFactory
from tests.browser.conftest import SignIn
from tests.browser.field.steps import ADDRESS, go
from tests.browser.looks import NARROW, assert_axe_clean, assert_fits, screenshot
from tests.browser.surveys.forms import LANGUAGES


def opened(page: Page, language: str = "hu") -> Page:
    """The app of an interviewer, without a signal."""
    page.goto(ADDRESS[language])
    expect(page.locator("#units")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    expect(page.locator("[data-mh-asking]")).to_have_count(0)
    page.context.set_offline(True)
    page.reload()
    return page


def begun(page: Page, language: str = "hu") -> Page:
    """At the questionnaire of the one address to visit."""
    opened(page, language)
    page.locator("a[href^='#unit/']").click()
    page.locator("a[href^='#begin/']").click()
    expect(page.locator(".mh-q input[name$='/unit']")).to_have_value("A0001")
    return page


@pytest.mark.parametrize(("language", "colours"), [("hu", "light"), ("en", "dark")])
def test_questionnaire_filled_without_a_signal_arrives(
    language: str, colours: str, new_page: Callable[..., Page], signed_in: SignIn, world: World
) -> None:
    page = begun(signed_in(new_page(viewport=NARROW, color_scheme=colours), "interviewer"), language)
    save = page.locator("mh-field .mh-submit button")
    save.click()
    expect(page.get_by_role("alert")).to_be_visible()
    looked_at(page, "questionnaire", language)

    page.locator(".mh-q input[value=no]").check()
    page.locator(".mh-q input[name$='/who/name']").fill("Minta Mária")
    expect(page.locator("[data-mh-kept]")).to_be_visible()
    page.reload()
    expect(page.locator(".mh-q input[name$='/who/name']")).to_have_value("Minta Mária")
    save.click()
    expect(page.locator("#field-count")).to_have_text("1")
    looked_at(page, "interviewer", language)
    go(page, "outbox")
    looked_at(page, "outbox-questionnaire", language)

    page.context.set_offline(False)
    expect(page.locator("#field-count")).to_have_text("", timeout=30_000)
    submission = Submission.objects.get(way="field")
    assert (submission.unit, submission.interviewer) == (world.unit, world.interviewers["interviewer"])
    assert "<name>Minta Mária</name>" in bytes(submission.xml).decode()


@pytest.mark.parametrize(("language", "colours"), [("hu", "light"), ("en", "dark")])
def test_visit_written_down_without_a_signal_arrives(
    language: str, colours: str, new_page: Callable[..., Page], signed_in: SignIn, world: World
) -> None:
    page = opened(signed_in(new_page(viewport=NARROW, color_scheme=colours), "interviewer"), language)
    page.locator("a[href^='#unit/']").click()
    expect(page.locator("#visits")).to_be_visible()
    looked_at(page, "unit", language)
    page.locator("a[href^='#visit/']").click()
    page.locator("form button[type=submit]").click()
    expect(page.locator("#result-errors")).to_be_visible()
    expect(page.locator("input[name=result]").first).to_be_focused()
    looked_at(page, "visit-refused", language)

    page.keyboard.press("Space")
    page.locator("input[value=appointment]").check()
    page.locator("#appointment").fill(f"{timezone.localdate() + timedelta(days=2)}T17:30")
    looked_at(page, "visit", language)
    page.locator("form button[type=submit]").click()
    expect(page.locator("#field-count")).to_have_text("1")
    page.reload()
    go(page, "outbox")
    page.locator(".mh-items a").click()
    expect(page.locator("input[value=appointment]")).to_be_checked()
    page.locator("input[value=not_home]").check()
    page.locator("form button[type=submit]").click()
    expect(page.locator(".mh-saved")).to_be_visible()

    page.context.set_offline(False)
    expect(page.locator("#field-count")).to_have_text("", timeout=30_000)
    attempt = ContactAttempt.objects.get(result="not_home", recorded_at__gte=world.now)
    assert (attempt.unit, attempt.interviewer) == (world.unit, world.interviewers["interviewer"])


def test_questionnaire_is_asked_in_another_of_its_languages(
    new_page: Callable[..., Page], signed_in: SignIn, world: World
) -> None:
    version = world.instrument_version
    version.xform = convert(xlsform=LANGUAGES, file_type=".md").xform.encode()
    version.definition = prepare(version.xform).as_json()
    version.content_sha256 = "1" * 64
    version.save()
    page = opened(signed_in(new_page(viewport=NARROW), "interviewer"))
    page.locator("a[href^='#unit/']").click()
    page.locator("a[href^='#begin/']").click()
    page.get_by_label("Név").fill("Anna")

    page.get_by_label("A kérdőív nyelve").select_option(label="English")

    expect(page.get_by_label("Name")).to_have_value("Anna")
    expect(page.get_by_text("Thank you, Anna")).to_be_visible()
    looked_at(page, "questionnaire-languages", "hu")


def test_mentor_finds_the_way_to_those_to_be_visited_above_a_long_week(
    new_page: Callable[..., Page], signed_in: SignIn, world: World
) -> None:
    FieldAssignmentFactory(unit=world.free_unit, interviewer=world.interviewers["mentor"])
    page = opened(signed_in(new_page(viewport=NARROW), "mentor"))

    page.get_by_role("link", name="Felkeresendők").press("Enter")

    expect(page.locator("#units")).to_be_focused()
    expect(page.locator("#units")).to_be_in_viewport()
    looked_at(page, "units", "hu")


def looked_at(page: Page, place: str, language: str) -> None:
    assert page.locator("h1").count() == 1
    assert_axe_clean(page)
    assert_fits(page)
    screenshot(page, f"field-{place}-{language}")
