"""Whatever happens in whatever order, the journal says what the records say, and the past stays as it was."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorhalo.core.registry import registry
from mentorhalo.evidence.actions import (
    AlreadyLinked,
    FactDraft,
    LinkCycle,
    link_identity,
    seal,
    sync,
    sync_many,
    unlink_identity,
)
from mentorhalo.evidence.canonical import content
from mentorhalo.evidence.models import Fact, IdentityLink
from mentorhalo.evidence.queries import identities, reconcile, verify

START = datetime(2026, 1, 1, tzinfo=UTC)
TYPE = "mentoring.activity"

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=2)
drafts = st.builds(
    FactDraft,
    kind=st.sampled_from(["activity.community", "evidence.attached"]),
    subject=st.sampled_from(["community:a", "community:b"]),
    occurred_on=st.dates(date(2024, 1, 1), date(2026, 1, 1)),
    place=st.sampled_from(["", "12345"]),
    quantity=st.integers(0, 3),
    is_two_way=st.sampled_from([None, False, True]),
    attributes=st.dictionaries(st.sampled_from(["ő", "b"]), texts | st.integers(), max_size=1),
)
several = st.lists(drafts, max_size=3, unique_by=lambda draft: draft.key)
records = st.sampled_from(["1", "2", "3"])
names = st.sampled_from(["community:a", "community:b", "community:c"])

deeds = st.one_of(
    st.tuples(st.just("sync"), records, several),
    st.tuples(st.just("sync_many"), st.dictionaries(records, several, max_size=3)),
    st.tuples(st.just("link"), names, names),
    st.tuples(st.just("unlink")),
    st.tuples(st.just("seal")),
)


def state(moment: datetime | None) -> tuple[object, ...]:
    facts = Fact.objects.known_at(moment).order_by("pk")
    return ([(fact.pk, content(fact)) for fact in facts], dict(identities(moment).survivors))


def do(deed: tuple[object, ...], at: datetime, said: dict[str, list[FactDraft]]) -> None:
    match deed:
        case ("sync", str(source_id), list(wanted)):
            sync(TYPE, source_id, wanted, by=None, at=at)
            said[source_id] = wanted
        case ("sync_many", dict(wanted)):
            sync_many(TYPE, wanted, by=None, at=at)
            said |= wanted
        case ("link", str(absorbed), str(survivor)):
            with suppress(AlreadyLinked, LinkCycle):
                link_identity(
                    absorbed=absorbed,
                    survivor=survivor,
                    source_type="partners.merge",
                    source_id="1",
                    reason="",
                    by=None,
                    at=at,
                )
        case ("unlink",):
            if link := IdentityLink.objects.known_at(None).last():
                unlink_identity(link=link, reason="", by=None, at=at)
        case ("seal",):
            seal(at=at)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(work=st.lists(st.tuples(deeds, st.integers(0, 2)), max_size=12))
def test_the_journal_follows_the_records_and_keeps_the_past(monkeypatch, work) -> None:
    with transaction.atomic():
        at = START
        said: dict[str, list[FactDraft]] = {}
        past: dict[datetime, tuple[object, ...]] = {}
        for deed, hours in work:
            at += timedelta(hours=hours)
            do(deed, at, said)
            past[at] = state(at)

        live: dict[str, set[str]] = {}
        for fact in Fact.objects.known_at(None):
            live.setdefault(fact.source_id, set()).add(str(content(fact)))
        assert live == {
            source_id: {str(content(draft)) for draft in wanted}
            for source_id, wanted in said.items()
            if wanted
        }
        assert {moment: state(moment) for moment in past} == past
        assert state(None) == state(at)
        assert (verify().fault, verify().unguarded) == (None, [])
        with monkeypatch.context() as patched:
            patched.setattr(registry, "derivations", {TYPE: said.items})
            assert reconcile().differences == []
        transaction.set_rollback(True)
