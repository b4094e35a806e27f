"""Whatever happens later, a figure as known before stays what it was; and the engine agrees with the slow rule."""

from datetime import date, timedelta

from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorhalo.evidence.actions import FactDraft, sync
from mentorhalo.evidence.models import IdentityLink
from mentorhalo.indicators import queries
from mentorhalo.indicators.continuity import Parameters
from mentorhalo.indicators.tests.journal import KNOWN, Journal
from mentorhalo.indicators.tests.reference import holds_by_hand

NAMES = ("a", "b", "c")
START = date(2018, 1, 1)
days = st.integers(min_value=0, max_value=500).map(lambda n: START + timedelta(days=n))
names = st.sampled_from(NAMES)
deeds = st.one_of(
    st.tuples(st.just("engage"), names, days, st.one_of(st.none(), st.integers(min_value=0, max_value=300))),
    st.tuples(
        st.just("meet"), names, st.integers(min_value=0, max_value=5), days, st.booleans(), st.booleans()
    ),
    st.tuples(st.just("drop"), names, st.integers(min_value=0, max_value=5)),
    st.tuples(st.just("merge"), names, names),
    st.tuples(st.just("undo")),
)
CODES = (
    "communities-informed",
    "communities-mentored-continuously",
    "settlements-reached",
    "consortia-supported",
)


def do(journal, deed, at):
    kind, *rest = deed
    with transaction.atomic():
        if kind == "engage":
            name, opened, length = rest
            closed = (opened + timedelta(days=length)).isoformat() if length is not None else None
            journal.engage(name, opened.isoformat(), closed, at=at)
        elif kind == "meet":
            name, number, on, two_way, approved = rest
            journal.meet_as(
                f"{name}{number}", name, on.isoformat(), two_way=two_way, approved=approved, at=at
            )
        elif kind == "drop":
            name, number = rest
            sync("test.activity", f"{name}{number}", [], by=None, at=at, reason="returned")
        elif kind == "merge":
            _merge(journal, *rest, at)
        else:
            link = IdentityLink.objects.known_at(None).order_by("pk").last()
            if link is not None:
                journal.unmerge(link, at=at)


def _merge(journal, absorbed, survivor, at):
    gone, into = f"community:{absorbed}", f"community:{survivor}"
    linked = dict(IdentityLink.objects.known_at(None).values_list("absorbed", "survivor"))
    if gone == into or gone in linked or into in linked:
        return
    journal.merge(gone, into, at=at)


class Deeds(Journal):
    def meet_as(self, source, name, on, *, two_way, approved, at):
        draft = FactDraft(
            programme=self.programme.code,
            kind="activity.community",
            subject=f"community:{name}",
            context=f"engagement:{name}",
            occurred_on=date.fromisoformat(on),
            channel="in_person",
            form="consultation",
            place="10001",
            state="approved" if approved else "submitted",
            is_two_way=two_way,
        )
        sync("test.activity", source, [draft], by=None, at=at)


def seen(journal, moment, as_of):
    """Values and rows of some figures, as known at a moment."""
    found = {}
    for code in CODES:
        figure = queries.explain(code, programme=journal.programme, as_of=as_of, known_at=moment)
        assert figure.value == len(figure.counted)
        found[code] = [(row.unit, row.facts) for row in figure.counted]
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(deeds, max_size=8), after=st.lists(deeds, min_size=1, max_size=8), as_of=days)
def test_a_past_figure_stays_what_it_was_known_to_be(db, before, after, as_of):
    with transaction.atomic():
        cache.clear()  # an example before this one may have had the same head of the journal
        journal = Deeds()
        for step, deed in enumerate(before):
            do(journal, deed, KNOWN + timedelta(hours=step))
        moment = KNOWN + timedelta(hours=len(before))
        known = seen(journal, moment, as_of)

        for step, deed in enumerate(after, start=1):
            do(journal, deed, moment + timedelta(hours=step))

        assert seen(journal, moment, as_of) == known
        transaction.set_rollback(True)


engagements = st.tuples(
    days,
    st.one_of(st.none(), st.integers(min_value=0, max_value=400)),
    st.lists(st.tuples(days, st.booleans(), st.booleans()), max_size=8),
    st.lists(st.tuples(days, st.one_of(st.none(), st.integers(min_value=0, max_value=90))), max_size=2),
)
settings_of_the_rule = st.fixed_dictionaries(
    {
        "min_activities": st.sampled_from([None, 1, 3]),
        "window": st.sampled_from([None, "quarter", "month"]),
        "windows": st.sampled_from(["full", "touched"]),
        "min_windows": st.sampled_from([None, 1, 2]),
        "grace_windows": st.sampled_from([None, 1]),
        "two_way_only": st.sampled_from([None, True]),
        "max_gap_days": st.sampled_from([None, 92, 120, 183]),
        "min_days": st.sampled_from([None, 90]),
    }
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    communities=st.lists(st.lists(engagements, min_size=1, max_size=2), min_size=1, max_size=3),
    rule=settings_of_the_rule,
    as_of=days,
)
def test_the_engine_agrees_with_the_slow_rule(db, communities, rule, as_of):
    with transaction.atomic():
        cache.clear()
        journal = Journal()
        expected = set()
        for number, parties in enumerate(communities):
            own = []
            for index, (opened, length, meetings, pauses) in enumerate(parties):
                envelope = f"{number}x{index}"
                closed = opened + timedelta(days=length) if length is not None else None
                _write(journal, f"k{number}", envelope, opened, closed, meetings, pauses)
                contacts = [
                    on
                    for on, two_way, approved in meetings
                    if approved and (two_way or not rule["two_way_only"])
                ]
                rests = [
                    (first, first + timedelta(days=more) if more is not None else None)
                    for first, more in pauses
                    if first <= as_of
                ]
                own.append((opened, closed, [on for on in contacts if on <= as_of], rests))
            if holds_by_hand(own, Parameters(**rule), as_of):
                expected.add(f"community:k{number}")

        found = queries.explain(
            "communities-mentored-continuously", programme=journal.programme, as_of=as_of, overrides=rule
        )
        plain = queries.figure(
            "communities-mentored-continuously", programme=journal.programme, as_of=as_of, overrides=rule
        )

        assert {row.unit for row in found.counted} == expected
        assert plain.value == len(expected)
        transaction.set_rollback(True)


def _write(journal, name, envelope, opened, closed, meetings, pauses):
    journal.engage(
        name,
        opened.isoformat(),
        closed.isoformat() if closed else None,
        envelope=envelope,
        informed="2018-01-01",
    )
    for on, two_way, approved in meetings:
        journal.meet(
            name,
            on.isoformat(),
            envelope=envelope,
            two_way=two_way,
            state="approved" if approved else "submitted",
        )
    for first, more in pauses:
        last = (first + timedelta(days=more)).isoformat() if more is not None else None
        journal.pause(name, first.isoformat(), last, envelope=envelope)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(deeds, max_size=6), then=st.lists(deeds, min_size=1, max_size=3), as_of=days)
def test_what_is_kept_is_what_would_be_counted(db, first, then, as_of):
    with transaction.atomic():
        cache.clear()
        journal = Deeds()
        for step, deed in enumerate(first):
            do(journal, deed, KNOWN + timedelta(hours=step))
        asked_days = queries.month_ends(journal.programme, date(2019, 6, 30))
        _all_that_is_kept(journal, asked_days, as_of)
        for step, deed in enumerate(then):
            do(journal, deed, KNOWN + timedelta(days=1, hours=step))

        kept = _all_that_is_kept(journal, asked_days, as_of)
        cache.clear()

        assert kept == _all_that_is_kept(journal, asked_days, as_of)
        transaction.set_rollback(True)


def _all_that_is_kept(journal, asked_days, as_of):
    return [
        (
            queries.series(code, journal.programme, asked_days),
            queries.figure(code, programme=journal.programme, as_of=as_of).value,
            [row.facts for row in queries.explain(code, programme=journal.programme, as_of=as_of).counted],
            queries.breakdown(code, "county", programme=journal.programme, as_of=as_of),
        )
        for code in CODES
    ]
