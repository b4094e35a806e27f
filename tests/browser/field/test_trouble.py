"""What goes wrong around the field app: refusals, ended sessions, another user, signing out, a closed page."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from mentorhalo.core.tests.access import World
from mentorhalo.mentoring.actions import close_engagement
from mentorhalo.mentoring.models import Activity
from tests.browser.conftest import SignIn
from tests.browser.field.steps import all_is_fetched, go, write_entry
from tests.browser.looks import NARROW, assert_axe_clean, screenshot

SENT = "Minden el van küldve"
KEPT = """() => new Promise((done) => {
  const opening = indexedDB.open("mentorhalo-field");
  opening.onsuccess = () => {
    const asking = opening.result.transaction(["records", "accounts"]);
    const counts = ["records", "accounts"].map((name) => asking.objectStore(name).count());
    asking.oncomplete = () => { opening.result.close(); done(counts.map((one) => one.result)); };
  };
})"""

LOOK = 100
LOOKS = 200

# The worker tells the pages when the server has taken something.
LISTEN = """() => {
  window.heard = new Promise((done) => {
    new BroadcastChannel("mentorhalo-field").onmessage = (event) => done(event.data);
    window.setTimeout(() => done("nothing"), 60_000);
  });
}"""


def status(page: Page, words: str) -> None:
    expect(page.locator("#field-status")).to_have_text(words, timeout=30_000)


def offline(page: Page) -> None:
    status(page, SENT)
    page.context.set_offline(True)


def test_refused_entry_says_why_is_mended_and_arrives(phone: Page, world: World) -> None:
    offline(phone)
    write_entry(phone, "A kör bezárt közben.")
    close_engagement(
        engagement=world.engagement,
        on=world.today - timedelta(days=1),
        reason="Vége.",
        by=world.users["office"],
        at=timezone.now(),
    )
    phone.context.set_offline(False)
    status(phone, "Egy tétel vissza lett utasítva")
    go(phone, "outbox")
    expect(phone.locator(".mh-items .errorlist")).to_contain_text("lezárult")
    assert_axe_clean(phone)
    screenshot(phone, "field-refused-hu")

    phone.get_by_role("link", name="Javítás").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    assert_axe_clean(phone)
    phone.locator("select[name=engagement]").select_option("")
    phone.locator("form button[type=submit]").click()

    status(phone, SENT)
    assert Activity.objects.get(public_sentence="A kör bezárt közben.").engagement is None


def test_ended_session_keeps_what_waits_and_goes_on_after_signing_in(
    phone: Page, signed_in: SignIn, world: World
) -> None:
    offline(phone)
    write_entry(phone, "Közben lejárt.")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    expect(phone.get_by_role("link", name="Bejelentkezés és folytatás")).to_be_visible(timeout=30_000)
    status(phone, "Egy tétel vár")
    assert_axe_clean(phone)

    signed_in(phone, "mentor")
    phone.reload()

    status(phone, SENT)
    assert Activity.objects.filter(public_sentence="Közben lejárt.").count() == 1


def test_another_user_sees_nothing_of_the_first_whose_entry_waits(
    phone: Page, signed_in: SignIn, world: World
) -> None:
    offline(phone)
    write_entry(phone, "Az elsőé.")
    phone.context.clear_cookies()
    signed_in(phone, "other_mentor")
    phone.context.set_offline(False)
    phone.reload()
    status(phone, SENT)
    go(phone, "outbox")
    expect(phone.locator(".mh-empty")).to_be_visible()
    assert not Activity.objects.filter(public_sentence="Az elsőé.").exists()

    phone.context.clear_cookies()
    signed_in(phone, "mentor")
    phone.reload()

    expect(phone.locator(".mh-badge[data-color=success]")).to_be_visible(timeout=30_000)
    assert Activity.objects.get(public_sentence="Az elsőé.").created_by == world.users["mentor"]


def test_signing_out_on_the_website_warns_first_and_then_leaves_nothing(phone: Page, world: World) -> None:
    offline(phone)
    write_entry(phone, "Elveszne.")
    go(phone, "leave")
    expect(phone.get_by_text("Egy tétel még nem érkezett meg")).to_be_visible()
    assert_axe_clean(phone)
    phone.get_by_role("link", name="Bejelentkezve maradok").click()
    phone.context.set_offline(False)
    status(phone, SENT)

    phone.goto("/desk/week/")
    phone.locator(".mh-menu > summary").click()
    phone.locator(".mh-account > summary").last.click()
    phone.get_by_role("button", name="Kijelentkezés").click()
    phone.wait_for_url("**/field/#leave")
    phone.get_by_role("button", name="Kijelentkezés és minden eltávolítása").click()

    expect(phone.get_by_text("Ezen a telefonon semmi nem maradt.")).to_be_visible()
    expect(phone.get_by_role("link", name="Bejelentkezés és folytatás")).to_be_visible(timeout=30_000)
    assert phone.evaluate(KEPT) == [0, 0]
    assert "/account/login/" in phone.request.get("/desk/week/").url


def test_signing_out_without_a_signal_ends_the_session_when_it_is_back(phone: Page, world: World) -> None:
    offline(phone)
    go(phone, "leave")
    phone.get_by_role("button", name="Kijelentkezés és minden eltávolítása").click()
    expect(phone.get_by_text("Ezen a telefonon semmi nem maradt.")).to_be_visible()

    phone.context.set_offline(False)

    expect(phone.get_by_role("link", name="Bejelentkezés és folytatás")).to_be_visible(timeout=30_000)
    assert phone.evaluate(KEPT) == [0, 0]
    assert "/account/login/" in phone.request.get("/desk/week/").url


def test_worker_sends_what_waits_with_the_app_closed(phone: Page, world: World) -> None:
    other = phone.context.new_page()
    other.goto("/mentoring/entries/")
    offline(phone)
    write_entry(phone, "Zárva is elment.")
    status(phone, "Nincs térerő · Egy tétel vár")
    all_is_fetched(phone)
    phone.close()
    other.evaluate(LISTEN)
    other.context.set_offline(False)

    fire_background_sync(other)

    assert other.evaluate("() => window.heard") == "changed"
    assert Activity.objects.filter(public_sentence="Zárva is elment.").count() == 1


def fire_background_sync(page: Page) -> None:
    """As the browser does when it finds a signal; it knows nothing of ours, which is switched off for its pages alone."""
    devtools = page.context.new_cdp_session(page)
    known: list[str] = []

    def told(event: dict[str, list[dict[str, str]]]) -> None:
        known.extend(one["registrationId"] for one in event["registrations"] if "/field/" in one["scopeURL"])

    devtools.on("ServiceWorker.workerRegistrationUpdated", told)
    devtools.send("ServiceWorker.enable")
    page.wait_for_function("navigator.serviceWorker.getRegistrations().then((all) => all.length > 0)")
    for _look in range(LOOKS):  # it is told of by the browser, after the page knows of it
        if known:
            break
        page.wait_for_timeout(LOOK)
    origin = page.evaluate("location.origin")
    sync = {"origin": origin, "registrationId": known[0], "tag": "send", "lastChance": False}
    devtools.send("ServiceWorker.dispatchSyncEvent", sync)


def test_what_is_typed_outlives_a_reload(phone: Page, world: World) -> None:
    offline(phone)
    go(phone, "log")
    phone.locator("textarea[name=public_sentence]").fill("Félbehagyva")
    expect(phone.locator("form[data-mh-kept]")).to_be_visible()
    phone.reload()

    expect(phone.locator("textarea[name=public_sentence]")).to_have_value("Félbehagyva")
    phone.get_by_role("button", name="Kezdés elölről").click()
    expect(phone.locator("textarea[name=public_sentence]")).to_have_value("")


def test_until_the_program_has_come_the_screen_says_that_it_opens(
    new_page: Callable[..., Page], signed_in: SignIn
) -> None:
    page = signed_in(new_page(viewport=NARROW), "mentor")
    shown = "() => getComputedStyle(document.querySelector('mh-field'), '::before').content"
    page.route("**/build/assets/*.js", lambda route: route.abort())
    page.goto("/field/")
    assert "betöltődik" in page.evaluate(shown)

    page.unroute("**/build/assets/*.js")
    page.goto("/field/")
    expect(page.locator("#agenda")).to_be_visible()
    assert page.evaluate(shown) == "none"
