"""What a leader or researcher sent back is mended where there is no signal."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from mentorhalo.core.tests.access import GROUP_LEADER, INTERVIEWER, MENTOR, RESEARCHER, World
from mentorhalo.mentoring.actions import return_activity
from mentorhalo.mentoring.models import Activity
from mentorhalo.surveys.actions.reading import read_waiting
from mentorhalo.surveys.actions.receiving import receive
from mentorhalo.surveys.actions.reviewing import return_response
from mentorhalo.surveys.models import Response, Submission
from mentorhalo.surveys.tests.sendings import a_sending
from tests.browser.conftest import SignIn
from tests.browser.field.steps import ADDRESS, all_is_fetched, go, opened
from tests.browser.looks import NARROW, assert_axe_clean, assert_fits, screenshot


def test_entry_sent_back_is_mended_without_a_signal(
    new_page: Callable[..., Page], signed_in: SignIn, world: World
) -> None:
    entry = Activity.objects.filter(mentor=world.mentors[MENTOR], state="submitted").first()
    assert entry is not None
    return_activity(activity=entry, reason="Hányan voltak?", by=world.users[GROUP_LEADER], at=world.now)
    page = opened(signed_in(new_page(viewport=NARROW), MENTOR))
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("Hányan voltak?")).to_be_visible()
    page.locator("a[href^='#returned/']").click()
    expect(page.get_by_text("Visszaküldték: Hányan voltak?")).to_be_visible()
    looked_at(page, "returned-entry")
    page.get_by_label("Hányan vettek részt?").fill("17")
    page.locator("form button[type=submit]").click()
    expect(page.get_by_text("A javított bejegyzés a kimenőben van.")).to_be_visible()

    page.context.set_offline(False)
    expect(page.locator("#field-count")).to_have_text("", timeout=30_000)
    expect(page.locator("#returned")).to_have_count(0)
    entry.refresh_from_db()
    assert (entry.state, entry.participants) == ("submitted", 17)


def test_questionnaire_sent_back_is_corrected_without_a_signal(
    new_page: Callable[..., Page], signed_in: SignIn, world: World
) -> None:
    sending = a_sending(
        world.interviewers[INTERVIEWER], instance="uuid:1", settlement="10357", unit="A0001", visits="400"
    )
    receive(sending=sending, at=world.now)
    read_waiting(at=world.now)
    return_response(
        response=Response.objects.get(), reason="Ennyi nap nincs.", by=world.users[RESEARCHER], at=world.now
    )
    page = signed_in(new_page(viewport=NARROW, color_scheme="dark"), INTERVIEWER)
    page.goto(ADDRESS["hu"])
    expect(page.locator("#came-back")).to_be_visible()
    all_is_fetched(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.reload()
    looked_at(page, "came-back")
    page.get_by_role("link", name="Helyesbítés").click()
    visits = page.locator(".mh-q input[name$='/visits']")
    expect(visits).to_have_value("400")
    expect(page.get_by_text("Visszaküldték: Ennyi nap nincs.")).to_be_visible()
    visits.fill("40")
    page.locator("mh-field .mh-submit button").click()
    expect(page.get_by_text("A helyesbített kérdőív a kimenőben van.")).to_be_visible()

    page.context.set_offline(False)
    expect(page.locator("#field-count")).to_have_text("", timeout=30_000)
    expect(page.locator("#came-back")).to_have_count(0)
    corrected = Submission.objects.get(deprecates__instance_id="uuid:1")
    assert (corrected.thread, corrected.way) == (Response.objects.get().pk, "field")
    assert "<visits>40</visits>" in bytes(corrected.xml).decode()
    go(page, "outbox")
    expect(page.get_by_text("elküldve")).to_be_visible()


def looked_at(page: Page, place: str) -> None:
    assert_axe_clean(page)
    assert_fits(page)
    screenshot(page, f"field-{place}")
