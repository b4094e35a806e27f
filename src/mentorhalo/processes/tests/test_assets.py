"""The asset map: what may stand on it, who writes it, how it goes back and forth with the strengths."""

import csv
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from math import hypot
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.models import AuditLine
from mentorhalo.core.tests.access import MENTOR, OFFICE, REPRESENTATIVE
from mentorhalo.partners.models import Community
from mentorhalo.partners.tests.factories import CommunityFactory
from mentorhalo.processes import actions
from mentorhalo.processes.actions import AssetDraft, ProcessRefused
from mentorhalo.processes.models import Asset, AssetCategory
from mentorhalo.processes.queries.assets import APART, STEPS, assets_of, moved_apart
from mentorhalo.territory.models import Settlement
from mentorhalo.territory.tests.factories import SettlementFactory

from . import factories
from .browsing import browser, page, send
from .factories import AT, TODAY

pytestmark = pytest.mark.django_db
ABDA, PECS = (47.69464, 17.54489), (46.07, 18.23)


@pytest.fixture
def office():
    return holder(Role.OFFICE)


@pytest.fixture
def process(office):
    abda = Settlement.objects.filter(code="11882").first() or SettlementFactory(code="11882")
    return factories.process(by=office, settlement=abda.pk)


@pytest.fixture
def draft():
    return AssetDraft(category="places", name="Tópart", offers="Fürdőhely", lat=ABDA[0], lon=ABDA[1])


def test_same_draft_is_one_asset_and_no_process_takes_another_one(process, draft, office):
    first = actions.add_asset(process=process, draft=draft, by=office, at=AT)

    assert actions.add_asset(process=process, draft=draft, by=office, at=AT) == first
    assert (first.confirmed_on, first.source) == (TODAY, "walk")
    with pytest.raises(ProcessRefused, match="folyamat"):
        actions.add_asset(process=factories.process(by=office), draft=draft, by=office, at=AT)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"category": "nincs"}, "category"),
        ({"name": "  "}, "name"),
        ({"offers": " "}, "offers"),
        ({"lon": None}, "lon"),
        ({"lat": None}, "lat"),
        ({"lat": PECS[0], "lon": PECS[1]}, "lat"),
        ({"source": "hallottam"}, "source"),
        ({"starts_on": TODAY + timedelta(days=1)}, "starts_on"),
        ({"organisation": uuid4()}, "party"),
        ({"strengths": [uuid4()]}, "strengths"),
        ({"category": "gifts"}, "lat"),
    ],
)
def test_asset_that_cannot_be_so_is_refused(process, draft, office, changed, field):
    with pytest.raises(ProcessRefused) as refusal:
        actions.add_asset(process=process, draft=replace(draft, **changed), by=office, at=AT)

    assert refusal.value.field == field
    assert not Asset.objects.exists()


def test_category_out_of_use_stays_with_what_has_it_and_is_given_to_nothing_else(process, draft, office):
    asset = actions.add_asset(process=process, draft=draft, by=office, at=AT)
    AssetCategory.objects.filter(code="places").update(is_offered=False)

    written = actions.write_asset(asset=asset, draft=replace(draft, name="Tó"), by=office, at=AT)

    assert (written.name, written.category.code) == ("Tó", "places")
    with pytest.raises(ProcessRefused):
        actions.add_asset(process=process, draft=replace(draft, id=uuid4()), by=office, at=AT)


def test_what_ended_stands_apart_and_is_not_written_any_more(process, draft, office):
    asset = actions.add_asset(process=process, draft=replace(draft, starts_on=TODAY), by=office, at=AT)
    other = actions.add_asset(process=process, draft=replace(draft, id=uuid4()), by=office, at=AT)
    with pytest.raises(ProcessRefused):
        actions.end_asset(asset=asset, ended_on=TODAY - timedelta(days=1), by=office, at=AT)

    actions.end_asset(asset=asset, ended_on=TODAY, by=office, at=AT)

    last_day, after = assets_of(process, TODAY), assets_of(process, TODAY + timedelta(days=1))
    assert ([row.number for row in last_day[0]], last_day[1]) == ([1, 2], [])
    assert ([(row.number, row.asset) for row in after[0]], after[1]) == ([(1, other)], [asset])
    for deed in (
        lambda: actions.confirm_asset(asset=asset, by=office, at=AT),
        lambda: actions.write_asset(asset=asset, draft=draft, by=office, at=AT),
    ):
        with pytest.raises(ProcessRefused):
            deed()


def test_what_ended_is_there_after_all_until_its_process_ends_and_is_deleted_even_then(
    process, draft, office
):
    asset = actions.add_asset(process=process, draft=draft, by=office, at=AT)
    actions.end_asset(asset=asset, ended_on=TODAY - timedelta(days=9), by=office, at=AT)

    for _time in range(2):
        found = actions.resume_asset(asset=asset, by=office, at=AT + timedelta(days=1))

    assert (found.ended_on, found.confirmed_on) == (None, TODAY + timedelta(days=1))
    assert AuditLine.objects.filter(deed="resume_asset").count() == 1
    actions.write_asset(asset=asset, draft=replace(draft, name="Kis Pista háza"), by=office, at=AT)
    actions.end_asset(asset=asset, ended_on=TODAY, by=office, at=AT)
    actions.end_process(process=process, ended_on=TODAY, reason="Vége.", by=office, at=AT)
    with pytest.raises(ProcessRefused):
        actions.resume_asset(asset=asset, by=office, at=AT)

    for _time in range(2):
        actions.remove_asset(asset=asset, by=office, at=AT)

    assert not Asset.objects.exists()
    line = AuditLine.objects.get(deed="remove_asset")
    assert (line.subject, line.details) == (f"asset:{asset.pk}", {})


def test_what_was_taken_off_meanwhile_is_refused_in_words(process, draft, office):
    asset = actions.add_asset(process=process, draft=draft, by=office, at=AT)
    actions.remove_asset(asset=asset, by=office, at=AT)

    with pytest.raises(ProcessRefused):
        actions.write_asset(asset=asset, draft=draft, by=office, at=AT)


def test_gifts_of_people_are_recorded_without_a_place_only(process, draft, office):
    gift = replace(draft, category="gifts", lat=None, lon=None)
    assert not actions.add_asset(process=process, draft=gift, by=office, at=AT).is_on_map

    with pytest.raises(ProcessRefused):
        actions.write_asset(
            asset=Asset.objects.get(), draft=replace(draft, category="gifts"), by=office, at=AT
        )
    with pytest.raises(ProcessRefused):
        actions.record_assets(
            drafts=[(process, replace(draft, id=uuid4(), category="gifts"))], by=office, at=AT
        )


def test_homes_that_were_on_the_map_are_taken_off_by_the_migration(process, draft, office):
    asset = actions.add_asset(process=process, draft=draft, by=office, at=AT)
    other = actions.add_asset(process=process, draft=replace(draft, id=uuid4()), by=office, at=AT)
    Asset.objects.filter(pk=asset.pk).update(category=AssetCategory.objects.get(code="gifts"))

    import_module("mentorhalo.processes.migrations.0004_no_homes_on_the_map").take_homes_off(apps, None)

    assert [one.is_on_map for one in (Asset.objects.get(pk=asset.pk), Asset.objects.get(pk=other.pk))] == [
        False,
        True,
    ]


def test_party_that_was_merged_stays_with_what_has_it_and_is_given_to_nothing_else(process, draft, office):
    party, into = CommunityFactory(), CommunityFactory()
    asset = actions.add_asset(process=process, draft=replace(draft, community=party.pk), by=office, at=AT)
    Community.objects.filter(pk=party.pk).update(merged_into=into)

    told = replace(draft, name="Klub", community=party.pk)
    written = actions.write_asset(asset=asset, draft=told, by=office, at=AT)

    assert (written.name, written.community) == ("Klub", party)
    with pytest.raises(ProcessRefused):
        actions.add_asset(process=process, draft=replace(told, id=uuid4()), by=office, at=AT)


def test_what_is_not_there_any_more_leaves_its_place_on_the_map(process, draft, office, monkeypatch):
    monkeypatch.setattr("mentorhalo.processes.actions.assets.MOST_ASSETS", 1)
    asset = actions.add_asset(process=process, draft=draft, by=office, at=AT)
    with pytest.raises(ProcessRefused):
        actions.add_asset(process=process, draft=replace(draft, id=uuid4()), by=office, at=AT)
    actions.end_asset(asset=asset, ended_on=TODAY, by=office, at=AT)

    assert actions.add_asset(process=process, draft=replace(draft, id=uuid4()), by=office, at=AT)
    with pytest.raises(ProcessRefused):
        actions.resume_asset(asset=asset, by=office, at=AT)


def test_nothing_is_put_on_the_map_of_a_process_that_ended(process, draft, office):
    actions.end_process(process=process, ended_on=TODAY, reason="Vége.", by=office, at=AT)

    with pytest.raises(ProcessRefused):
        actions.add_asset(process=process, draft=draft, by=office, at=AT)


def test_hundreds_are_recorded_in_a_fixed_number_of_queries(
    process, draft, office, django_assert_max_num_queries
):
    many = [(process, replace(draft, id=uuid4(), name=f"Hely {number}")) for number in range(300)]

    with django_assert_max_num_queries(8):
        assert actions.record_assets(drafts=many, by=office, at=AT) == 300


def test_numbers_on_the_map_are_moved_apart_and_stay_in_the_picture():
    spots = moved_apart([(200.0, 200.0)] * 12 + [(0.0, 0.0), (399.0, 399.0)], 400, 400)

    pairs = [(one, other) for place, one in enumerate(spots) for other in spots[place + 1 :]]
    near = min(((a - c) ** 2 + (b - d) ** 2) ** 0.5 for (a, b), (c, d) in pairs)
    assert near > APART * 0.8
    assert all(0 <= x <= 400 and 0 <= y <= 400 for x, y in spots)
    assert moved_apart([(10.0, 50.0)], 400, 400) == [(12.0, 50.0)]


def test_hundreds_of_numbers_at_one_place_are_drawn_without_a_long_wait():
    asked = 0

    def counting(*sides: float) -> float:
        nonlocal asked
        asked += 1
        return hypot(*sides)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("mentorhalo.processes.queries.assets.hypot", counting)
        assert len(moved_apart([(200.0, 200.0)] * 400, 400, 400)) == 400

    assert 0 < asked <= STEPS


@pytest.mark.usefixtures("shared_world")
def test_representative_puts_a_strength_on_the_map_and_it_is_seen_from_both_sides(world):
    own, process = browser(world, REPRESENTATIVE), world.process
    data = {"category": "gifts", "name": "Sok a zenész", "offers": "Zene", "source": "board"}
    begun = page(own, "add_asset", process.pk, strength=str(world.strength.pk))
    assert 'value="Sok a zenész"' in begun
    refused = send(own, "add_asset", process.pk, expected=200, **{**data, "offers": ""})
    assert list(refused.context["form"].errors) == ["offers"]

    send(
        own,
        "add_asset",
        process.pk,
        **data,
        strengths=[str(world.strength.pk)],
        party=f"community:{world.community.pk}",
    )

    asset = Asset.objects.get(name="Sok a zenész")
    assert asset.community == world.community
    assert f"#asset-{asset.pk}" in page(own, "strengths", process.pk)
    assert f"#asset-{asset.pk}" in page(own, "swot_session", world.swot_closed.pk)
    shown = page(own, "assets", process.pk)
    assert f'id="asset-{asset.pk}"' in shown
    assert reverse("processes:swot_session", args=[world.swot_closed.pk]) in shown


@pytest.mark.usefixtures("shared_world")
def test_mentor_narrows_changes_confirms_ends_and_takes_the_file(world):
    mentor, asset = browser(world, MENTOR), world.asset
    only = page(mentor, "assets", world.process.pk, category="associations")
    assert "A kórus" in only
    assert "Régi mozi" not in only
    form = page(mentor, "write_asset", asset.pk)
    assert 'value="Régi mozi"' in form
    data = {"category": "places", "name": "=Mozi", "offers": "Székek", "source": "walk", "lat": "", "lon": ""}
    send(mentor, "write_asset", asset.pk, **data, strengths=[str(world.strength.pk)])
    send(mentor, "confirm_asset", asset.pk)

    answer = mentor.get(reverse("processes:assets_file", args=[world.process.pk]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    assert [row[1] for row in rows[1:]] == ["A kórus", "'=Mozi"]

    send(mentor, "end_asset", asset.pk, ended_on=(world.today - timedelta(days=1)).isoformat())
    assert f'id="asset-{asset.pk}"' not in page(mentor, "assets", world.process.pk)
    assert "=Mozi" in page(mentor, "assets", world.process.pk)
    assert AuditLine.objects.filter(subject=f"asset:{asset.pk}").count() == 3
    assert ["=Mozi" in text for text in _pages_of_strengths(mentor, world)] == [False, False]
    send(mentor, "resume_asset", asset.pk)
    assert ["=Mozi" in text for text in _pages_of_strengths(mentor, world)] == [True, True]


def _pages_of_strengths(mentor, world):
    return (
        page(mentor, "strengths", world.process.pk),
        page(mentor, "swot_session", world.strength.session_id),
    )


@pytest.mark.usefixtures("shared_world")
def test_last_day_offers_only_what_can_be_done_and_who_steers_deletes(world):
    mentor, asset = browser(world, MENTOR), world.asset
    own = browser(world, REPRESENTATIVE)
    writes = f'href="{reverse("processes:write_asset", args=[asset.pk])}"'
    removes = reverse("processes:remove_asset", args=[asset.pk])
    resumes = reverse("processes:resume_asset", args=[asset.pk])
    send(mentor, "end_asset", asset.pk, ended_on=world.today.isoformat())

    shown = page(mentor, "assets", world.process.pk)
    assert [address in shown for address in (writes, resumes, removes)] == [False, True, True]
    assert removes not in page(own, "assets", world.process.pk)
    send(own, "resume_asset", asset.pk)
    shown = page(mentor, "assets", world.process.pk)
    assert [address in shown for address in (writes, resumes, removes)] == [True, False, True]
    page(mentor, "remove_asset", asset.pk)
    assert Asset.objects.filter(pk=asset.pk).exists()

    send(mentor, "remove_asset", asset.pk)

    assert "Régi mozi" not in page(mentor, "assets", world.process.pk)


@pytest.mark.usefixtures("shared_world")
def test_form_says_why_a_home_is_not_on_the_map(world):
    data = {"category": "gifts", "name": "Asztalos", "offers": "Bútor", "source": "walk"}
    lat, lon = world.settlement.lat, world.settlement.lon

    refused = send(
        browser(world, MENTOR), "add_asset", world.process.pk, expected=200, **data, lat=lat, lon=lon
    )

    assert list(refused.context["form"].errors) == ["lat"]


@pytest.mark.usefixtures("shared_world")
def test_pages_ask_the_same_number_of_questions_for_few_and_for_many(world, django_assert_num_queries):
    office, process = browser(world, OFFICE), world.process
    address = reverse("processes:assets", args=[process.pk])
    office.get(address)
    with CaptureQueriesContext(connection) as few:
        office.get(address)
    drafts = [
        (process, AssetDraft(category="places", name=f"Hely {number}", offers="Tér", community=CommunityFactory().pk,
                             strengths=[world.strength.pk]))
        for number in range(5)
    ]  # fmt: skip
    actions.record_assets(drafts=drafts, by=world.users[OFFICE], at=world.now)

    with django_assert_num_queries(len(few)):
        office.get(address)
