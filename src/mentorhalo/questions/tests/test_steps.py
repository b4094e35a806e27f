"""Further steps: offer, arrange, invite, answer, hold, call off, and the calendar entry."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from mentorhalo.questions import actions
from mentorhalo.questions.actions import StepRefused
from mentorhalo.questions.choices import StepKind, StepState
from mentorhalo.questions.queries.steps import calendar_of, key_of_guest

from . import desk_people, factories
from .desk_people import WEDNESDAY

pytestmark = pytest.mark.django_db
BEGINS = datetime(2025, 3, 20, 13, tzinfo=UTC)


def offered(**fields):
    question = desk_people.answered(desk_people.expert())
    return actions.offer_step(
        question=question,
        kind=StepKind.PEER_CALL,
        agenda="Napló",
        by=desk_people.office(),
        at=WEDNESDAY,
        **fields,
    )


def arranged(step=None, **fields):
    said = {
        "starts_at": BEGINS,
        "ends_at": BEGINS + timedelta(hours=2),
        "place": "Ház",
        "agenda": "Napló",
        **fields,
    }
    return actions.arrange_step(step=step or offered(), **said, by=desk_people.office(), at=WEDNESDAY)


def invited(step, *guests):
    return actions.invite_guests(
        step=step, guests=guests or [("Vera", "vera@pelda.hu")], by=desk_people.office(), at=WEDNESDAY
    )


def test_step_is_offered_after_an_answer_only():
    question = desk_people.given(desk_people.expert())

    with pytest.raises(StepRefused):
        actions.offer_step(
            question=question, kind=StepKind.PEER_CALL, agenda="", by=desk_people.office(), at=WEDNESDAY
        )


def test_same_step_is_not_offered_twice_and_an_unknown_one_never():
    step = offered()

    for kind in (StepKind.PEER_CALL, "party"):
        with pytest.raises(StepRefused) as refusal:
            actions.offer_step(
                question=step.question, kind=kind, agenda="", by=desk_people.office(), at=WEDNESDAY
            )
        assert refusal.value.field == "kind"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"ends_at": BEGINS}, "ends_at"),
        ({"starts_at": WEDNESDAY - timedelta(days=1)}, "starts_at"),
        ({"place": " "}, "place"),
    ],
)
def test_time_and_place_must_make_sense(fields, field):
    with pytest.raises(StepRefused) as refusal:
        arranged(**fields)

    assert refusal.value.field == field


def test_guests_are_asked_once_by_letter_with_their_own_link(letters):
    step = arranged()

    sent = letters(
        lambda: invited(step, ("Vera", "Vera@pelda.hu"), ("", "bela@pelda.hu"), ("V", "vera@pelda.hu"))
    )
    again = letters(lambda: invited(step, ("Vera", "vera@pelda.hu")))

    vera, bela = step.guests.order_by("pk")
    assert (vera.email, bela.name) == ("vera@pelda.hu", "bela@pelda.hu")
    assert [letter.to for letter in sent] == [["vera@pelda.hu"], ["bela@pelda.hu"]]
    assert key_of_guest(vera) in sent[0].body
    assert again == []


def test_nobody_is_asked_before_time_and_place_are_set():
    with pytest.raises(StepRefused):
        invited(offered())


def test_wrong_address_invites_nobody():
    step = arranged()

    with pytest.raises(StepRefused) as refusal:
        invited(step, ("Vera", "vera@pelda.hu"), ("Béla", "bela"))

    assert (refusal.value.field, step.guests.count()) == ("guests", 0)


def test_guest_says_yes_and_no_and_the_last_word_holds():
    (guest,) = invited(arranged())

    assert actions.answer_invitation(guest=guest, is_coming=True, at=WEDNESDAY).is_coming
    assert not actions.answer_invitation(guest=guest, is_coming=False, at=WEDNESDAY).is_coming


def test_changed_time_asks_the_guests_anew_and_raises_the_sequence(letters):
    step = arranged()
    (guest,) = invited(step)
    actions.answer_invitation(guest=guest, is_coming=True, at=WEDNESDAY)

    sent = letters(lambda: arranged(step, place="Könyvtár"))
    same = letters(lambda: arranged(step, place="Könyvtár"))

    step.refresh_from_db()
    guest.refresh_from_db()
    assert (step.sequence, guest.is_coming) == (1, None)
    assert [letter.to[0] for letter in sent] == [factories.ASKER, "vera@pelda.hu"]
    assert same == []


def test_held_step_says_what_came_of_it():
    step = arranged()
    clerk = desk_people.office()

    with pytest.raises(StepRefused):
        actions.hold_step(step=step, outcome="Jó volt.", by=clerk, at=WEDNESDAY)
    with pytest.raises(StepRefused):
        actions.hold_step(step=step, outcome=" ", by=clerk, at=BEGINS + timedelta(days=1))
    held = actions.hold_step(step=step, outcome="Jó volt.", by=clerk, at=BEGINS + timedelta(days=1))

    assert (held.state, held.outcome) == (StepState.HELD, "Jó volt.")


def test_called_off_step_is_told_to_those_who_might_come_and_answers_no_more(letters):
    step = arranged()
    coming, staying = invited(step, ("Vera", "vera@pelda.hu"), ("Béla", "bela@pelda.hu"))
    actions.answer_invitation(guest=staying, is_coming=False, at=WEDNESDAY)
    clerk = desk_people.office()

    with pytest.raises(StepRefused):
        actions.call_off_step(step=step, reason="", by=clerk, at=WEDNESDAY)
    sent = letters(lambda: actions.call_off_step(step=step, reason="Betegség.", by=clerk, at=WEDNESDAY))

    assert [letter.to[0] for letter in sent] == [factories.ASKER, "vera@pelda.hu"]
    with pytest.raises(StepRefused):
        actions.answer_invitation(guest=coming, is_coming=True, at=WEDNESDAY)
    with pytest.raises(StepRefused):
        arranged(step)


def test_calendar_entry_keeps_its_identity_and_ends_as_cancelled():
    step = arranged(
        agenda="Első; második, harmadik\nés még egy nagyon hosszú sor ékezetekkel: árvíztűrő tükörfúrógép"
    )
    first = calendar_of(step)
    arranged(step, place="Könyvtár")
    step.refresh_from_db()
    called_off = actions.call_off_step(step=step, reason="x", by=desk_people.office(), at=WEDNESDAY)

    before = Calendar.from_ical(first).walk("VEVENT")[0]
    after = Calendar.from_ical(calendar_of(called_off)).walk("VEVENT")[0]
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 2)
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert before.decoded("DTSTART") == BEGINS
    assert b"\r\n" in first
    assert b"\n" not in first.replace(b"\r\n", b"")
    assert max(len(line) for line in first.split(b"\r\n")) <= 75
