"""The bands by which practices are found are data: the office names them, moves them, replaces them; what was told by one stays told by it."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse

from mentorhalo.accounts.choices import Role
from mentorhalo.core.models import AuditLine
from mentorhalo.core.tests import access
from mentorhalo.knowledge.actions.practices import PracticeRefused
from mentorhalo.knowledge.actions.practices.banding import BandWords, add_band, revise_band
from mentorhalo.knowledge.actions.practices.words import BANDS, ship_words
from mentorhalo.knowledge.actions.practices.writing import band_of
from mentorhalo.knowledge.forms.practices import PracticeForm
from mentorhalo.knowledge.models import Band
from mentorhalo.knowledge.queries.bands import band_lists
from mentorhalo.knowledge.queries.practices import Search, find

from . import factories
from .factories import AT

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DEARER = BandWords("legfeljebb 80 000 forint", "up to 80,000 forints", rank=20)


@pytest.fixture
def office():
    return factories.person(Role.OFFICE)


@pytest.fixture
def people(office):
    return {"by": factories.person(Role.MENTOR), "checker": office, "editor": factories.editor_of()}


def band(kind, code):
    return Band.objects.get(kind=kind, code=code)


def found(query):
    return find(Search.of(QueryDict(query), None), None)


def options(answer, name):
    return {
        option.value: option.label
        for facet in answer.facets
        if facet.name == name
        for option in facet.options
    }


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (BandWords("legfeljebb 5 millió forint", "up to 50,000 forints", rank=20), "name_hu"),
        (BandWords("legfeljebb 50 000 forint", "up to 5 million forints", rank=20), "name_en"),
        (BandWords("legfeljebb 50 000 forint", "up to 50,000 forints", rank=45), "rank"),
    ],
)
@pytest.mark.parametrize("step", [factories.published, factories.consented])
def test_what_was_agreed_to_is_not_turned_round_by_its_band(people, office, step, words, field):
    told = band("money", "1")
    if step is factories.consented:
        people.pop("editor")
    step(**people, money_band="1")

    with pytest.raises(PracticeRefused) as refused:
        revise_band(band=told, words=words, by=office, at=LATER)
    retired = BandWords(told.name_hu, told.name_en, told.rank, is_active=False)
    revise_band(band=told, words=retired, by=office, at=LATER)

    assert refused.value.field == field
    still = band("money", "1")
    assert (still.name_hu, still.rank, still.is_active) == (told.name_hu, told.rank, False)


def test_while_nobody_agreed_a_band_is_named_better_everywhere(people, office, client):
    words = BandWords("évi 50 000 forintig", "50,000 forints a year at most", rank=20)
    draft = factories.begun(by=people["by"], money_band="1")

    revise_band(band=band("money", "1"), words=words, by=office, at=AT)

    assert draft.money_band == "1"
    practice = factories.published(**people, money_band="1")
    assert options(found(""), "money")["1"] == "évi 50 000 forintig"
    page = client.get(reverse("knowledge:practice", args=[practice.code])).content.decode()
    assert "évi 50 000 forintig" in page
    table = b"".join(client.get("/practices.csv").streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["money"], row["money_words"]) == ("1", "évi 50 000 forintig")
    (told,) = json.loads(b"".join(client.get("/practices.json").streaming_content))["@graph"]
    money = next(one for one in told["additionalProperty"] if one["propertyID"] == "money_band")
    assert [one["@value"] for one in money["name"]] == [words.name_hu, words.name_en]
    record = client.get("/oai", {"verb": "ListRecords", "metadataPrefix": "oai_dc"}).content.decode()
    assert "évi 50 000 forintig" in record
    assert "50,000 forints a year at most" in record


def test_a_band_that_takes_anothers_place_leaves_practices_where_they_were(people, office):
    earlier = factories.published(**people, money_band="1")

    new = add_band(kind="money", words=DEARER, by=office, at=LATER)

    assert (new.code, band("money", "1").is_active) == ("up-to-80000-forints", False)
    assert earlier.public_version.money_band == "1"
    offered = dict(PracticeForm().fields["money_band"].choices)
    still = dict(PracticeForm(version=earlier.public_version).fields["money_band"].choices)
    assert ("1" in offered, new.code in offered, "1" in still) == (False, True, True)
    ladder = [row.band.code for kind, rows in band_lists() for row in rows if kind == "money"]
    assert ladder == ["0", "1", new.code, "2", "3", "4"]
    # Who has up to 80,000 finds what takes 50,000; who has up to 50,000 does not find what takes 80,000.
    assert found(f"money={new.code}").total == 1
    later = factories.published(**people, money_band=new.code)
    assert [row.code for row in found("money=1").rows] == [earlier.code]
    assert {row.code for row in found(f"money={new.code}").rows} == {earlier.code, later.code}
    assert AuditLine.objects.get(deed="add_band").details["replaces"] == "1"


def test_a_code_that_no_band_has_finds_nothing(people):
    factories.published(**people)

    assert (found("money=zzz").total, found("size=zzz").total, found("money=4").total) == (0, 0, 1)


def test_moving_a_band_changes_what_is_found(people, office):
    factories.published(**people, time_band="2")
    assert found("time=1").total == 0

    moved = band("time", "1")
    revise_band(band=moved, words=BandWords(moved.name_hu, moved.name_en, rank=35), by=office, at=LATER)

    assert found("time=1").total == 1


def test_a_size_means_what_it_meant_once_it_is_told(people, office):
    factories.published(**people)
    told, free = band("size", "00500"), band("size", "02000")

    with pytest.raises(PracticeRefused) as refused:
        revise_band(band=told, words=BandWords(told.name_hu, told.name_en, rank=300), by=office, at=LATER)
    revise_band(
        band=free, words=BandWords("2500–4999 fő", "2,500-4,999 people", rank=2_500), by=office, at=LATER
    )

    assert refused.value.field == "rank"
    assert (band("size", "00500").rank, band("size", "02000").rank) == (500, 2_500)
    assert band_of(2_400, Band.objects.sizes()) == "01000"


def test_the_smallest_settlements_keep_a_size(office):
    least = band("size", "00000")
    for words, field in (
        (BandWords(least.name_hu, least.name_en, rank=0, is_active=False), "is_active"),
        (BandWords(least.name_hu, least.name_en, rank=10), "rank"),
    ):
        with pytest.raises(PracticeRefused) as refused:
            revise_band(band=least, words=words, by=office, at=AT)
        assert refused.value.field == field

    tiny = add_band(kind="size", words=BandWords("200 fő alatt", "under 200", rank=0), by=office, at=AT)
    small = add_band(kind="size", words=BandWords("200–499 fő", "200-499", rank=200), by=office, at=AT)

    sizes = Band.objects.sizes()
    assert (tiny.code, small.code) == ("00000-2", "00200")
    assert [band_of(people, sizes) for people in (0, 199, 200, 499, 500, 2_000_000)] == [
        tiny.code, tiny.code, small.code, small.code, "00500", "50000",
    ]  # fmt: skip
    assert band_of(None, sizes) == ""


def test_two_bands_never_share_a_place(office):
    words = BandWords("egy nap", "a day", rank=20)

    with pytest.raises(PracticeRefused) as refused:
        revise_band(band=band("time", "0"), words=words, by=office, at=AT)

    assert refused.value.field == "rank"
    assert band("time", "0").rank == 10


def test_a_ladder_keeps_one_band(office):
    *others, last = Band.objects.filter(kind="staff")
    for one in others:
        retired = BandWords(one.name_hu, one.name_en, one.rank, is_active=False)
        revise_band(band=one, words=retired, by=office, at=AT)

    with pytest.raises(PracticeRefused):
        revise_band(
            band=last,
            words=BandWords(last.name_hu, last.name_en, last.rank, is_active=False),
            by=office,
            at=AT,
        )


def test_a_migration_brings_nothing_back_that_was_changed(office):
    add_band(kind="money", words=DEARER, by=office, at=AT)

    ship_words()

    assert Band.objects.count() == len(BANDS) + 1
    assert not band("money", "1").is_active


@pytest.mark.usefixtures("shared_world")
def test_the_office_changes_bands_on_its_page(client, world):
    client.force_login(world.users[access.OFFICE], backend=BACKEND)
    new, old = (
        reverse("knowledge:add_band", args=["money"]),
        reverse("knowledge:revise_band", args=["time", "4"]),
    )

    refused = client.post(new, {"name_hu": "sok pénz", "name_en": "much", "rank": "-1"}).content.decode()
    assert "sok pénz" in refused
    client.post(new, {"name_hu": "sok pénz", "name_en": "much", "rank": "60", "is_active": "on"})
    taken = {"name_hu": "fél év fölött", "name_en": "over half a year", "rank": "10", "is_active": "on"}
    said = client.post(old, taken).content.decode()
    assert "egy hét" in said
    client.post(old, {**taken, "rank": "50"})

    page = client.get(reverse("knowledge:practice_words")).content.decode()
    assert "sok pénz" in page
    assert "fél év fölött" in page
    assert client.get(reverse("knowledge:add_band", args=["weather"])).status_code == 404


def test_the_page_of_a_band_that_was_agreed_to_takes_only_its_end(client, office, people):
    factories.published(**people, money_band="1")
    client.force_login(office, backend=BACKEND)
    address = reverse("knowledge:revise_band", args=["money", "1"])

    page = client.get(address).content.decode()
    client.post(address, {"name_hu": "sok pénz", "name_en": "much", "rank": "60"})

    assert page.count(" disabled") == 3
    still = band("money", "1")
    assert (still.name_hu, still.rank, still.is_active) == ("legfeljebb 50 000 forint", 20, False)
