"""Two days without a signal: a hundred entries and questionnaires, with photos, a dead battery and a new version between them.

All arrive once.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from mentorhalo.core.tests.access import World
from mentorhalo.field.words import words
from mentorhalo.mentoring.models import Activity, EvidenceFile
from mentorhalo.surveys.models import Submission
from tests.browser.field.phone import PATIENCE, Phone
from tests.browser.field.steps import all_is_fetched

WITH_PHOTO = (2, 7, 11)

# Resolved once it is this window's turn: a synchronisation may be at it still.
HOLD_UP = """() => new Promise((granted) => {
  navigator.locks.request("mentorhalo-field-sending", () => new Promise((release) => {
    window.release = release;
    granted();
  }));
})"""


# A look of the browser's own that began before may answer for ours, and find nothing: then once more.
LOOK_FOR_NEWS = """async () => {
  const kept = await navigator.serviceWorker.getRegistration();
  for (let look = 0; look < 20 && !kept.installing && !kept.waiting; look++) await kept.update();
}"""


@pytest.fixture
def phone(browser: Browser, site: str, tmp_path: Path) -> Iterator[Phone]:
    phone = Phone(browser, tmp_path / "phone", site)
    yield phone
    phone.kill()
    assert phone.faults == []


def renew_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release has other texts, at least."""
    shell = "mentorhalo.field.views.shell.words"
    monkeypatch.setattr(shell, lambda: {**words(), "week": "Hetem, megújulva"})


def noon_comes(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """For the server, which tells the phone: whenever the test runs, no midnight falls into what is written on one day."""
    now = timezone.now
    ahead = datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone()) - now()
    monkeypatch.setattr(timezone, "now", lambda: now() + ahead)


def a_day_passes(monkeypatch: pytest.MonkeyPatch, page: Page) -> None:
    """For both clocks."""
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(days=1))
    page.clock.install(time=datetime.now(UTC) + timedelta(days=1))


def test_a_hundred_items_of_two_days_arrive_once(
    phone: Phone, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = world.today + timedelta(days=1)
    noon_comes(monkeypatch, tomorrow)
    page = phone.start()
    phone.sign_in(world.users["mentor"])
    page.reload()
    expect(page.locator("#agenda")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    expect(page.locator("#field-status")).to_have_text("Minden el van küldve")
    all_is_fetched(page)
    page.reload()
    form = {"form": str(world.instrument_version.pk), "settlement": world.settlement.pk}

    phone.context.set_offline(True)
    phone.write("Első nap", entries=26, with_photo=WITH_PHOTO, leave_open=26)
    expect(page.locator("#field-count")).to_have_text("28")
    page.locator("textarea[name=public_sentence]").press_sequentially("!")
    phone.kill()

    page = phone.start(offline=True)
    phone.expect_status("Nincs térerő · 28 tétel vár")
    phone.write("Első nap este", entries=15, questionnaires=10, with_photo=WITH_PHOTO, **form)
    phone.expect_status("Nincs térerő · 56 tétel vár")

    take_the_new_version(phone, page, world, monkeypatch)
    phone.expect_status("Nincs térerő · 56 tétel vár")

    a_day_passes(monkeypatch, page)
    phone.context.clear_cookies()
    page.reload()
    phone.write("Második nap", entries=40, questionnaires=10, with_photo=WITH_PHOTO, **form)
    phone.expect_status("Nincs térerő · 109 tétel vár")

    phone.context.set_offline(False)
    expect(page.get_by_role("link", name="Bejelentkezés és folytatás")).to_be_visible()
    assert not sent().exists()
    phone.sign_in(world.users["mentor"])
    page.reload()
    phone.expect_status("Minden el van küldve")

    assert Counter(one.public_sentence.rpartition(" ")[0] for one in sent()) == {
        "Első nap": 25,
        "Első nap este": 15,
        "Második nap": 40,
    }
    assert Counter(sent().values_list("occurred_on", flat=True)) == {
        tomorrow: 40,
        tomorrow + timedelta(days=1): 40,
    }
    files = EvidenceFile.objects.filter(activity__in=sent()).select_related("activity")
    assert len(files) == 9
    for file in files:
        assert file.original_name == f"{file.activity.public_sentence}.jpg"
        assert sha256(file.file.read()).hexdigest() == file.sha256
        file.file.close()
    questionnaires = Submission.objects.filter(way="field", interviewer=world.interviewers["mentor"])
    names = [bytes(one.xml).decode().split("<name>")[1].split("</name>")[0] for one in questionnaires]
    assert sorted(names) == sorted(
        f"{day} {number}" for day in ("Első nap este", "Második nap") for number in range(1, 11)
    )


def sent():
    return Activity.objects.filter(public_sentence__contains="nap")


def take_the_new_version(phone: Phone, page: Page, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The signal comes back for as long as the shell takes, while another window holds the sending up."""
    other = phone.context.new_page()
    other.goto(f"{phone.site}/field/")
    other.evaluate(HOLD_UP)
    phone.sign_in(world.users["mentor"])
    renew_the_app(
        monkeypatch
    )  # not before: the browser looks by itself, too, and who is signed out gets no new version
    phone.context.set_offline(False)
    page.evaluate(LOOK_FOR_NEWS)
    page.get_by_role("button", name="Az új változat használata").click(timeout=PATIENCE)
    expect(page.locator("#field-title")).to_have_text("Hetem, megújulva", timeout=PATIENCE)
    phone.expect_status("56 tétel vár")
    phone.context.set_offline(True)
    other.close()
