from datetime import UTC, datetime, timedelta

import pytest

from mentorhalo.evidence.actions import (
    AlreadyLinked,
    AlreadyUnlinked,
    FactRefused,
    LinkCycle,
    RecordedInFuture,
    link_identity,
    unlink_identity,
)
from mentorhalo.evidence.queries import identities, journal_head

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def link(absorbed, survivor, at=AT):
    return link_identity(
        absorbed=f"community:{absorbed}",
        survivor=f"community:{survivor}",
        source_type="partners.merge",
        source_id=f"{absorbed}-{survivor}",
        reason="the same choir",
        by=None,
        at=at,
    )


def test_links_are_followed_to_their_end():
    link("a", "b")
    link("c", "b")
    link("b", "d")

    known = identities()

    assert [known.of(f"community:{name}") for name in "abcdx"] == [
        "community:d",
        "community:d",
        "community:d",
        "community:d",
        "community:x",
    ]
    assert sorted(known.members()["community:d"]) == ["community:a", "community:b", "community:c"]


def test_links_hold_from_when_they_were_recorded_until_they_were_undone():
    made = link("a", "b")
    unlink_identity(link=made, reason="two choirs", by=None, at=AT + timedelta(hours=2))

    moments = [AT - timedelta(hours=1), AT, AT + timedelta(hours=1), AT + timedelta(hours=2), None]

    assert [identities(moment).of("community:a")[-1] for moment in moments] == ["a", "b", "b", "a", "a"]


def test_what_was_undone_can_be_linked_otherwise():
    unlink_identity(link=link("a", "b"), reason="", by=None, at=AT)

    link("a", "c")

    assert identities().of("community:a") == "community:c"
    assert journal_head()[2:] != (0, 0)


def test_a_circle_is_refused():
    link("a", "b")
    link("b", "c")

    with pytest.raises(LinkCycle):
        link("c", "a")
    with pytest.raises(LinkCycle):
        link("x", "x")


def test_one_is_not_counted_as_two():
    link("a", "b")

    with pytest.raises(AlreadyLinked):
        link("a", "c")


def test_a_link_is_undone_once():
    made = link("a", "b")
    unlink_identity(link=made, reason="", by=None, at=AT)

    with pytest.raises(AlreadyUnlinked):
        unlink_identity(link=made, reason="", by=None, at=AT)


def test_an_undoing_is_never_earlier_than_its_link():
    undone = unlink_identity(link=link("a", "b"), reason="", by=None, at=AT - timedelta(days=1))

    assert undone.recorded_at == AT


def test_links_are_between_references_and_not_of_tomorrow():
    with pytest.raises(FactRefused):
        link("Kovács Anna", "b")
    with pytest.raises(RecordedInFuture):
        link("a", "b", at=datetime(2999, 1, 1, tzinfo=UTC))


def test_identities_take_one_query(django_assert_num_queries):
    link("a", "b")
    link("b", "c")

    with django_assert_num_queries(1):
        identities()
