"""The pages of fieldwork, as a researcher, a leader and an interviewer use them."""

import csv
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorhalo.core import audit
from mentorhalo.core.models import AuditLine
from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.surveys.choices import (
    RESULTS_OF_INSTITUTIONS,
    ResponseState,
    StudyKind,
    UnitState,
    WaveState,
)
from mentorhalo.surveys.models import (
    ContactAttempt,
    Enrolment,
    FieldAssignment,
    SampleUnit,
    Study,
    Wave,
)
from mentorhalo.surveys.tests.factories import (
    ContactAttemptFactory,
    EnrolmentFactory,
    InterviewerFactory,
    ResponseFactory,
    SampleUnitFactory,
    WaveFactory,
)
from mentorhalo.surveys.tests.pages import LINKED, SignedIn, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


def test_the_attempts_of_a_wave_are_a_file(world: World, signed_in: SignedIn) -> None:
    for result in ("closed", "ceased", "completed"):
        ContactAttemptFactory(
            unit=world.unit, interviewer=world.interviewers[access.INTERVIEWER], result=result
        )

    file = signed_in(access.RESEARCHER).get(page("attempts_file", world.wave.pk))

    text = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    told = [(row["A cím kódja"], row["Kérdezőbiztos"], row["Eredmény"], row["AAPOR"]) for row in rows]
    assert told == [
        ("A0001", "K1", "éppen zárva volt", "NC"),
        ("A0001", "K1", "megszűnt", "NE"),
        ("A0001", "K1", "a kérdezés megtörtént", "I"),
    ]


def test_a_visit_of_an_institution_offers_what_may_come_of_it(world: World, signed_in: SignedIn) -> None:
    Study.objects.filter(pk=world.study.pk).update(kind=StudyKind.INSTITUTION)
    client = signed_in(access.INTERVIEWER)

    asked = client.get(page("record_attempt", world.unit.pk)).context["form"]
    refused = client.post(page("record_attempt", world.unit.pk), {"result": "not_home"})

    assert [code for code, _words in asked.fields["result"].choices] == list(RESULTS_OF_INSTITUTIONS)
    assert "result" in refused.context["form"].errors


def test_a_researcher_founds_a_study_and_plans_its_wave(world: World, signed_in: SignedIn) -> None:
    client = signed_in(access.RESEARCHER)
    answer = client.post(
        page("found_study"),
        {
            "programme": world.the_programme.pk,
            "code": "uj",
            "title_hu": "Új kutatás",
            "kind": "resident",
            "purpose": "Cél",
            "legal_basis": "Hozzájárulás",
            "owner": "Kutató",
            "keys_end_on": world.today + timedelta(days=300),
        },
    )
    study = Study.objects.get(code="uj")
    assert answer["Location"] == page("study", study.pk)

    days = {"starts_on": world.today, "ends_on": world.today + timedelta(days=400)}
    rule = {"attempts_needed": 3, "days_needed": 2, "recontact_percent": 10}
    refused = client.post(page("plan_wave", study.pk), {"title_hu": "Első"} | days | rule)
    assert list(refused.context["form"].errors) == ["ends_on"]
    assert refused.context["form"]["title_hu"].value() == "Első"

    days["ends_on"] = world.today + timedelta(days=30)
    client.post(page("plan_wave", study.pk), {"title_hu": "Első"} | days | rule)
    assert study.waves.get().state == WaveState.PLANNED


def test_closing_asks_once_more_while_something_is_open(world: World, signed_in: SignedIn) -> None:
    client = signed_in(access.OFFICE)
    address = page("close_wave", world.wave.pk)
    refused = client.post(address, {})
    assert refused.context["form"].non_field_errors() == ["3 dolog még nyitva van ebben a hullámban."]

    client.post(address, {"accept_open": "on"})
    assert Wave.objects.get(pk=world.wave.pk).state == WaveState.CLOSED


def test_a_draw_is_looked_at_before_it_is_written(world: World, signed_in: SignedIn) -> None:
    wave = WaveFactory(study=world.study, number=2)
    client = signed_in(access.RESEARCHER)
    said = {
        "counties": ["02", "03"],
        "responses": 30,
        "minimum": 0,
        "cluster": 10,
        "reserve_percent": 100,
        "seed": "mag",
    }
    looked = client.post(page("draw_sample", wave.pk), said)
    assert looked.context["plan"].unit_count == 60
    assert not wave.units.exists()

    client.post(page("draw_sample", wave.pk), said | {"write": "yes"})
    assert (wave.units.filter(is_reserve=False).count(), wave.units.filter(is_reserve=True).count()) == (
        30,
        30,
    )


def test_who_has_the_unit_reads_its_address(world: World, signed_in: SignedIn) -> None:
    read = {
        role: signed_in(role).get(page("unit", world.unit.pk)).content.decode()
        for role in (access.INTERVIEWER, access.OFFICE, access.GROUP_LEADER, access.RESEARCHER)
    }

    assert [role for role, text in read.items() if "Fő utca 1." in text] == [access.INTERVIEWER]


def test_a_wave_without_a_sample_says_so_once(world: World, signed_in: SignedIn) -> None:
    wave = WaveFactory(study=world.study)

    text = signed_in(access.RESEARCHER).get(page("wave", wave.pk)).content.decode()

    assert text.count("A mintában még nincs semmi.") == 1
    assert "<mh-map" not in text


@pytest.mark.parametrize(("deed", "is_drawn"), [("draw_institutions", True), ("bring_units", False)])
def test_how_a_draw_takes_units_is_told_of_those_that_were_drawn(
    deed: str, is_drawn: bool, world: World, signed_in: SignedIn
) -> None:
    wave = WaveFactory(study=world.study)
    audit.note(deed=deed, subject=f"wave:{wave.pk}", by=None, at=world.now, details={"units": 3})

    shown = signed_in(access.RESEARCHER).get(page("sample", wave.pk))

    assert ("SHA-256" in shown.content.decode()) is is_drawn


def test_the_unit_of_a_closed_wave_says_so_and_offers_nothing_that_would_be_refused(
    world: World, signed_in: SignedIn
) -> None:
    client = signed_in(access.INTERVIEWER)
    address = page("unit", world.unit.pk)
    assert client.get(address).context["may_fill"]
    world.wave.state = WaveState.CLOSED
    world.wave.save()

    shown = client.get(address)

    assert shown.context["wave_is"] == "A hullám lezárult."
    assert not shown.context["may_fill"]
    assert not shown.context["may_substitute"]


def test_a_key_holder_who_looks_leaves_a_line(world: World, signed_in: SignedIn) -> None:
    client = signed_in(access.RESEARCHER)
    shown = client.post(page("unit_key", world.unit.pk))

    assert "Fő utca 1." in shown.content.decode()
    line = AuditLine.objects.get(deed="show_unit_key")
    assert (line.subject, line.by_id) == (f"unit:{world.unit.pk}", world.users[access.RESEARCHER].pk)


def test_an_interviewer_writes_an_attempt_down_once(world: World, signed_in: SignedIn) -> None:
    client = signed_in(access.INTERVIEWER)
    here = timezone.localtime()
    tomorrow = (here + timedelta(days=1)).date()
    said = {"key": uuid4(), "result": "appointment", "on": here.date(), "at": here.strftime("%H:%M")}
    refused = client.post(page("record_attempt", world.unit.pk), said)
    assert refused.context["form"].errors

    said |= {"appointment_on": tomorrow, "appointment_time": "16:00"}
    for _twice in range(2):
        assert client.post(page("record_attempt", world.unit.pk), said).status_code == 302

    attempt = ContactAttempt.objects.get()
    assert attempt.appointment_at is not None
    assert timezone.localtime(attempt.appointment_at).hour == 16
    first = client.get(page("mine")).context["first"]
    assert [task.unit for task in first] == [world.unit]
    assert first[0].appointment_at == attempt.appointment_at


def test_my_visits_stand_by_settlement_the_nearest_due_first(world: World, signed_in: SignedIn) -> None:
    interviewer = world.interviewers[access.INTERVIEWER]
    for days, settlement in ((1, world.free_unit.settlement), (-1, world.settlement)):
        unit = SampleUnitFactory(wave=world.wave, settlement=settlement)
        FieldAssignment.objects.create(
            unit=unit,
            interviewer=interviewer,
            assigned_at=world.now,
            due_on=world.today + timedelta(days=days),
        )

    content = signed_in(access.INTERVIEWER).get(page("mine")).context

    due = [task.assignment.due_on - world.today for task in content["first"]]
    assert due == [timedelta(days=-1), timedelta(days=1), timedelta(days=7)]
    assert [(place.name, len(place.tasks)) for place in content["places"]] == [("Kalocsa", 1), ("Komló", 2)]
    assert content["overdue"] == 1


@pytest.mark.parametrize("count", [1, 3])
def test_my_visits_cost_the_same_however_many(
    count: int,
    world: World,
    signed_in: SignedIn,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    for _each in range(count):
        FieldAssignment.objects.create(
            unit=SampleUnitFactory(wave=world.wave, settlement=world.settlement),
            interviewer=world.interviewers[access.INTERVIEWER],
            assigned_at=world.now,
        )
    client = signed_in(access.INTERVIEWER)
    client.get(page("mine"))

    with django_assert_max_num_queries(12):
        client.get(page("mine"))


def test_a_unit_is_replaced_from_its_page(world: World, signed_in: SignedIn) -> None:
    client = signed_in(access.INTERVIEWER)
    refused = client.post(page("substitute_unit", world.unit.pk), {"reason": "Nincs otthon"})
    lacks = "hiányzik még 3 felkeresés és még 2 másik napon tett felkeresés, vagy egy végleges eredmény."
    assert refused.context["form"].non_field_errors() == [f"Még nem helyettesíthető: {lacks}"]
    here = timezone.localtime()
    client.post(
        page("record_attempt", world.unit.pk),
        {"key": uuid4(), "result": "refused", "on": here.date(), "at": here.strftime("%H:%M")},
    )
    answer = client.post(page("substitute_unit", world.unit.pk), {"reason": "Elutasította"})

    assert answer["Location"] == page("unit", world.reserve_unit.pk)
    assert client.get(answer["Location"]).context["chain"] == [world.unit, world.reserve_unit]


def test_a_leader_follows_the_suggestion_for_the_own_county(world: World, signed_in: SignedIn) -> None:
    somebody = InterviewerFactory(name="Anna", county_id="03")
    EnrolmentFactory(interviewer=somebody, study=world.study)
    SampleUnitFactory(wave=world.wave, settlement=world.settlement)  # in the other's county
    client = signed_in(access.OTHER_LEADER)
    seen = client.get(page("assign", world.wave.pk))
    assert [place.settlement.name for place in seen.context["places"]] == ["Kalocsa"]

    old = client.post(page("assign", world.wave.pk), {"digest": "old"})
    assert old.context["suggested"].non_field_errors() == [
        "Közben valami megváltozott: kérjük, nézze meg az új javaslatot."
    ]
    client.post(page("assign", world.wave.pk), {"digest": seen.context["digest"]})
    assert FieldAssignment.objects.get(interviewer=somebody).unit == world.free_unit


def test_a_settlement_is_given_by_hand_and_taken_back(world: World, signed_in: SignedIn) -> None:
    client = signed_in(access.OFFICE)
    mentor = world.interviewers[access.MENTOR]
    client.post(page("assign", world.wave.pk), {"settlement": "06442", "interviewer": mentor.pk, "count": 1})
    assert FieldAssignment.objects.get(unit=world.free_unit).interviewer == mentor

    client.post(page("move_due_day", world.free_unit.pk), {"due_on": world.today})
    assert FieldAssignment.objects.get(unit=world.free_unit).due_on == world.today
    client.post(page("take_back", world.free_unit.pk), {"reason": "Tévedés"})
    assert SampleUnit.objects.get(pk=world.free_unit.pk).state == UnitState.OPEN
    client.post(page("assign_unit", world.free_unit.pk), {"interviewer": mentor.pk})
    client.post(page("lose_unit", world.free_unit.pk), {"reason": "Lebontották"})
    assert SampleUnit.objects.get(pk=world.free_unit.pk).state == UnitState.LOST


def test_a_leavers_units_are_handed_over(world: World, signed_in: SignedIn) -> None:
    leaver, heir = world.interviewers[access.INTERVIEWER], world.interviewers[access.MENTOR]
    client = signed_in(access.OFFICE)
    client.post(page("hand_over", leaver.pk, world.wave.pk), {"to": heir.pk, "reason": "Elment"})

    assert FieldAssignment.objects.get(unit=world.unit, ended_at=None).interviewer == heir


def test_units_are_found_and_narrowed(world: World, signed_in: SignedIn) -> None:
    client = signed_in(access.RESEARCHER)

    def codes(query: str) -> list[str]:
        return [one.code for one in client.get(page("units", world.wave.pk) + query).context["page"]]

    assert codes("") == ["B0001", "A0001", "A0002"]
    assert codes("?q=komlo") == ["A0001", "A0002"]
    assert codes("?q=a0002") == ["A0002"]
    assert codes("?state=open") == ["B0001"]
    assert codes("?state=reserve") == ["A0003"]
    assert codes(f"?stratum={world.other_stratum.code}") == ["B0001"]


def test_every_number_of_the_progress_opens_its_rows(world: World, signed_in: SignedIn) -> None:
    accepted = {"state": ResponseState.ACCEPTED, "version": world.instrument_version, "wave": world.wave}
    ResponseFactory(unit=world.unit, settlement=world.settlement, **accepted)
    ResponseFactory(unit=world.mentor_unit, settlement=None, **accepted)
    ResponseFactory(unit=world.free_unit, settlement=world.free_unit.settlement, **accepted)
    client = signed_in(access.RESEARCHER)
    progress = client.get(page("wave", world.wave.pk))
    numbers = dict(LINKED.findall(progress.content.decode()))

    assert len(numbers) > 10
    for href, shown in numbers.items():
        rows = client.get(unescape(href)).context["page"].paginator.count
        assert (href, str(rows)) == (href, shown)


def test_all_that_came_are_opened_without_the_rejected(world: World, signed_in: SignedIn) -> None:
    for state in (ResponseState.ACCEPTED, ResponseState.RETURNED, ResponseState.REJECTED):
        ResponseFactory(
            state=state, version=world.instrument_version, wave=world.wave, settlement=world.settlement
        )
    client = signed_in(access.RESEARCHER)
    progress = client.get(page("wave", world.wave.pk))
    [address] = re.findall(r'href="([^"]+)">Minden, ami beérkezett', progress.content.decode())

    rows = client.get(unescape(address)).context["page"]

    assert len(rows) == progress.context["progress"].whole.came == 2


def test_units_are_narrowed_to_who_has_them_and_to_the_overdue(world: World, signed_in: SignedIn) -> None:
    holder = world.interviewers[access.INTERVIEWER]
    client = signed_in(access.RESEARCHER)

    def codes(query: str) -> list[str]:
        return [one.code for one in client.get(page("units", world.wave.pk) + query).context["page"]]

    assert codes(f"?interviewer={holder.pk}") == ["A0001"]
    assert codes(f"?interviewer={holder.pk}&overdue=on") == codes("?overdue=on") == []
    FieldAssignment.objects.filter(unit=world.unit).update(due_on=world.today - timedelta(days=1))
    assert codes(f"?interviewer={holder.pk}&overdue=on") == codes("?overdue=on") == ["A0001"]
    shown = client.get(page("interviewer", holder.pk)).content.decode()
    assert f"{page('units', world.wave.pk)}?interviewer={holder.pk}&amp;overdue=on" in shown


def test_numbers_lead_nowhere_that_is_shut(world: World, signed_in: SignedIn) -> None:
    ResponseFactory(
        unit=world.unit, settlement=world.settlement, wave=world.wave, version=world.instrument_version
    )
    answer = signed_in(access.AUDITOR).get(page("wave", world.wave.pk))

    addresses = {href.split("?")[0] for href, _number in LINKED.findall(answer.content.decode())}
    assert addresses == {page("responses", world.wave.pk)}


def test_a_list_says_which_part_of_the_wave_it_shows(world: World, signed_in: SignedIn) -> None:
    client = signed_in(access.RESEARCHER)
    place = world.settlement

    assert client.get(page("units", world.wave.pk) + f"?place={place.pk}").context["part"] == place.name
    assert client.get(page("responses", world.wave.pk) + "?place=02").context["part"] == "Baranya"
    stratum = client.get(page("responses", world.wave.pk) + f"?stratum={world.stratum.code}")
    assert stratum.context["part"] == world.stratum.name


@pytest.mark.parametrize("told", [{"county": "03"}, {"email": "a@example.org"}])
def test_what_is_told_of_somebody_known_is_not_passed_over(
    told: dict[str, str], world: World, signed_in: SignedIn
) -> None:
    said = {"mentor": world.mentors[access.OTHER_MENTOR].pk, "language": "hu", "starts_on": world.today}

    answer = signed_in(access.RESEARCHER).post(page("enrol_interviewer", world.study.pk), said | told)

    assert list(answer.context["form"].errors) == list(told)


def test_somebody_new_is_enrolled_and_gets_a_device(world: World, signed_in: SignedIn) -> None:
    client = signed_in(access.OFFICE)
    both = {"name": "Új Kérdező", "mentor": world.mentors[access.OTHER_MENTOR].pk}
    common = {"language": "hu", "starts_on": world.today}
    refused = client.post(page("enrol_interviewer", world.study.pk), both | common)
    assert refused.context["form"].non_field_errors()

    client.post(page("enrol_interviewer", world.study.pk), {"name": "Új Kérdező"} | common)
    enrolment = Enrolment.objects.get(interviewer__name="Új Kérdező")
    shown = client.post(page("renew_device", enrolment.interviewer_id))
    assert shown.context["secrets"].passphrase in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    again = client.get(page("renew_device", enrolment.interviewer_id))
    assert (again.status_code, again["Location"]) == (302, page("interviewer", enrolment.interviewer_id))

    client.post(page("end_enrolment", enrolment.pk), {"ends_on": world.today})
    enrolment.refresh_from_db()
    assert enrolment.ends_on == world.today


def test_reminding_tells_how_many(world: World, signed_in: SignedIn) -> None:
    FieldAssignment.objects.update(due_on=world.today)
    client = signed_in(access.OFFICE)
    answer = client.post(page("remind", world.wave.pk), follow=True)

    assert [str(one) for one in answer.context["messages"]] == ["2 kérdezőbiztos kapott levelet."]


def test_an_institutions_history_tells_of_studies(world: World, signed_in: SignedIn) -> None:
    SampleUnit.objects.filter(pk=world.unit.pk).update(organisation=world.organisation)
    address = reverse("partners:organisation", args=[world.organisation.pk])

    assert "Lakossági kutatás" in signed_in(access.MENTOR).get(address).content.decode()
