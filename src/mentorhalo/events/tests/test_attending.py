"""Who was there: by list and by code; counting; the certificate; what was thought of it."""

import re
import zlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorhalo.core import door_codes
from mentorhalo.core.papers import PaperRefused, as_pdf
from mentorhalo.events import actions
from mentorhalo.events.actions import OccasionRefused
from mentorhalo.events.facts import OCCASION_SOURCE, facts_of_occasion
from mentorhalo.events.keys import key_of
from mentorhalo.events.models import Evaluation
from mentorhalo.evidence.queries import reconcile
from mentorhalo.programmes.tests.factories import ProgrammeFactory

from . import factories
from .factories import GUEST, NOW

pytestmark = pytest.mark.django_db


def assert_journal_agrees():
    """Of this room; the network of these tests was written past its actions."""
    assert [one for one in reconcile().differences if one.source_type == OCCASION_SOURCE] == []


def unpacked(pdf):
    """What the compressed parts of a PDF say."""
    parts = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    packed = [part.strip(b"\r\n") for part in parts if b"\x78" in part[:2]]
    return pdf + b"".join(zlib.decompress(part) for part in packed)


def state_of(occasion):
    """What the journal says of an occasion that was held."""
    facts = {fact.kind: fact for fact in facts_of_occasion(occasion)}
    return facts["occasion.held"].state if "occasion.held" in facts else None


def test_a_later_mandate_changes_nothing_that_was_counted():
    programme = ProgrammeFactory(ends_on=None)
    people = tuple(factories.mentor_in(code, programme) for code in ("02", "03", "04"))
    occasion = factories.held(programme=programme, people=people)

    people[0].mentor.mandates.update(group=people[1].mentor.mandates.get().group)

    assert_journal_agrees()
    assert state_of(occasion) == "network"


def test_a_corrected_list_is_counted_anew():
    programme = ProgrammeFactory(ends_on=None)
    people = tuple(factories.mentor_in(code, programme) for code in ("02", "03", "04"))
    occasion = factories.held(programme=programme, people=people)
    left = occasion.attendees.exclude(mentor=people[0].mentor)

    actions.mark_attendance(
        occasion=occasion,
        present=[(one.pk, occasion.starts_on) for one in left],
        shown=[(one.pk, occasion.starts_on) for one in occasion.attendees.all()],
        by=occasion.planned_by,
        at=NOW,
    )

    assert state_of(occasion) == "local"
    assert_journal_agrees()


def test_nothing_is_closed_without_attendance_or_before_its_end():
    starts_at = NOW - timedelta(hours=1)
    occasion = factories.announced(starts_at=starts_at, at=NOW - timedelta(days=2))
    attendee = factories.confirmed(occasion, at=NOW - timedelta(days=1))
    by = occasion.planned_by

    with pytest.raises(OccasionRefused, match="résztvevők nélkül"):
        actions.hold_occasion(occasion=occasion, by=by, at=NOW + timedelta(hours=3))
    present = [(attendee.pk, occasion.starts_on)]
    actions.mark_attendance(occasion=occasion, present=present, shown=(), by=by, at=NOW)
    with pytest.raises(OccasionRefused, match="véget ért"):
        actions.hold_occasion(occasion=occasion, by=by, at=NOW)
    with pytest.raises(OccasionRefused, match="Volt már ott"):
        actions.cancel_occasion(occasion=occasion, reason="Mégsem.", by=by, at=NOW)
    with pytest.raises(OccasionRefused):
        actions.withdraw_attendee(attendee=attendee, at=NOW)


def test_nobody_was_there_tomorrow():
    occasion = factories.announced(
        starts_at=NOW - timedelta(days=1), ends_at=NOW + timedelta(days=1), at=NOW - timedelta(days=3)
    )
    attendee = factories.confirmed(occasion, at=NOW - timedelta(days=2))

    with pytest.raises(OccasionRefused):
        actions.mark_attendance(
            occasion=occasion,
            present=[(attendee.pk, occasion.ends_on)],
            shown=(),
            by=occasion.planned_by,
            at=NOW,
        )


def test_code_holds_for_this_half_minute_and_the_one_before():
    occasion = uuid4()
    code = door_codes.code_at(occasion, NOW)

    assert door_codes.is_current(occasion, code, NOW + timedelta(seconds=29))
    assert door_codes.is_current(occasion, code, NOW + timedelta(seconds=59))
    assert not door_codes.is_current(occasion, code, NOW + timedelta(seconds=60))
    assert not door_codes.is_current(occasion, code, NOW - timedelta(seconds=1))
    assert not door_codes.is_current(uuid4(), code, NOW)


def test_whoever_scans_the_code_is_on_the_list(client):
    now = timezone.now()
    occasion = factories.announced(
        starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(hours=1), at=now - timedelta(days=2)
    )
    attendee = factories.confirmed(occasion, at=now - timedelta(days=1))
    address = reverse("events:arrive", args=[occasion.pk, door_codes.code_at(occasion.pk, timezone.now())])
    word = client.get(address).context["word"]
    page = Client()  # the organiser opens the list before anybody scans, and saves it after
    page.force_login(occasion.planned_by)
    sheet = reverse("events:sheet", args=[occasion.pk])
    assert 'name="shown"' not in page.get(sheet).content.decode()

    unknown = client.post(address, {"word": word, "email": "masvalaki@pelda.hu"})
    assert "email" in unknown.context["form"].errors
    client.post(address, {"word": word, "email": GUEST.upper()})
    client.post(address, {"word": word, "email": GUEST})

    page.post(sheet, {})
    assert [row.method for row in attendee.days.all()] == ["code"]
    shown = f"{attendee.pk} {timezone.localdate(now)}"
    assert f'name="shown" value="{shown}"' in page.get(sheet).content.decode()
    page.post(sheet, {"shown": shown})
    assert not attendee.days.exists()


def test_an_old_code_and_a_forged_word_let_nobody_in(client):
    now = timezone.now()
    occasion = factories.announced(
        starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(hours=1), at=now - timedelta(days=2)
    )
    attendee = factories.confirmed(occasion, at=now - timedelta(days=1))
    old = door_codes.code_at(occasion.pk, now - timedelta(minutes=3))
    address = reverse("events:arrive", args=[occasion.pk, old])

    page = client.get(address)
    client.post(address, {"word": door_codes.arrival_word(uuid4()), "email": GUEST})

    assert page.context["is_let_in"] is False
    assert attendee.days.count() == 0


def test_who_came_without_registering_is_on_the_list_once():
    occasion = factories.announced(starts_at=NOW - timedelta(hours=1), at=NOW - timedelta(days=2))
    said = {"key": uuid4(), "name": "Nagy Pál", "organisation": "", "email": "", "by": occasion.planned_by}

    first = actions.add_walk_in(occasion=occasion, at=NOW, **said)
    again = actions.add_walk_in(occasion=occasion, at=NOW, **said)

    assert first == again
    assert [row.day for row in first.days.all()] == [occasion.starts_on]


def test_certificate_is_a_tagged_and_titled_pdf_once_the_list_is_closed(client):
    try:
        as_pdf("core/paper.html", {})
    except PaperRefused as refusal:
        pytest.skip(str(refusal))
    attendee = factories.held(days=2).attendees.get()
    early = factories.confirmed(factories.announced())

    answer = client.get(reverse("events:certificate", args=[key_of(attendee)]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in unpacked(answer.content)
    assert (
        "Részvételi igazolás".encode("utf-16-be").hex() in unpacked(answer.content).decode("latin-1").lower()
    )
    assert client.get(reverse("events:certificate", args=[key_of(early)])).status_code == 302


def test_an_evaluation_does_not_say_whose_it_is(client):
    attendee = factories.held().attendees.get()
    address = reverse("events:evaluate", args=[key_of(attendee)])

    client.post(address, {"usefulness": "4", "will_use": "A térképet."})
    client.post(address, {"usefulness": "1"})

    assert list(Evaluation.objects.values_list("usefulness", "will_use")) == [(4, "A térképet.")]
    assert {field.name for field in Evaluation._meta.get_fields()} == {
        "id",
        "occasion",
        "usefulness",
        "will_use",
        "better",
        "on",
    }


def test_only_who_was_there_can_evaluate():
    absent = factories.confirmed(factories.announced())

    with pytest.raises(OccasionRefused):
        actions.evaluate(attendee=absent, usefulness=4, will_use="", better="", at=NOW)
