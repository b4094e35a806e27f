"""A good practice told in a village hall without a signal."""

from playwright.sync_api import Page, expect

from mentorhalo.core.tests.access import World
from mentorhalo.knowledge.models import Practice
from tests.browser.field.steps import go
from tests.browser.looks import assert_axe_clean, assert_fits, screenshot
from tests.browser.surveys.forms import picture

SENT = "Minden el van küldve"


def test_practice_with_a_photo_collected_without_a_signal_arrives_once(phone: Page, world: World) -> None:
    expect(phone.locator("#field-status")).to_have_text(SENT)
    phone.context.set_offline(True)
    phone.reload()
    phone.get_by_role("link", name="Jó gyakorlat leírása").first.click()
    phone.locator("form button[type=submit]").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    expect(phone.locator("#title")).to_be_focused()
    looked_at(phone, "practice-refused")

    phone.locator("#title").fill("Mesekör a faluházban")
    phone.locator("input[name=field][value=library]").check()
    phone.locator("#is_lesson").check()
    phone.locator("#institution_name").fill("Községi Könyvtár")
    phone.locator("#settlement").fill(world.settlement.name)
    phone.locator("#steps").fill("Előbb végigjártuk a házakat.")
    phone.locator("#files").set_input_files({"name": "kör.png", "mimeType": "image/png", "buffer": picture()})
    phone.locator("input[name=alt]").fill("Nagymamák mesélnek")
    phone.locator("select[name=people]").select_option("agreed")
    expect(phone.locator("form[data-mh-kept]")).to_be_visible()
    phone.reload()
    expect(phone.locator("#steps")).to_have_value("Előbb végigjártuk a házakat.")
    expect(phone.locator("input[name=alt]")).to_have_value("Nagymamák mesélnek")
    looked_at(phone, "practice")
    phone.locator("form button[type=submit]").click()
    expect(phone.locator("#field-status")).to_have_text("Nincs térerő · 2 tétel vár")
    go(phone, "outbox")
    expect(phone.locator(".mh-items > li")).to_have_count(2)
    looked_at(phone, "outbox-practice")

    phone.context.set_offline(False)

    expect(phone.locator("#field-status")).to_have_text(SENT, timeout=30_000)
    practice = Practice.objects.get(institution_name="Községi Könyvtár", is_lesson=True)
    version, photo = practice.versions.get(), practice.photos.get()
    assert (version.state, version.texts.get().title) == ("draft", "Mesekör a faluházban")
    assert (practice.contributor, practice.settlement) == (world.mentors["mentor"], world.settlement)
    assert (photo.alt, photo.people, photo.rights) == ("Nagymamák mesélnek", "agreed", "own")


def looked_at(page: Page, place: str) -> None:
    assert_axe_clean(page)
    assert_fits(page)
    screenshot(page, f"field-{place}-hu")
