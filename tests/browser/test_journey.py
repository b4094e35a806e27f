"""The walking whole: a mentor logs a visit, the public figure moves, the leader approves, a sceptic opens it down to the visit."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from mentorhalo.core.tests.access import World
from mentorhalo.indicators.queries import figure
from mentorhalo.mentoring.models import Activity
from mentorhalo.territory.queries import forget_places
from mentorhalo.territory.tests.factories import SettlementFactory
from tests.browser.conftest import SignIn
from tests.browser.looks import DESK_SCREEN, PHONE

CODE = "settlements-reached"


def shown_value(page: Page) -> int:
    page.goto(f"/figures/{CODE}/")
    return int(page.locator(".mh-figure-value strong").first.inner_text())


def test_visit_logged_on_a_phone_moves_the_public_figure_and_can_be_opened_from_it(
    new_page: Callable[..., Page], signed_in: SignIn, world: World
) -> None:
    village = SettlementFactory(name="Szentlászló", county=world.settlement.county)
    forget_places()
    visitor = new_page(viewport=DESK_SCREEN)
    before = shown_value(visitor)

    phone = signed_in(new_page(viewport=PHONE), "mentor")
    phone.goto("/desk/week/")
    phone.get_by_role("link", name="Új bejegyzés").first.click()
    phone.locator("select[name=engagement]").select_option(str(world.engagement.pk))
    phone.locator("input[name=kind]").first.check()
    phone.get_by_label("Hol?").fill(village.name)
    phone.locator("input[name=participants]").fill("9")
    phone.locator("textarea[name=public_sentence]").fill("Megnéztük a felújított termet.")
    phone.get_by_role("button", name="Beküldés jóváhagyásra").click()
    expect(phone).to_have_url(re.compile("/saved/$"))
    entry = Activity.objects.get(public_sentence="Megnéztük a felújított termet.")
    assert (entry.state, entry.mentor, entry.settlement) == ("submitted", world.mentors["mentor"], village)
    assert shown_value(visitor) == before + 1 == figure(CODE).value

    leader = signed_in(new_page(viewport=DESK_SCREEN), "group_leader")
    leader.goto("/mentoring/inbox/")
    leader.locator(f"#entry-{entry.pk}").get_by_role("button", name="Jóváhagyás").click()
    expect(leader.locator(f"#entry-{entry.pk}")).to_contain_text("Jóváhagyva")

    sceptic = signed_in(new_page(viewport=DESK_SCREEN), "auditor")
    sceptic.goto(f"/figures/{CODE}/")
    sceptic.get_by_role("link", name=village.name).first.click()
    sceptic.locator(f"a[href$='/mentoring/entries/{entry.pk}/']").first.click()
    expect(sceptic.get_by_text("Megnéztük a felújított termet.")).to_be_visible()
