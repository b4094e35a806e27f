"""What the pages of fieldwork ask first, how they count, and where they lead on."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mentorhalo.core.imports import store_upload
from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.partners.tests.factories import OrganisationFactory
from mentorhalo.surveys.actions.data_keys import make_data_key
from mentorhalo.surveys.actions.invitations import invite
from mentorhalo.surveys.choices import InvitationKind
from mentorhalo.surveys.models import (
    Enrolment,
    Invitation,
)
from mentorhalo.surveys.queries.frames import SamplePlan, StratumDraft
from mentorhalo.surveys.tests.factories import (
    ResponseFactory,
    SampleUnitFactory,
    WaveFactory,
)
from mentorhalo.surveys.tests.pages import LINKED, SignedIn, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


def test_a_draw_tells_where_it_is_more_than_was_asked_for(world: World, signed_in: SignedIn) -> None:
    wave = WaveFactory(study=world.study, number=2)
    said = {
        "counties": ["02", "03"],
        "responses": 1,
        "minimum": 5,
        "cluster": 10,
        "reserve_percent": 0,
        "seed": "mag",
    }
    client = signed_in(access.RESEARCHER)

    more = client.post(page("draw_sample", wave.pk), said).content.decode()
    enough = client.post(page("draw_sample", wave.pk), said | {"responses": 30}).content.decode()

    assert ("Több, mint amennyit kért" in more, "Több, mint amennyit kért" in enough) == (True, False)


def test_a_plan_of_institutions_tells_their_settlements(world: World) -> None:
    places = [world.settlement.pk, world.free_unit.settlement_id, world.settlement.pk]
    drawn = [(uuid4(), place) for place in places]
    strata = [
        StratumDraft(code=code, name=code, population=3, target=3, organisations=drawn) for code in "ab"
    ]

    plan = SamplePlan(strata, 3, "")

    assert ([len(one.settlements) for one in plan.strata], plan.settlement_count) == ([2, 2], 2)


def test_a_sample_is_thrown_away_after_a_question(world: World, signed_in: SignedIn) -> None:
    wave = WaveFactory(study=world.study, number=2)
    SampleUnitFactory(wave=wave)
    client = signed_in(access.RESEARCHER)
    sample, discard = page("sample", wave.pk), page("discard_sample", wave.pk)

    assert f'href="{discard}"' in client.get(sample).content.decode()
    assert "1 cím" in client.get(discard).content.decode()
    assert wave.units.count() == 1
    assert client.post(discard)["Location"] == sample
    assert not wave.units.exists()


def test_links_are_told_apart_and_taken_back_after_a_question(world: World, signed_in: SignedIn) -> None:
    invited = invite(
        wave=world.wave,
        instrument=world.instrument,
        kind=InvitationKind.SINGLE,
        count=3,
        label="",
        closes_on=None,
        by=world.users[access.RESEARCHER],
        at=world.now,
    )
    client = signed_in(access.RESEARCHER)
    listed = client.get(reverse("filling:links", args=[world.wave.pk])).context["page"].object_list
    assert [one.number for one in listed] == [3, 2, 1]
    revoke = reverse("filling:revoke", args=[listed[1].pk])

    asked = client.get(revoke).content.decode()

    assert "2. " in asked
    assert not Invitation.objects.exclude(revoked_at=None).exists()
    client.post(revoke)
    assert Invitation.objects.exclude(revoked_at=None).get().pk == listed[1].pk
    assert len(invited) == 3


def test_a_key_of_a_program_is_revoked_after_a_question(world: World, signed_in: SignedIn) -> None:
    by = world.users[access.RESEARCHER]
    made, _key = make_data_key(study=world.study, label="Power BI", ends_on=world.today, by=by, at=world.now)
    client = signed_in(access.RESEARCHER)
    revoke = page("revoke_data_key", made.pk)

    asked = client.get(revoke).content.decode()
    made.refresh_from_db()
    assert ("Power BI" in asked, made.revoked_at) == (True, None)

    client.post(revoke)
    made.refresh_from_db()
    assert made.revoked_at is not None


def test_units_are_found_by_their_institution_and_counted(world: World, signed_in: SignedIn) -> None:
    house = OrganisationFactory(name="Jókai Mór Városi Könyvtár")
    unit = SampleUnitFactory(wave=world.wave, organisation=house)
    client = signed_in(access.RESEARCHER)

    found = client.get(page("units", world.wave.pk), {"q": "jokai könyvtár"})

    assert [one.pk for one in found.context["page"].object_list] == [unit.pk]
    assert "<p>1 cím</p>" in found.content.decode()


def test_a_wave_without_a_sample_says_so_where_units_are_sought(world: World, signed_in: SignedIn) -> None:
    empty = WaveFactory(study=world.study)
    client = signed_in(access.RESEARCHER)

    for name in ("assign", "units"):
        shown = client.get(page(name, empty.pk)).content.decode()
        assert "Ennek a hullámnak még nincs mintája" in shown
        assert page("sample", empty.pk) in shown
    assert "Minden cím ki van osztva" not in client.get(page("assign", empty.pk)).content.decode()


def test_where_nobody_is_enrolled_one_is_led_to_enrol(world: World, signed_in: SignedIn) -> None:
    Enrolment.objects.all().delete()
    enrol = page("enrol_interviewer", world.study.pk)

    found = {
        role: enrol in signed_in(role).get(page("assign", world.wave.pk)).content.decode()
        for role in (access.OFFICE, access.GROUP_LEADER)
    }

    assert found == {access.OFFICE: True, access.GROUP_LEADER: False}


def test_what_is_chosen_of_three_is_not_called_optional(world: World, signed_in: SignedIn) -> None:
    text = signed_in(access.OFFICE).get(page("enrol_interviewer", world.study.pk)).content.decode()
    labels = [line for line in text.splitlines() if 'class="ds-label"' in line]

    optional = [
        "mh-optional" in line for line in labels if re.search('for="id_(mentor|known|name|email)"', line)
    ]

    assert optional == [False, False, False, True]


def test_the_rows_without_a_place_and_a_target_say_so(world: World, signed_in: SignedIn) -> None:
    ResponseFactory(wave=world.wave, version=world.instrument_version, settlement=None)
    client = signed_in(access.RESEARCHER)
    text = client.get(page("wave", world.wave.pk)).content.decode()
    assert text.count("település nélkül") == 2

    hrefs = [unescape(href) for href, _number in LINKED.findall(text) if "=-" in href]
    assert len(hrefs) == 3  # by county, by stratum, by settlement
    for href in hrefs:
        assert len(client.get(href).context["page"].object_list) == 1


def test_a_table_is_brought_into_the_wave_one_comes_from(world: World, signed_in: SignedIn) -> None:
    days = {"starts_on": world.today + timedelta(days=40), "ends_on": world.today + timedelta(days=50)}
    later = WaveFactory(study=world.study, number=2, **days)
    client = signed_in(access.RESEARCHER)
    sample = client.get(page("sample", world.wave.pk)).content.decode()
    [start] = re.findall(r'href="([^"]*/import/sample/[^"]*)"', sample)

    file = SimpleUploadedFile("minta.csv", b"code;settlement\nK1;Ismeretlen\n")
    begun = client.get(start)
    look = client.post(start, {"file": file}, follow=True)
    thrown_away = client.post(look.redirect_chain[-1][0], {"step": "discard"}, follow=True)

    assert look.context["form"]["decision-wave"].initial == str(world.wave.pk)
    assert thrown_away.redirect_chain[-1][0] == start
    for answer in (begun, look):
        hrefs = [href for _words, href in answer.context["trail"]]
        assert hrefs[-2:] == [page("sample", world.wave.pk), ""]
    assert page("sample", later.pk) not in look.content.decode()


def test_a_sample_that_was_brought_in_leads_to_its_wave(world: World, signed_in: SignedIn) -> None:
    days = {"starts_on": world.today + timedelta(days=40), "ends_on": world.today + timedelta(days=50)}
    later = WaveFactory(study=world.study, number=2, **days)
    file = SimpleUploadedFile("minta.csv", b"code;settlement\n")
    upload = store_upload("sample", file, by=world.users[access.OFFICE], at=world.now)
    upload.options = {"decisions": {"wave": str(world.wave.pk)}}
    upload.applied_at = world.now
    upload.save()

    text = signed_in(access.OFFICE).get(page("import_sample_look", upload.pk)).content.decode()

    assert f'href="{page("sample", world.wave.pk)}"' in text
    assert page("sample", later.pk) not in text
