"""The whole way of a good practice, each person in a window of their own: written, checked, agreed to by a link, marked, published, found by conditions, taken over, confirmed."""

import re
from collections.abc import Callable
from typing import Any

from django.core import mail
from playwright.sync_api import Page, expect

from mentorhalo.core.tests.access import World
from mentorhalo.knowledge.models import Adoption, Criterion, Practice, PracticeText
from tests.browser.conftest import SignIn
from tests.browser.looks import DESK_SCREEN, PHONE, assert_axe_clean

TITLE = "Mesekör a buszmegállóban"
INSTITUTION = "konyvtar@pelda.hu"
READER = "vera@pelda.hu"


def link_to(address: str) -> str:
    """Where the last letter to this address leads, without the name of the house."""
    letter = next(one for one in reversed(mail.outbox) if address in one.to)
    found = re.search(r"https?://[^/\s]+(/\S+)", str(letter.body))
    assert found is not None, letter.body
    return found.group(1)


def written(page: Page, world: World) -> None:
    page.goto("/practices/work/")
    page.get_by_role("link", name="Jó gyakorlat leírása").click()
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=summary]").fill("Nagyszülők mesélnek a buszra váró gyerekeknek.")
    page.locator("[name=field][value=library]").check()
    page.locator("[name=institution_name]").fill("Községi Könyvtár")
    page.get_by_label("Település", exact=True).fill(world.settlement.name)
    for name in PracticeText.NARRATIVE:
        page.locator(f"textarea[name={name}]").fill(f"Így csináltuk: {name}.")
    page.locator("[name=starts_on]").fill("2024-01-01")
    page.locator("[name=settlement_size]").select_option("00500")
    for name in ("staff_band", "money_band", "time_band"):
        page.locator(f"[name={name}]").select_option("0")
    page.locator("[name=targets]").first.check()
    page.locator("[name=partners]").first.check()
    page.locator("[name=contact_email]").fill(INSTITUTION)
    page.get_by_role("button", name="Megőrzés piszkozatként").click()
    page.get_by_role("button", name="Beadás").click()
    expect(page.get_by_text("Beadva").first).to_be_visible()


def marked(page: Page) -> None:
    page.goto("/practices/work/")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name="Bírálat").click()
    for criterion in Criterion.objects.in_use():
        page.locator(f"[name=mark_{criterion.pk}][value='3']").check()
        page.locator(f"[name=reason_{criterion.pk}]").fill("A leírásból kiderül.")
    page.locator("[name=opinion]").fill("Más faluban is elkezdhető belőle.")
    page.locator("[name=verdict][value=accept]").check()
    page.get_by_role("button", name="Döntés rögzítése").click()
    expect(page.get_by_text("elfogadott").first).to_be_visible()


def test_a_practice_goes_its_whole_way_and_is_taken_over(
    new_page: Callable[..., Page], signed_in: SignIn, world: World, settings: Any
) -> None:
    settings.FORM_GUARD = False  # it keeps out who fills a form in faster than a person can
    written(signed_in(new_page(viewport=DESK_SCREEN), "mentor"), world)
    practice = Practice.objects.get(versions__texts__title=TITLE)

    leader = signed_in(new_page(viewport=DESK_SCREEN), "group_leader")
    leader.goto("/practices/work/")
    leader.get_by_role("link", name=TITLE).first.click()
    leader.get_by_role("button", name="Ellenőrizve: kérjük az intézmény hozzájárulását").click()
    expect(leader.get_by_text("az intézmény hozzájárulására vár").first).to_be_visible()

    institution = new_page(viewport=PHONE)
    institution.goto(link_to(INSTITUTION))
    expect(institution.get_by_role("heading", name=TITLE)).to_be_visible()
    institution.get_by_label("Az Ön neve").fill("Kovács Éva")
    institution.get_by_label("Beosztás az intézménynél").fill("könyvtárvezető")
    institution.locator("[name=agrees]").check()
    institution.get_by_role("button", name="Hozzájárulunk").click()
    expect(institution.get_by_text("Kovács Éva").first).to_be_visible()

    marked(signed_in(new_page(viewport=DESK_SCREEN), "expert"))
    office = signed_in(new_page(viewport=DESK_SCREEN), "office")
    office.goto("/practices/work/")
    office.get_by_role("link", name=TITLE).first.click()
    office.get_by_role("button", name="Közzététel").click()
    expect(office.get_by_role("link", name="Nyilvános oldala")).to_be_visible()

    visitor = new_page(viewport=PHONE)
    visitor.goto("/practices/")
    visitor.locator("[name=size][value='00500']").check()
    visitor.locator("[name=staff][value='0']").check()
    visitor.locator("[name=money][value='0']").check()
    visitor.get_by_role("button", name="Ami megfelel").click()
    expect(visitor.locator("#found-heading")).to_have_text(re.compile("^1 "))
    visitor.get_by_role("link", name=TITLE).click()
    assert_axe_clean(visitor)
    visitor.get_by_role("link", name="Mi is csináljuk").first.click()
    visitor.locator("[name=adopter_name]").fill("Összefogás Baráti Kör")
    visitor.get_by_label("Település", exact=True).fill(world.settlement.name)
    visitor.locator("[name=since]").fill("2025-01-01")
    visitor.locator("[name=changed]").fill("Nálunk havonta van.")
    visitor.locator("[name=name]").fill("Szabó Vera")
    visitor.locator("[name=email]").fill(READER)
    visitor.get_by_role("button", name="Elküldés").click()
    expect(visitor.get_by_role("heading", name="Nézze meg a postafiókját")).to_be_visible()
    visitor.goto(link_to(READER))
    visitor.locator("main form button[type=submit]").first.click()
    expect(visitor.get_by_text("most értesítjük a gyakorlat gazdáját")).to_be_visible()

    institution.goto(link_to(INSTITUTION))
    institution.locator("[name=verdict][value=yes]").check()
    institution.get_by_role("button", name="Válasz").click()
    expect(institution.get_by_text("A bejelentő megkapja a választ.")).to_be_visible()
    expect(institution.get_by_text("megerősített").first).to_be_visible()

    assert Adoption.objects.get(practice=practice).state == "confirmed"
    visitor.goto(f"/practices/{practice.code}/")
    expect(visitor.get_by_text("Összefogás Baráti Kör").first).to_be_visible()
