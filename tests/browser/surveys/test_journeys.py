"""Questionnaires as people meet them: tried, filled by an interviewer, answered by a link on two devices, corrected."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from mentorhalo.core.tests.access import INTERVIEWER, RESEARCHER, World
from mentorhalo.surveys.actions.invitations import invite
from mentorhalo.surveys.actions.reading import read_waiting
from mentorhalo.surveys.actions.receiving import Sending, receive
from mentorhalo.surveys.actions.reviewing import return_response
from mentorhalo.surveys.choices import InvitationKind, VersionState, Way
from mentorhalo.surveys.models import Response, Submission, WebDraft
from mentorhalo.surveys.tests.factories import InstrumentVersionFactory
from mentorhalo.surveys.tests.sendings import household_xml
from tests.browser.conftest import SignIn
from tests.browser.looks import NARROW, PHONE, assert_axe_clean, assert_fits, screenshot
from tests.browser.surveys.forms import picture

REVIEW = "Átnézés és beküldés"


def link_of(world: World, kind: InvitationKind) -> str:
    made = invite(
        wave=world.wave, instrument=world.instrument, kind=kind, by=world.users[RESEARCHER], at=world.now
    )
    return f"/answer/{made[0][1]}/"


def answer_what_is_needed(page: Page) -> None:
    page.get_by_label("Település KSH-kódja").fill("10357")
    page.get_by_role("group", name="Tagja-e közösségnek?").get_by_label("nem").check()


def test_a_version_is_tried_and_nothing_is_kept(page: Page, signed_in: SignIn, world: World) -> None:
    signed_in(page, RESEARCHER)
    page.goto(f"/fill/try/{world.instrument_version.pk}/")
    expect(page.get_by_text("Mentés és beküldés nem történik.")).to_be_visible()

    page.get_by_role("button", name="A válaszok ellenőrzése").click()
    summary = page.get_by_role("alert").filter(has_text="Ezeket javítani kell")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Település KSH-kódja").click()
    expect(page.get_by_label("Település KSH-kódja")).to_be_focused()

    page.get_by_label("Település KSH-kódja").fill("10357")
    page.get_by_label("Település KSH-kódja").blur()
    expect(summary.get_by_role("link", name="Település KSH-kódja")).to_have_count(0)
    expect(summary.get_by_role("link", name="Tagja-e közösségnek?")).to_be_visible()
    answer_what_is_needed(page)
    expect(summary).to_have_count(0)
    page.get_by_role("button", name="A válaszok ellenőrzése").click()
    expect(page.get_by_text("Minden válasz rendben van.")).to_be_visible()
    assert not WebDraft.objects.exists()
    page.get_by_role("link", name="Vissza a változathoz").click()
    expect(page).to_have_url(re.compile(f"/surveys/versions/{world.instrument_version.pk}/$"))


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_draft_is_tried_on_a_phone_by_keyboard_alone(
    new_page: Callable[..., Page], signed_in: SignIn, world: World, language: str
) -> None:
    draft = InstrumentVersionFactory(instrument=world.instrument, version="2", state=VersionState.DRAFT)
    page = signed_in(new_page(viewport=NARROW, color_scheme="dark"), RESEARCHER)
    page.goto(f"/{language}surveys/versions/{draft.pk}/")
    page.locator(f"form[action$='/versions/{draft.pk}/try/'] button").focus()
    page.keyboard.press("Enter")

    code = page.locator("svg.mh-qr")
    expect(code).to_be_visible()
    assert_fits(page)
    assert_axe_clean(page)
    screenshot(page, f"trial-{language[:2] or 'hu'}")
    page.goto(page.url)  # as who changes the language or comes back by the address
    expect(code).to_have_count(0)
    expect(page).to_have_url(re.compile(f"/versions/{draft.pk}/$"))


def test_nothing_can_be_pressed_before_the_questionnaire_stands(
    page: Page, signed_in: SignIn, world: World
) -> None:
    signed_in(page, RESEARCHER)
    waiting: list[Route] = []
    is_held = True

    def hold(route: Route) -> None:
        if is_held:
            waiting.append(route)
        else:
            route.continue_()

    page.route("**/engine-*", hold)
    # What is held up here may be a part of the page's own load, which would then never end.
    page.goto(f"/fill/try/{world.instrument_version.pk}/", wait_until="commit")
    expect(page.get_by_text("A kérdőív betöltése …")).to_be_visible()
    expect(page.get_by_role("button", name="A válaszok ellenőrzése")).to_be_hidden()

    is_held = False
    for route in waiting:
        route.continue_()
    expect(page.get_by_role("button", name="A válaszok ellenőrzése")).to_be_visible()


def test_an_interviewer_fills_goes_on_later_looks_through_and_sends(
    page: Page, signed_in: SignIn, world: World
) -> None:
    signed_in(page, INTERVIEWER)
    page.goto(f"/surveys/units/{world.unit.pk}/")
    page.get_by_role("link", name="Kérdőív kitöltése").click()
    page.get_by_role("button", name="Household questionnaire").click()
    expect(page.get_by_label("Cím kódja")).to_have_value("A0001")
    page.get_by_label("A válaszadó neve").fill("Kiss Éva")
    page.get_by_label("Fénykép az épületről: Fénykép készítése vagy kiválasztása").set_input_files(
        {"name": "haz.png", "mimeType": "image/png", "buffer": picture()}
    )
    expect(page.get_by_role("img", name="előnézete")).to_be_visible()
    expect(page.get_by_text("Mentve.")).to_be_visible()
    page.get_by_role("button", name="Folytatás később").click()

    page.get_by_role("link", name="Household questionnaire").click()
    expect(page.get_by_label("A válaszadó neve")).to_have_value("Kiss Éva")
    expect(page.get_by_role("img", name="előnézete")).to_be_visible()
    answer_what_is_needed(page)
    page.get_by_role("button", name=REVIEW).click()

    expect(page.get_by_role("heading", name="A válaszok átnézése")).to_be_visible()
    expect(page.get_by_text("Kiss Éva")).to_be_visible()
    page.get_by_role("link", name=re.compile("Módosítás ?: A válaszadó neve")).click()
    expect(page.get_by_label("A válaszadó neve")).to_be_focused()
    page.get_by_label("A válaszadó neve").fill("Kiss Éva Mária")
    page.get_by_role("button", name=REVIEW).click()
    expect(page.get_by_text("Kiss Éva Mária")).to_be_visible()
    page.get_by_role("button", name="Küldés", exact=True).click()
    expect(page.get_by_role("heading", name="Új kezdése")).to_be_visible()

    sent = Submission.objects.get()
    assert (sent.way, sent.unit, sent.files.count()) == (Way.BROWSER, world.unit, 1)
    assert "<name>Kiss Éva Mária</name>" in bytes(sent.xml).decode()
    assert not WebDraft.objects.exists()


def test_somebody_answers_by_a_link_begins_here_and_sends_there(
    new_page: Callable[..., Page], world: World
) -> None:
    address = link_of(world, InvitationKind.PUBLIC)
    here = new_page(viewport=PHONE)
    here.goto(address)
    expect(here.get_by_text(world.study.purpose)).to_be_visible()
    assert_axe_clean(here)
    here.get_by_label("Elolvastam, és részt veszek benne.").check()
    here.get_by_role("button", name="Megkezdés").click()
    code = here.locator("dd strong").inner_text()
    here.get_by_label("A válaszadó neve").fill("Nagy Ottó")
    here.get_by_label("Telefonszáma").focus()
    expect(here.get_by_text("Mentve.")).to_be_visible()

    there = new_page()
    there.goto("/answer/")
    there.get_by_label("Kód").fill(code.lower())
    there.get_by_role("button", name="Folytatás").click()
    expect(there.get_by_label("A válaszadó neve")).to_have_value("Nagy Ottó")
    answer_what_is_needed(there)
    there.get_by_role("button", name=REVIEW).click()
    there.get_by_role("button", name="Küldés", exact=True).click()
    expect(there.get_by_role("heading", name="Köszönjük")).to_be_visible()

    sent = Submission.objects.get()
    assert (sent.way, sent.interviewer) == (Way.LINK, None)
    there.goto(f"/answer/on/{code.replace('-', '')}/")
    expect(there.get_by_role("heading", name="Itt nincs nyitott kérdőív")).to_be_visible()


def test_a_single_link_that_was_used_says_so(page: Page, world: World) -> None:
    address = link_of(world, InvitationKind.SINGLE)
    page.goto(address)
    page.get_by_label("Elolvastam, és részt veszek benne.").check()
    page.get_by_role("button", name="Megkezdés").click()
    answer_what_is_needed(page)
    page.get_by_role("button", name=REVIEW).click()
    page.get_by_role("button", name="Küldés", exact=True).click()
    expect(page.get_by_role("heading", name="Köszönjük")).to_be_visible()

    page.goto(address)
    expect(page.get_by_text("Ezt a linket már felhasználták")).to_be_visible()


def test_two_windows_overwrite_nothing(
    new_page: Callable[..., Page], signed_in: SignIn, world: World
) -> None:
    one = signed_in(new_page(), INTERVIEWER)
    one.goto("/fill/")
    one.get_by_role("button", name="Household questionnaire").click()
    expect(one.get_by_label("A válaszadó neve")).to_be_visible()
    other = signed_in(new_page(), INTERVIEWER)
    other.goto(one.url)
    expect(other.get_by_label("A válaszadó neve")).to_have_value("")
    one.get_by_label("A válaszadó neve").fill("Kiss Éva")
    one.get_by_label("Telefonszáma").focus()
    expect(one.get_by_text("Mentve.")).to_be_visible()

    other.get_by_label("A válaszadó neve").fill("Nagy Ottó")
    other.get_by_label("Telefonszáma").focus()

    expect(other.get_by_text("A kérdőívet közben máshol folytatták.")).to_be_visible()
    assert "Kiss Éva" in WebDraft.objects.get().xml


def test_what_came_back_is_corrected(page: Page, signed_in: SignIn, world: World) -> None:
    xml = household_xml(instance="uuid:1", settlement="10357", unit="A0001", visits="400")
    receive(
        sending=Sending(xml=xml, way=Way.COLLECT, interviewer=world.interviewers[INTERVIEWER]), at=world.now
    )
    read_waiting(at=world.now)
    return_response(
        response=Response.objects.get(), reason="Ennyi nap nincs.", by=world.users[RESEARCHER], at=world.now
    )

    signed_in(page, INTERVIEWER)
    page.goto("/fill/")
    expect(page.get_by_text("Ennyi nap nincs.")).to_be_visible()
    page.get_by_role("button", name="Helyesbítés").click()
    page.get_by_label("Hányszor járt a művelődési házban").fill("40")
    page.get_by_role("button", name=REVIEW).click()
    page.get_by_label("A változtatás oka").fill("Elírtam a számot.")
    page.get_by_role("button", name="Küldés", exact=True).click()
    expect(page.get_by_role("heading", name="Új kezdése")).to_be_visible()

    assert Submission.objects.get(deprecates__instance_id="uuid:1").thread == Response.objects.get().pk


def test_without_javascript_a_sentence_says_what_to_do(new_page: Callable[..., Page], world: World) -> None:
    page = new_page(java_script_enabled=False)

    page.goto(link_of(world, InvitationKind.PUBLIC))

    # What stands in `noscript` is no text to Playwright's other ways of looking.
    assert "A JavaScript ki van kapcsolva" in page.locator("main noscript").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("prefix", ["", "/en"], ids=["hu", "en"])
def test_everybody_can_use_the_pages(
    new_page: Callable[..., Page], signed_in: SignIn, world: World, scheme: str, prefix: str
) -> None:
    page = signed_in(new_page(viewport=NARROW, color_scheme=scheme), INTERVIEWER)
    page.goto(f"{prefix}/fill/")
    page.get_by_role("button", name="Household questionnaire").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert_fits(page)
    assert_axe_clean(page)
    page.locator("[data-mh-do=review]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_fits(page)
    assert_axe_clean(page)
