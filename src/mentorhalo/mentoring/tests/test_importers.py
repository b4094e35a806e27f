"""Earlier records brought in: understood in many spellings, refused cell by cell, harmless when repeated."""

import io
import json
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.reconciliation import reconcile
from mentorhalo.mentoring.models import Activity, ActivityRevision, Engagement
from mentorhalo.network.models import Mentor
from mentorhalo.partners.models import Community
from mentorhalo.programmes.models import Programme
from mentorhalo.territory.models import Settlement
from mentorhalo.territory.tests.factories import SettlementFactory

pytestmark = pytest.mark.django_db

ENGAGEMENTS = "external_id,programme,community,settlement_code,opened_on,informed_on,closed_on"
ACTIVITIES = "external_id,engagement,occurred_on,kind,channel,two_way,approved,participants,mentor"


@pytest.fixture
def bring(tmp_path, capsys):
    """Bring in rows under a heading; answers with the command's JSON document."""

    def run(what, heading, *rows, create=True, encoding="utf-8", **options):
        path = tmp_path / f"{what}.csv"
        path.write_bytes("\n".join([heading, *rows]).encode(encoding))
        out = io.StringIO()
        with suppress(SystemExit):  # it says so when rows are refused
            call_command("import", what, str(path), json=True, create_missing=create, stdout=out, **options)
        return json.loads(out.getvalue())

    return run


@pytest.fixture
def village():
    return SettlementFactory(code="17376", name="Abda")


def refused(answer):
    return [(error["row"], error["column"]) for error in answer["errors"]]


def test_engagements_are_opened_with_all_they_name(bring, village):
    answer = bring(
        "engagements",
        ENGAGEMENTS,
        "E1,CSK,Hímzőkör,17376,2018-03-01,2018-03-05,2019-06-30",
        "E2,CSK,Dalkör,17376,2018. 02. 05.,,",
    )

    assert answer["written"] == {"programme": 1, "community": 2, "add": 2}
    programme = Programme.objects.get()
    assert (programme.code, programme.starts_on, programme.ends_on) == ("CSK", date(2018, 2, 5), None)
    first, second = Engagement.objects.order_by("external_id")
    assert (first.state, second.state) == ("closed", "contacted")
    assert Fact.objects.filter(kind="engagement.informed").count() == 1
    assert Fact.objects.filter(kind="engagement.opened", county=village.county_id).count() == 2


def test_repeating_an_import_changes_nothing(bring, village):
    rows = ["E1,CSK,Hímzőkör,17376,2018-03-01,2018-03-05,2019-06-30"]
    bring("engagements", ENGAGEMENTS, *rows)
    entries = ["A1,E1,2018-04-01,visit,in_person,igen,igen,12,M01", "A2,E1,2018-05-01,telefon,telefon,nem,,,"]
    bring("activities", ACTIVITIES, *entries)
    facts = Fact.objects.count()

    again = bring("engagements", ENGAGEMENTS, *rows)
    assert (again["unchanged"], again["written"]) == (1, {})
    again = bring("activities", ACTIVITIES, *entries)
    assert (again["unchanged"], again["written"]) == (2, {})
    assert Fact.objects.count() == facts


def test_entries_are_understood_in_many_spellings(bring, village):
    bring("engagements", ENGAGEMENTS, "E1,CSK,Hímzőkör,17376,2018-03-01,,")

    answer = bring(
        "activities",
        "Azonosító;Kapcsolat;Dátum;Típus;Csatorna;Kétirányú;Jóváhagyva;Résztvevők száma;Mentor;Perc",
        "A1;E1;2018.04.01.;Tájékoztató látogatás;személyes;igen;igen;12;Kovács Anna;90",
        "A2;E1;2018-05-01;meeting;e-mail;egyirányú;nem;;;",
        "A3;E1;2018-06-01;;phone;X;1;;kovacs anna;",
        "A4;E1;2018-07-01;group meeting;in-person;mutual;approved;7;;",
        encoding="cp1250",
    )

    assert answer["written"] == {"mentor": 1, "add": 4}
    rows = Activity.objects.order_by("external_id")
    assert list(
        rows.values_list("kind__code", "channel", "is_two_way", "state", "participants", "minutes")
    ) == [
        ("information_visit", "in_person", True, "approved", 12, 90),
        ("consultation", "email", False, "submitted", None, None),
        ("other", "phone", True, "approved", None, None),
        ("consultation", "in_person", True, "approved", 7, None),
    ]
    assert list(rows.values_list("mentor__name", flat=True)) == ["Kovács Anna", None, "Kovács Anna", None]
    states = Fact.objects.filter(kind="activity.community").order_by("occurred_on")
    assert list(states.values_list("state", flat=True)) == ["approved", "submitted", "approved", "approved"]


def test_what_cannot_be_is_refused_by_row_and_heading(bring, village):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    answer = bring(
        "engagements",
        ENGAGEMENTS,
        f"E1,CSK,Hímzőkör,17376,{tomorrow},,",
        "E2,CSK,Hímzőkör,99999,2018-03-01,,",
        "E3,CSK,Hímzőkör,17376,2018-03-01,,2018-02-01",
        "E4,CSK,,17376,2018-03-01,,",
        "E5,CSK,Hímzőkör,17376,tegnap,,",
        "E6,CSK,Hímzőkör,17376,2018-03-01,,",
        "E6,CSK,Hímzőkör,17376,2018-03-01,,",
        ",CSK,Hímzőkör,17376,2018-03-01,,",
    )

    assert refused(answer) == [
        (2, "opened_on"),
        (3, "settlement_code"),
        (4, "closed_on"),
        (5, "community"),
        (6, "opened_on"),
        (8, "external_id"),
        (9, "external_id"),
    ]
    assert answer["written"] == {}
    assert not Engagement.objects.exists()
    assert not Community.objects.exists()


def test_refused_entries_name_row_and_heading(bring, village):
    bring("engagements", ENGAGEMENTS, "E1,CSK,Hímzőkör,17376,2018-03-01,,2019-06-30")
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()

    answer = bring(
        "activities",
        ACTIVITIES,
        "A1,E9,2018-04-01,visit,phone,1,1,,",
        f"A2,E1,{tomorrow},visit,phone,1,1,,",
        "A3,E1,2018-04-01,dancing,phone,1,1,,",
        "A4,E1,2018-04-01,visit,pigeon,1,1,,",
        "A5,E1,2019-07-01,visit,phone,1,1,,",
        "A6,E1,2018-04-01,visit,phone,perhaps,1,many,",
        "A7,,2018-04-01,visit,phone,1,1,,",
    )

    assert refused(answer) == [
        (2, "engagement"),
        (3, "occurred_on"),
        (4, "kind"),
        (5, "channel"),
        (6, "engagement"),
        (7, "two_way"),
        (7, "participants"),
        (8, "engagement"),
    ]
    assert not Activity.objects.exists()


def test_refused_rows_can_be_left_out(bring, village):
    bring("engagements", ENGAGEMENTS, "E1,CSK,Hímzőkör,17376,2018-03-01,,")

    answer = bring(
        "activities",
        ACTIVITIES,
        "A1,E9,2018-04-01,visit,phone,1,1,,",
        "A2,E1,2018-04-01,visit,phone,1,1,,",
        skip_refused=True,
    )

    assert answer["written"] == {"add": 1}


def test_entry_before_the_opening_is_let_through_and_named(bring, village):
    bring(
        "engagements",
        ENGAGEMENTS,
        "E0,CSK,Dalkör,17376,2018-01-01,,",
        "E1,CSK,Hímzőkör,17376,2018-03-01,,",
    )

    answer = bring("activities", ACTIVITIES, "A1,E1,2018-02-20,visit,phone,1,1,,")

    assert answer["written"] == {"add": 1}
    assert "2" in answer["notes"][-1]


def test_unknown_parties_are_refused_unless_asked_for(bring, village):
    answer = bring("engagements", ENGAGEMENTS, "E1,CSK,Hímzőkör,17376,2018-03-01,,", create=False)

    assert refused(answer) == [(2, "programme"), (2, "community")]


def test_communities_of_one_name_in_one_village_are_one(bring, village):
    bring(
        "engagements",
        ENGAGEMENTS,
        "E1,CSK,Hímzőkör,17376,2018-03-01,,",
        "E2,CSK,hímzőkör,17376,2019-03-01,,",
    )

    assert Community.objects.count() == 1


def test_changed_rows_revise_and_blank_cells_erase_nothing(bring, village):
    bring("engagements", ENGAGEMENTS, "E1,CSK,Hímzőkör,17376,2018-03-01,2018-03-05,")
    bring("activities", ACTIVITIES, "A1,E1,2018-04-01,visit,phone,1,0,12,M01")

    changed = bring("engagements", ENGAGEMENTS, "E1,CSK,Hímzőkör,17376,2018-03-01,,2019-06-30")
    assert changed["written"] == {"change": 1}
    engagement = Engagement.objects.get()
    assert (engagement.informed_on, engagement.closed_on) == (date(2018, 3, 5), date(2019, 6, 30))

    changed = bring("activities", ACTIVITIES, "A1,E1,2018-04-01,visit,phone,1,1,,")
    assert changed["written"] == {"change": 1}
    activity = Activity.objects.get()
    assert (activity.state, activity.participants, activity.mentor) == ("approved", 12, Mentor.objects.get())
    changed = bring("activities", ACTIVITIES, "A1,E1,2018-04-02,visit,phone,1,1,,")
    assert ActivityRevision.objects.get().before == {"occurred_on": "2018-04-01"}
    assert Fact.objects.known_at(None).get(kind="activity.community").occurred_on == date(2018, 4, 2)


def test_pauses_come_with_their_reasons(bring, village):
    heading = f"{ENGAGEMENTS},pause_from,pause_until,pause_reason"
    rows = [
        "E1,CSK,Hímzőkör,17376,2018-03-01,,2019-06-30,2018-05-01; 2019-06-01,2018-05-31,Felújítás; Betegség"
    ]
    bring("engagements", heading, *rows)

    pauses = Fact.objects.filter(kind="engagement.paused").order_by("occurred_on")
    assert list(pauses.values_list("occurred_on", "until_on", "state")) == [
        (date(2018, 5, 1), date(2018, 5, 31), "reasoned"),
        (date(2019, 6, 1), date(2019, 6, 30), "reasoned"),
    ]
    assert bring("engagements", heading, *rows)["unchanged"] == 1

    answer = bring("engagements", heading, "E2,CSK,Dalkör,17376,2018-03-01,,,,2018-05-31,x")
    assert refused(answer) == [(2, "pause_from")]


def test_empty_register_of_settlements_is_loaded_first(bring):
    answer = bring("engagements", ENGAGEMENTS, "E1,CSK,Hímzőkör,17376,2018-03-01,,")

    assert answer["written"]["add"] == 1
    assert Settlement.objects.count() == 3155
    assert Fact.objects.get(kind="engagement.opened").county == "07"


def test_journal_and_records_agree_after_imports(bring, village):
    bring("engagements", ENGAGEMENTS, "E1,CSK,Hímzőkör,17376,2018-03-01,2018-03-05,")
    bring("activities", ACTIVITIES, "A1,E1,2018-04-01,visit,phone,1,1,12,M01")
    bring("engagements", ENGAGEMENTS, "E1,CSK,Hímzőkör,17376,2018-02-01,2018-03-05,2019-01-01")

    assert reconcile().differences == []


def test_texts_longer_than_their_columns_are_refused_by_cell(bring, village):
    answer = bring(
        "engagements",
        ENGAGEMENTS,
        f"{'E' * 81},CSK,Hímzőkör,17376,2018-03-01,,",
        f"E2,{'P' * 201},Hímzőkör,17376,2018-03-01,,",
        f"E3,CSK,{'H' * 201},17376,2018-03-01,,",
    )

    assert refused(answer) == [(2, "external_id"), (3, "programme"), (4, "community")]
    bring("engagements", ENGAGEMENTS, "E1,CSK,Hímzőkör,17376,2018-03-01,2018-03-05,2019-06-30")
    answer = bring("activities", ACTIVITIES, f"A1,E1,2018-04-01,visit,in_person,1,1,12,{'M' * 81}")
    assert refused(answer) == [(2, "mentor")]


def test_a_dry_run_does_not_even_load_the_register(bring, db):
    answer = bring("engagements", ENGAGEMENTS, "E1,CSK,Hímzőkör,17376,2018-03-01,,", dry_run=True)

    assert answer["planned"] == {"programme": 1, "community": 1, "add": 1}
    assert not Settlement.objects.exists()
    bring("engagements", ENGAGEMENTS, "E1,CSK,Hímzőkör,17376,2018-03-01,,")
    assert (Settlement.objects.count(), Engagement.objects.count()) == (3155, 1)
