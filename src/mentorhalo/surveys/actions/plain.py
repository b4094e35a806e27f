"""The plain case, and by far the most frequent: a new questionnaire without files, by somebody at work, to a version in use.

All that has to be known of sender and version is one `Permit`, and whether it is new the database says itself. What is not plain
goes the long way, through `receiving`, which decides alike.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.utils import timezone

from ..choices import VersionState, Way
from ..models import Interviewer, Submission
from ..xforms import Envelope, MalformedXml, read_envelope
from .inserting import Row, insert
from .receiving import LONGEST_ID, tell_they_arrived
from .sendings import Sending, SendingRefused
from .weighing import FRESH, Weigher


class Wish(NamedTuple):
    """Somebody wants to send answers to a version of a questionnaire."""

    interviewer: UUID
    form_id: str
    version: str


class Permit(NamedTuple):
    """They may, as long as the answers are new."""

    version: UUID
    user: UUID | None


class Arrived(NamedTuple):
    """What came without files."""

    xml: bytes
    interviewer: UUID
    device_id: str


type Permits = Callable[[Collection[Wish]], Mapping[Wish, Permit]]


def permits_of(wishes: Collection[Wish]) -> dict[Wish, Permit]:
    """Of those that are in order. Three queries."""
    interviewers = Interviewer.objects.in_bulk({wish.interviewer for wish in wishes})
    asked = {
        wish: (Sending(xml=b"", way=Way.COLLECT, interviewer=interviewer), _as_if_sent(wish))
        for wish in wishes
        if (interviewer := interviewers.get(wish.interviewer)) is not None
    }
    weigher = Weigher.of(list(asked.values()), {}, FRESH, timezone.now())
    permits = {}
    for wish, (sending, envelope) in asked.items():
        with suppress(SendingRefused):
            version = weigher.weigh(sending, envelope).version
            if version.state == VersionState.FROZEN:  # the first answers to a version freeze it
                interviewer = interviewers[wish.interviewer]
                permits[wish] = Permit(version.pk, interviewer.user_id)
    return permits


def put_down(
    *,
    questionnaires: Sequence[Arrived],
    at: datetime,
    permits: Permits = permits_of,
    tell: Callable[[], object] = tell_they_arrived,
) -> list[bool]:
    """Which of them were plain and new, and are written for good; the others have to go the long way.

    One statement, as a rule. `tell` is called if there is something to be read. Not for use within a transaction.
    """
    wishes = {
        place: (Wish(one.interviewer, envelope.form_id, envelope.version), envelope.instance_id)
        for place, one in enumerate(questionnaires)
        if (envelope := _envelope_of(one.xml)) is not None
    }
    permitted = permits({wish for wish, _name in wishes.values()})
    rows = {
        place: _row(questionnaires[place], name, permit, at)
        for place, (wish, name) in wishes.items()
        if (permit := permitted.get(wish)) is not None
    }
    written = _insert_new(rows)
    if written:
        tell()
    return [place in written for place in range(len(questionnaires))]


def _insert_new(rows: dict[int, Row]) -> dict[int, Row]:
    """Those that nobody knows yet, as a rule all. Of two with the same name the first."""
    with suppress(IntegrityError):
        insert(list(rows.values()))
        return rows
    names = [row.instance_id for row in rows.values()]
    known = set(Submission.objects.filter(instance_id__in=names).values_list("instance_id", flat=True))
    new = {}
    for place, row in rows.items():
        if row.instance_id not in known:
            known.add(row.instance_id)
            new[place] = row
    with suppress(IntegrityError):  # another process wrote one meanwhile
        insert(list(new.values()))
        return new
    return {}


def _envelope_of(xml: bytes) -> Envelope | None:
    """None: it is nothing for here."""
    try:
        envelope = read_envelope(xml)
    except MalformedXml:
        return None
    is_new_by_itself = not envelope.deprecated_id and 0 < len(envelope.instance_id) <= LONGEST_ID
    return envelope if is_new_by_itself else None


def _row(one: Arrived, instance_id: str, permit: Permit, at: datetime) -> Row:
    return Row(
        instance_id=instance_id,
        thread=uuid4(),
        deprecates_id=None,
        version_id=permit.version,
        xml=one.xml,
        sha256=sha256(one.xml).hexdigest(),
        way=Way.COLLECT.value,
        interviewer_id=one.interviewer,
        invitation_id=None,
        unit_id=None,
        device_id=one.device_id[:200],
        reason="",
        sent_by_id=permit.user,
        received_at=at,
    )


def _as_if_sent(wish: Wish) -> Envelope:
    return Envelope(form_id=wish.form_id, version=wish.version, instance_id="", deprecated_id="")
