"""Pictures that go with a link: the right size, with everything on it, whatever the names; and a joiner's own page."""

import io
import json
import re

import pytest
from django.urls import reverse
from PIL import Image

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.placards import ENDED, GREEN, SIZE, Placard, _broken, _length, _shortened, as_png
from mentorhalo.events import actions, pictures
from mentorhalo.events.models import WeekProgramme

from . import factories
from .factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def published():
    joiner = factories.accepted(factories.edition(motto="Együtt könnyebb"))
    return WeekProgramme.objects.select_related("occasion__settlement", "joiner__edition").get(joiner=joiner)


def drawn(answer) -> Image.Image:
    assert answer["Content-Type"] == "image/png"
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def test_a_programme_has_a_picture_and_its_page_says_where(client, published):
    address = reverse("events:week_picture", args=[published.occasion_id])
    image = drawn(client.get(address))
    assert image.size == SIZE == (1200, 630)
    assert len(image.getcolors(1 << 20) or ()) > 50  # there is writing on it, with soft edges
    page = client.get(reverse("events:occasion", args=[published.occasion_id])).content.decode()
    [said] = re.findall(r'<meta property="og:image" content="([^"]+)"', page)
    assert said == pictures.programme_address(published.occasion)
    assert said.endswith(address)
    assert '<meta property="og:image:width" content="1200">' in page
    assert re.search(rf'href="{address}"[^>]* download', page)
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(data)["image"] == [said]


def test_what_changes_is_drawn_anew(client, published):
    address = reverse("events:week_picture", args=[published.occasion_id])
    before = client.get(address).content
    assert client.get(address).content == before
    actions.cancel_programme(programme=published, reason="Eső.", at=NOW)
    assert client.get(address).content != before


def test_a_joiner_has_a_page_of_all_it_holds(client, published):
    joiner = published.joiner
    page = reverse("events:week_joiner", args=[joiner.pk])
    said = client.get(page).content.decode()
    assert published.title in said
    assert joiner.contact_name not in said
    assert joiner.email not in said
    [image] = re.findall(r'<meta property="og:image" content="([^"]+)"', said)
    assert image.endswith(reverse("events:week_joiner_picture", args=[joiner.pk]))
    assert drawn(client.get(reverse("events:week_joiner_picture", args=[joiner.pk]))).size == SIZE

    office = holder(Role.OFFICE)
    actions.take_down_programme(programme=published, reason="Téves.", by=office, at=NOW)
    assert client.get(page).status_code == 404
    assert client.get(reverse("events:week_picture", args=[published.occasion_id])).status_code == 404
    waiting = factories.sent_in(joiner.edition, email="b@pelda.hu")
    assert client.get(reverse("events:week_joiner", args=[waiting.pk])).status_code == 302


@pytest.mark.parametrize(
    "title",
    [
        "Őrzött értékek: hűtőszekrény-mágnesektől az ötszázéves tűzhelyig",
        "Megszentségteleníthetetlenségeskedéseitekért " * 4,
        "x" * 160,
        "Fő tér",
        "Ünnep 🎉 és ŐŰ",
    ],
)
def test_nothing_runs_over_the_edge(title):
    long = "A Hódmezővásárhelyi Hagyományőrző és Faluszépítő Közhasznú Egyesület kertbarát köre és barátai"
    image = Image.open(io.BytesIO(as_png(Placard(title, (long, long, long), long, long, "Elmarad"))))
    margin = image.convert("RGB").crop((SIZE[0] - 60, 0, *SIZE))
    assert len(margin.getcolors(1 << 16) or ()) == 1  # nothing was written there
    assert image.convert("RGB").getpixel((5, 300)) == tuple(bytes.fromhex(GREEN[1:]))


def test_lines_break_between_words_and_end_with_an_ellipsis():
    words = "Közös főzés és beszélgetés a téren"
    lines = _broken(words, 60, 680, 420)
    assert " ".join(lines) == words
    assert all(_length(line, 60, 680) <= 420 for line in lines)
    short = _shortened(words, 60, 680, 420)
    assert short.endswith(ENDED)
    assert _length(short, 60, 680) <= 420
