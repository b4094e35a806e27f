"""Ids that come as text."""

from uuid import uuid4

from mentorhalo.core.ids import known_ids


def test_keeps_ids_in_their_order_and_passes_over_what_is_none() -> None:
    one, other = uuid4(), uuid4()

    assert known_ids([str(other), "", "12", "not an id", one]) == [other, one]
