"""Each party asked separately: answers, gaps, the course, reminders, and what the journal says."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core import mail

from mentorhalo.core.models import Letter
from mentorhalo.evidence.models import Fact
from mentorhalo.partners.tests.factories import CommunityFactory, OrganisationFactory
from mentorhalo.partnerships import actions
from mentorhalo.partnerships.choices import Course, Initiative, Occasion
from mentorhalo.partnerships.courses import Round, course, told
from mentorhalo.partnerships.models import Perception, Scale
from mentorhalo.partnerships.queries.closeness import closeness
from mentorhalo.partnerships.queries.gradings import due_of, members_to_ask
from mentorhalo.partnerships.queries.partnerships import partnership as loaded
from mentorhalo.partnerships.queries.partnerships import seen_of
from mentorhalo.partnerships.queries.scales import default_scale, rule_on, scale

from .factories import AT, BEGAN, asked, opened, said, seen

pytestmark = pytest.mark.django_db
A, B, C = (UUID(int=number) for number in (1, 2, 3))
LATER = BEGAN + timedelta(days=182)


def a_round(number, day, **levels):
    names = {"a": A, "b": B, "c": C}
    pairs = {(names[key[0]], names[key[1]]): level for key, level in levels.items()}
    return Round(UUID(int=100 + number), day, "frey", "half_year", pairs)


@pytest.mark.parametrize(
    ("first", "now", "became"),
    [
        ({"ab": 1, "ba": 1}, {"ab": 2, "ba": 3}, Course.RISEN),
        ({"ab": 1, "ba": 1}, {"ab": 2, "ba": 1}, Course.MIXED),
        ({"ab": 1, "ba": 1}, {"ab": 1, "ba": 1}, Course.SAME),
        ({"ab": 3, "ba": 2}, {"ab": 2, "ba": 1}, Course.FALLEN),
        ({"ab": 1, "ba": 3}, {"ab": 3, "ba": 1}, Course.MIXED),
        ({"ab": 1, "ba": 1}, {"ab": 5}, Course.SAME),
        (
            {"ab": 1, "ba": 1, "ac": 2, "ca": 2},
            {"ab": 2, "ba": 2, "ac": 2, "ca": 2},
            Course.RISEN,
        ),
        (
            {"ab": 1, "ba": 1, "ac": 2, "ca": 2},
            {"ab": 2, "ba": 2, "ac": 1, "ca": 2},
            Course.MIXED,
        ),
    ],
)
def test_risen_means_by_both_sides_and_nobody_less(first, now, became):
    assert course(a_round(1, BEGAN, **first), a_round(2, LATER, **now)) == became


def test_a_round_stands_until_the_next_that_counts():
    rounds = [
        a_round(1, BEGAN, ab=1, ba=1),
        a_round(2, BEGAN + timedelta(days=90), ab=4),
        a_round(3, LATER, ab=2, ba=2),
    ]

    assert [(one.days, one.until, one.course) for one in told(rounds)] == [
        (0, LATER - timedelta(days=1), Course.FIRST),
        (182, None, Course.RISEN),
    ]


def test_each_party_gets_a_letter_of_its_own_and_the_last_answer_closes(django_capture_on_commit_callbacks):
    partnership = opened()
    with django_capture_on_commit_callbacks(execute=True):
        grading = asked(partnership)

    assert len({letter.to[0] for letter in mail.outbox}) == 2
    assert "A kórus és a könyvtár" in mail.outbox[0].subject
    said(grading, 2, None)
    assert grading.closed_at is None
    assert not Fact.objects.filter(kind="partnership.graded").exists()
    said(grading, 3, 4)
    assert grading.closed_at == AT
    fact = Fact.objects.known_at(None).get(kind="partnership.graded")
    assert (fact.occurred_on, fact.quantity, fact.state) == (BEGAN, 0, Initiative.BY_MENTOR)
    with pytest.raises(actions.PartnershipRefused):
        said(grading, 1, 1)


def test_disagreement_is_shown_by_both_sides_and_never_averaged():
    partnership = opened()
    for days in range(3):
        seen(partnership, "event", BEGAN + timedelta(days=days))
    said(asked(partnership, BEGAN + timedelta(days=5)), 1, 4)

    partnership = loaded(partnership.pk)
    found = closeness(partnership, seen_of(partnership), default_scale(), BEGAN + timedelta(days=9))

    pair = found.rounds[0].pairs[0]
    assert {pair.said.value, pair.said_back.value} == {1, 4}
    assert (pair.gap, pair.differs, pair.level.value) == (3, True, 2)
    assert [fact.kind for fact in found.now[0].proofs] == ["event"] * 3


def test_facts_between_two_say_nothing_of_the_third():
    parties = [OrganisationFactory(), CommunityFactory(), CommunityFactory()]
    partnership = opened(parties=parties)
    members = list(partnership.members.all())
    seen(partnership, "meeting", between=members[:2])
    partnership = loaded(partnership.pk)

    found = closeness(partnership, seen_of(partnership), default_scale(), BEGAN)

    levels = {frozenset((pair.one.pk, pair.other.pk)): pair.level.value for pair in found.now}
    assert levels.pop(frozenset(one.pk for one in members[:2])) == 1
    assert set(levels.values()) == {0}


def test_what_cannot_be_asked_or_answered_is_refused():
    partnership = opened()
    with pytest.raises(actions.PartnershipRefused):
        asked(partnership, addresses={})
    with pytest.raises(actions.PartnershipRefused):
        asked(partnership, AT.date() + timedelta(days=3))
    with pytest.raises(actions.PartnershipRefused):
        asked(partnership, BEGAN, graded_on=BEGAN - timedelta(days=1))
    grading = asked(partnership)
    with pytest.raises(actions.PartnershipRefused):
        asked(partnership, LATER)
    asking = grading.askings.first()
    other = grading.askings.exclude(pk=asking.pk).get().member_id
    for levels, name in (({}, "Anna"), ({other: 9}, "Anna"), ({other: 2}, " ")):
        draft = actions.AnswerDraft(levels=levels, comments={}, name=name, role="")
        with pytest.raises(actions.PartnershipRefused):
            actions.answer(asking=asking, draft=draft, at=AT)
    late = actions.AnswerDraft(levels={other: 2}, comments={}, name="Anna", role="")
    with pytest.raises(actions.PartnershipRefused):
        actions.answer(asking=asking, draft=late, at=AT + timedelta(days=61))


def test_the_rhythm_is_start_half_yearly_close():
    partnership = opened()
    assert (due_of(partnership).occasion, due_of(partnership).due_on) == (Occasion.START, BEGAN)
    said(asked(partnership, occasion=Occasion.START), 1, 1)
    assert (due_of(partnership).occasion, due_of(partnership).due_on) == (Occasion.HALF_YEAR, LATER)
    actions.end_partnership(
        partnership=partnership, ends_on=LATER, reason="Vége.", by=partnership.created_by, at=AT
    )
    partnership.refresh_from_db()
    assert (due_of(partnership).occasion, due_of(partnership).due_on) == (Occasion.CLOSE, LATER)
    said(asked(partnership, LATER, occasion=Occasion.CLOSE), 1, 1)
    assert due_of(partnership) is None


def test_the_clock_asks_who_was_asked_before_and_reminds_the_silent_twice(
    django_capture_on_commit_callbacks,
):
    partnership, never_asked = opened(), opened()
    said(asked(partnership), 1, 1)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        assert actions.ask_all_due(at=AT) == 1
        assert actions.ask_all_due(at=AT) == 0
    grading = partnership.gradings.get(graded_on=LATER)
    assert len(mail.outbox) == 2
    assert not never_asked.gradings.exists()
    for days, letters in ((13, 0), (14, 2), (15, 0), (28, 2), (42, 0)):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            actions.remind_and_close(at=AT + timedelta(days=days))
        assert len(mail.outbox) == letters, days
    actions.remind_and_close(at=AT + timedelta(days=60))
    grading.refresh_from_db()
    assert grading.closed_at is not None


def test_a_rule_is_followed_never_changed():
    frey = Scale.objects.get(code="frey")
    first = frey.rules.get()
    rule = {"levels": [{"level": 1, "all": [{"kinds": ["event"]}]}]}
    by = opened().created_by
    words = {"sentence_hu": "Más.", "sentence_en": "Else."}

    second = actions.publish_rule(scale=frey, rule=rule, **words, by=by, at=AT)

    assert second.number == 2
    rules = list(scale("frey").rules.all())
    assert rule_on(rules, date(2020, 1, 1)) == first
    assert rule_on(rules, AT.date() - timedelta(days=1)) == first
    assert rule_on(rules, AT.date()) == second
    for wrong in (rule, {"levels": []}):
        with pytest.raises(actions.PartnershipRefused):
            actions.publish_rule(scale=frey, rule=wrong, **words, by=by, at=AT)
    with pytest.raises(actions.PartnershipRefused):
        actions.publish_rule(scale=frey, rule=first.rule, sentence_hu="", sentence_en="x", by=by, at=AT)


def test_party_without_an_address_is_asked_in_person_and_its_answer_is_marked():
    partnership = opened()
    first, second = members_to_ask(partnership, BEGAN)
    by = partnership.created_by
    with pytest.raises(actions.PartnershipRefused):
        asked(partnership, addresses={first.pk: "elso@pelda.hu"})
    grading = asked(partnership, addresses={first.pk: "elso@pelda.hu"}, in_person=[second.pk])
    assert [letter.to for letter in Letter.objects.all()] == ["elso@pelda.hu"]
    by_link, spoken = grading.askings.get(member=first), grading.askings.get(member=second)
    draft = actions.AnswerDraft(levels={first.pk: 3}, comments={}, name="Kati néni", role="")
    for channel in ("link", "galamb"):
        with pytest.raises(actions.PartnershipRefused):
            actions.note_answer(asking=spoken, draft=draft, channel=channel, by=by, at=AT)

    noted = actions.note_answer(asking=spoken, draft=draft, channel="phone", by=by, at=AT)

    assert (noted.channel, noted.noted_by, noted.answered_by) == ("phone", by, "Kati néni")
    own = actions.AnswerDraft(levels={second.pk: 2}, comments={}, name="Béla", role="")
    answered = actions.answer(asking=by_link, draft=own, at=AT)
    assert (answered.channel, answered.noted_by) == ("link", None)
    scale_now = default_scale()
    (round_then,) = closeness(loaded(partnership.pk), seen_of(partnership), scale_now, AT.date()).rounds
    assert [(member, channel) for member, channel in round_then.noted] == [(second, "telefonon")]
    assert live_pairs(grading) == {(first.pk, 2), (second.pk, 3)}


def test_what_a_party_said_by_its_own_link_is_not_written_over():
    partnership = opened(parties=[OrganisationFactory(), CommunityFactory(), CommunityFactory()])
    grading = asked(partnership)
    asking = grading.askings.all()[0]
    others = [one.member_id for one in grading.askings.exclude(pk=asking.pk)]
    own = actions.AnswerDraft(levels=dict.fromkeys(others, 2), comments={}, name="Béla", role="")
    asking = actions.answer(asking=asking, draft=own, at=AT)

    with pytest.raises(actions.PartnershipRefused, match="saját"):
        actions.note_answer(asking=asking, draft=own, channel="paper", by=partnership.created_by, at=AT)


def live_pairs(grading):
    rows = Perception.objects.filter(asking__grading=grading)
    return set(rows.values_list("asking__member", "level"))
