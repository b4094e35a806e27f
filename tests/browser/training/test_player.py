"""A learning package in a real browser: shut in, played, kept, and taken up where it was left; and a video nobody is followed by."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.training import actions
from mentorhalo.training.models import MaterialVersion, Reading
from mentorhalo.training.tests.factories import NOW
from mentorhalo.training.tests.packages import scorm
from tests.browser.conftest import new_context

type SignIn = Callable[[Page, str], Page]


def packed(version: MaterialVersion, name: str, **pages: str) -> MaterialVersion:
    """The released version, with another package in it."""
    MaterialVersion.objects.filter(pk=version.pk).update(state="draft")
    actions.write_material(
        version=version, text="", video_url="", upload=scorm(name, **pages), by=version.author, at=NOW
    )
    MaterialVersion.objects.filter(pk=version.pk).update(state="released")
    return version


@pytest.mark.parametrize("name", ["1.2", "2004 4th Edition"])
def test_a_package_is_shut_in_played_and_taken_up_again(
    name: str, page: Page, signed_in: SignIn, site: str, world: World
) -> None:
    version = packed(world.training_released, name)
    signed_in(page, access.MENTOR)
    address = site + reverse("training:read", args=[version.pk])
    page.goto(address)
    frame = page.frame_locator("iframe.mh-player")
    expect(frame.locator("#said")).to_have_text("hely: ; sealed")

    frame.locator("#pass").click()
    expect(frame.locator("#said")).to_have_text("elküldve")
    page.goto(address)
    expect(frame.locator("#said")).to_have_text("hely: 3. oldal; sealed")
    reading = Reading.objects.get(version=version)
    assert (reading.score, reading.done_at is not None) == (80, True)
    page.goto(site + reverse("training:own", args=[world.training_learner.pk]))
    expect(page.locator("#material-heading + ul")).to_contain_text("80 százalék")

    page.goto(frame_address(page, address))  # over the whole window it is shut in, too
    expect(page.locator("#said")).to_contain_text("sealed")


def frame_address(page: Page, address: str) -> str:
    page.goto(address)
    found = page.locator("iframe.mh-player").get_attribute("src")
    assert found is not None
    return found


FRAMED = """<!doctype html><html lang="hu"><head><meta charset="utf-8"><title>Keret</title></head><body>
<script>window.API.LMSInitialize("");</script><iframe src="belso.html" title="belső"></iframe></body></html>"""
INNER = """<!doctype html><html lang="hu"><head><meta charset="utf-8"><title>Belső</title></head><body><button id="pass">Kész</button>
<script>document.getElementById("pass").addEventListener("click", () => {
  parent.API.LMSSetValue("cmi.core.lesson_status", "passed"); parent.API.LMSCommit("");
  document.body.append(" elküldve " + (window.API === undefined));
});</script></body></html>"""


def test_frames_of_a_package_reach_each_other_on_a_host_of_their_own(
    browser: Browser, site: str, signed_in: SignIn, world: World, settings: Settings
) -> None:
    settings.PACKAGES_URL = site.replace("127.0.0.1", "localhost")
    version = packed(
        world.training_released, "1.2", **{"lecke/index.html": FRAMED, "lecke/belso.html": INNER}
    )
    context = new_context(browser, site)
    page = signed_in(context.new_page(), access.MENTOR)
    page.goto(site + reverse("training:read", args=[version.pk]))
    inner = page.frame_locator("iframe.mh-player").frame_locator("iframe")
    inner.locator("#pass").click()
    expect(inner.locator("body")).to_contain_text("elküldve true")
    assert Reading.objects.get(version=version).done_at is not None
    context.close()


def test_a_video_is_a_link_until_it_is_pressed(
    browser: Browser, site: str, signed_in: SignIn, world: World
) -> None:
    version = world.training_released
    MaterialVersion.objects.filter(pk=version.pk).update(video_url="https://youtu.be/abcDEF12345")
    context = new_context(browser, site)
    page, asked = signed_in(context.new_page(), access.MENTOR), []
    context.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="<p>video</p>"))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + reverse("training:read", args=[version.pk]))
    page.evaluate("customElements.whenDefined('mh-video').then(() => true)")
    assert [url for url in asked if not url.startswith(site)] == []

    page.locator("mh-video a").click()
    address = "https://www.youtube-nocookie.com/embed/abcDEF12345"
    expect(page.frame_locator("iframe.mh-player").locator("p")).to_have_text("video")
    assert [url for url in asked if not url.startswith(site)] == [address]
    context.close()
