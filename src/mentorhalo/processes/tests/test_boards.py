"""SWOT boards and the plan that grows out of them."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from icalendar import Calendar

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.queries import reconcile
from mentorhalo.processes import actions
from mentorhalo.processes.actions import PlanDraft, ProcessRefused
from mentorhalo.processes.calendars import calendar_file
from mentorhalo.processes.choices import ItemState
from mentorhalo.processes.keys import board_key, calendar_key, calendar_of, open_board
from mentorhalo.processes.models import PlanItem, Process, SwotItem, SwotSession
from mentorhalo.processes.queries.boards import compared, lanes_of, strengths_of
from mentorhalo.processes.queries.plans import plan_of, time_picture

from . import factories
from .factories import AT, TODAY

pytestmark = pytest.mark.django_db
ONE, OTHER = UUID(int=1), UUID(int=2)


@pytest.fixture
def office():
    return holder(Role.OFFICE)


@pytest.fixture
def process(office):
    return factories.process(by=office)


@pytest.fixture
def session(office, process):
    return opened(process, office)


def opened(process, office) -> SwotSession:
    return actions.open_session(
        process=process, held_on=TODAY, method="workshop", participants=None, by=office, at=AT
    )


def put(
    session, text: str, quadrant: str = "strength", voter: UUID = ONE, item: UUID | None = None
) -> SwotItem:
    return actions.put_item(
        session=session, item=item or uuid4(), quadrant=quadrant, text=text, voter=voter, at=AT
    )


def texts(session) -> dict[str, list[str]]:
    return {lane.quadrant: [item.text for item in lane.items] for lane in lanes_of(session) if lane.items}


def kinds() -> list[str]:
    rows = Fact.objects.known_at(None).filter(kind__startswith="strength.")
    return sorted(rows.values_list("kind", flat=True))


def test_same_card_sent_twice_stands_once(session):
    key = uuid4()
    put(session, "Sok a zenész", item=key)
    put(session, "Sok a zenész", item=key)

    session.refresh_from_db()
    assert texts(session) == {"strength": ["Sok a zenész"]}
    assert session.revision == 2


def test_vote_counts_once_and_can_be_taken_back(session):
    first, second = put(session, "Zenekar"), put(session, "Tó")
    for voter in (ONE, ONE, OTHER):
        actions.set_vote(session=session, item=second.pk, voter=voter, is_on=True)
    assert [item.score for item in lanes_of(session)[0].items] == [2, 0]
    assert texts(session)["strength"] == ["Tó", "Zenekar"]

    actions.set_vote(session=session, item=second.pk, voter=ONE, is_on=False)

    assert [item.score for item in lanes_of(session, ONE)[0].items] == [1, 0]
    assert first.pk in [item.pk for item in lanes_of(session, ONE)[0].items if item.is_mine]


@pytest.mark.parametrize(
    ("text", "quadrant", "field"), [("  ", "strength", "text"), ("x" * 241, "threat", "text"), ("Jó", "luck", "quadrant")]
)  # fmt: skip
def test_card_that_says_nothing_or_too_much_is_refused(session, text, quadrant, field):
    with pytest.raises(ProcessRefused) as refused:
        put(session, text, quadrant)

    assert refused.value.field == field


def test_only_ones_own_card_is_taken_off(session):
    card = put(session, "Zenekar")
    with pytest.raises(ProcessRefused):
        actions.remove_item(session=session, item=card.pk, voter=OTHER, may_any=False, at=AT)

    actions.remove_item(session=session, item=card.pk, voter=ONE, may_any=False, at=AT)

    assert texts(session) == {}
    with pytest.raises(ProcessRefused):
        actions.set_vote(session=session, item=card.pk, voter=ONE, is_on=True)


def test_link_opens_the_board_only_while_it_is_open(office, session):
    key = board_key(session)
    assert open_board(key) == session

    closed = actions.close_session(session=session, participants=9, by=office, at=AT)

    for wrong in (key, board_key(closed), f"{key}x", "x"):
        with pytest.raises((SwotSession.DoesNotExist, Process.DoesNotExist)):
            open_board(wrong)
    with pytest.raises(ProcessRefused):
        put(session, "Késő")
    actions.reopen_session(session=closed, by=office, at=AT)
    with pytest.raises(SwotSession.DoesNotExist):
        open_board(key)


def test_process_has_one_open_session(office, process, session):
    with pytest.raises(ProcessRefused):
        opened(process, office)
    actions.close_session(session=session, participants=None, by=office, at=AT)

    assert opened(process, office).number == 2


def test_two_sessions_are_compared_by_what_their_cards_say(office, process, session):
    put(session, "Sok a zenész")
    put(session, "Van tó")
    actions.close_session(session=session, participants=None, by=office, at=AT)
    later = opened(process, office)
    card = put(later, "sok a zenesz")
    actions.set_vote(session=later, item=card.pk, voter=ONE, is_on=True)
    put(later, "Új játszótér")

    pairs = compared(session, later)[0].pairs

    said = [(one.before and one.before.text, one.after and one.after.text, one.votes_moved) for one in pairs]
    assert said == [
        ("Sok a zenész", "sok a zenesz", 1), (None, "Új játszótér", None), ("Van tó", None, None),
    ]  # fmt: skip


def test_strength_becomes_an_action_once_and_is_exploited_when_carried_out(office, process, session):
    card, _threat = put(session, "Sok a zenész"), put(session, "Elköltöznek", "threat")
    assert kinds() == []
    actions.close_session(session=session, participants=None, by=office, at=AT)
    assert kinds() == ["strength.noted"]

    item = actions.plan_from_strength(item=SwotItem.objects.get(pk=card.pk), by=office, at=AT)
    again = actions.plan_from_strength(item=SwotItem.objects.get(pk=card.pk), by=office, at=AT)
    assert again == item
    assert kinds() == ["strength.noted"]
    actions.complete_plan_item(
        item=item, done_on=TODAY, result="Megalakult a zenekar.", activity=None, by=office, at=AT
    )

    assert kinds() == ["strength.exploited", "strength.noted"]
    assert [one.is_exploited for one in strengths_of(process)] == [True]
    assert reconcile().ok


def test_threat_is_no_strength(office, session):
    card = put(session, "Elköltöznek", "threat")
    with pytest.raises(ProcessRefused):
        actions.plan_from_strength(item=card, by=office, at=AT)


def test_reopened_session_takes_its_facts_back(office, session):
    put(session, "Sok a zenész")
    closed = actions.close_session(session=session, participants=None, by=office, at=AT)

    actions.reopen_session(session=closed, by=office, at=AT)

    assert kinds() == []
    assert reconcile().ok


def test_plan_item_is_written_carried_out_and_closed(office, process):
    draft = PlanDraft(goal="Legyen zenekar", deadline=TODAY)
    item = actions.add_plan_item(process=process, draft=draft, by=office, at=AT)
    assert actions.add_plan_item(process=process, draft=draft, by=office, at=AT) == item
    actions.begin_plan_item(item=item, by=office, at=AT)
    with pytest.raises(ProcessRefused) as refused:
        actions.complete_plan_item(item=item, done_on=TODAY, result=" ", activity=None, by=office, at=AT)
    assert refused.value.field == "result"
    with pytest.raises(ProcessRefused) as refused:
        actions.complete_plan_item(
            item=item, done_on=TODAY, result="Lett.", activity=uuid4(), by=office, at=AT
        )
    assert refused.value.field == "activity"
    actions.complete_plan_item(item=item, done_on=TODAY, result="Lett.", activity=None, by=office, at=AT)

    with pytest.raises(ProcessRefused):
        actions.write_plan_item(item=item, draft=draft, by=office, at=AT)
    assert Fact.objects.known_at(None).get(kind="plan.item").state == ItemState.DONE
    assert reconcile().ok


def test_dropped_action_says_why_and_leaves_the_picture(office, process):
    item = actions.add_plan_item(
        process=process, draft=PlanDraft(goal="Zenekar", deadline=TODAY), by=office, at=AT
    )
    assert time_picture(plan_of(process), TODAY) is not None

    actions.drop_plan_item(item=item, reason="Nincs, aki vezesse.", by=office, at=AT)

    assert PlanItem.objects.get().result == "Nincs, aki vezesse."
    assert time_picture(plan_of(process), TODAY) is None


def test_calendar_holds_each_deadline_that_stands(office, process):
    for goal, deadline in (("Zenekar", TODAY), ("Padok", TODAY + timedelta(days=30)), ("Egyszer", None)):
        actions.add_plan_item(
            process=process, draft=PlanDraft(goal=goal, deadline=deadline), by=office, at=AT
        )

    calendar = Calendar.from_ical(calendar_file(process, plan_of(process), "https://example.org/", AT))

    events = {str(event["summary"]): event.decoded("dtstart") for event in calendar.walk("VEVENT")}
    assert events == {"Zenekar": TODAY, "Padok": TODAY + timedelta(days=30)}


def test_renewed_link_ends_the_one_before(office, process):
    key = calendar_key(process)
    assert calendar_of(key) == process

    renewed = actions.renew_calendar_link(process=process, by=office, at=AT)

    with pytest.raises(Process.DoesNotExist):
        calendar_of(key)
    assert calendar_of(calendar_key(renewed)) == process
