"""The one door for questionnaires, whatever brings them: a client of OpenRosa, the browser, an invitation, the field app.

A sending is weighed before anything is written; what is refused leaves nothing behind. It is written as it was sent, in one
transaction with its files, and read into answers by a job afterwards.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from ..models import Submission, SubmissionFile
from ..signals import questionnaires_arrived
from ..wording import fault_told
from ..xforms import Envelope, MalformedXml, read_envelope
from .keeping import needs_several_statements, throw_away, write
from .sendings import (
    FormClosed,
    MalformedSending,
    OtherContent,
    Outcome,
    OutdatedEdit,
    Received,
    Sending,
    SendingRefused,
    SentFile,
    TooLarge,
    UnknownForm,
    UnknownOriginal,
    UnknownVersion,
)
from .weighing import FRESH, Lookups, Weighed, Weigher, studies_of, versions_of

__all__ = [
    "LARGEST_XML",
    "FormClosed",
    "Lookups",
    "MalformedSending",
    "OtherContent",
    "Outcome",
    "OutdatedEdit",
    "Received",
    "Sending",
    "SendingRefused",
    "SentFile",
    "TooLarge",
    "UnknownForm",
    "UnknownOriginal",
    "UnknownVersion",
    "receive",
    "receive_many",
    "studies_of",
    "try_out",
    "versions_of",
]

LARGEST_XML = 10_000_000
LONGEST_ID = 120

type Batch = Mapping[int, tuple[Sending, Envelope]]  # by place


def tell_they_arrived() -> None:
    questionnaires_arrived.send(Submission)


def receive(*, sending: Sending, at: datetime) -> Received:
    """Keep a questionnaire as it was sent. The same again is harmless, and brings files that were missing.

    Raises `SendingRefused`.
    """
    outcome = receive_many(sendings=[sending], at=at)[0]
    if isinstance(outcome, SendingRefused):
        raise outcome
    return outcome


def receive_many(
    *,
    sendings: Sequence[Sending],
    at: datetime,
    lookups: Lookups = FRESH,
    tell: Callable[[], object] = tell_they_arrived,
) -> list[Outcome]:
    """Keep several in one transaction; what is refused stands as its exception in its place.

    A fixed number of queries however many there are. When it returns, all that was taken is written for good. `tell` is called
    once there is something to be read.
    """
    outcomes: dict[int, Outcome] = {}
    waiting: dict[int, tuple[Sending, Envelope]] = {}
    for place, sending in enumerate(sendings):
        try:
            waiting[place] = sending, _opened(sending)
        except SendingRefused as refusal:
            outcomes[place] = refusal
    while waiting:
        now = _without_twins(waiting)
        outcomes |= _Desk(at, lookups, tell).receive(now)
        waiting = {place: one for place, one in waiting.items() if place not in now}
    return [outcomes[place] for place in range(len(sendings))]


def try_out(*, sending: Sending, at: datetime) -> Envelope:
    """Weigh the answers to a draft and keep nothing of them. Raises `SendingRefused`."""
    envelope = _opened(sending)
    weigher = Weigher.of([(sending, envelope)], {}, FRESH, at)
    weigher.version_of(envelope)
    return envelope


def _opened(sending: Sending) -> Envelope:
    if len(sending.xml) > LARGEST_XML:
        raise TooLarge(_("The questionnaire is too large to be taken."))
    try:
        envelope = read_envelope(sending.xml)
    except MalformedXml as fault:
        raise MalformedSending(
            _("The questionnaire arrived damaged and was not taken. %(reason)s")
            % {"reason": fault_told(fault)}
        ) from None
    if not envelope.instance_id:
        raise MalformedSending(_("The questionnaire has no identifier of its own (instanceID)."))
    if len(envelope.instance_id) > LONGEST_ID or len(envelope.deprecated_id) > LONGEST_ID:
        raise MalformedSending(_("The identifier of the questionnaire is too long."))
    return envelope


def _without_twins(waiting: dict[int, tuple[Sending, Envelope]]) -> dict[int, tuple[Sending, Envelope]]:
    """As many as know nothing of each other: the same questionnaire twice, or an edit beside its original, waits a round."""
    seen: set[str] = set()
    apart = {}
    for place, (sending, envelope) in waiting.items():
        names = {envelope.instance_id, envelope.deprecated_id} - {""}
        if not names & seen:
            apart[place] = sending, envelope
        seen |= names
    return apart


@dataclass(frozen=True, slots=True)
class _Desk:
    """Weighs and writes what knows nothing of each other."""

    at: datetime
    lookups: Lookups
    tell: Callable[[], object]

    def receive(self, batch: Batch) -> dict[int, Outcome]:
        if all(envelope.deprecated_id == "" and not sending.files for sending, envelope in batch.values()):
            # As a rule nobody knows them yet. The database says when one is known after all, and then they are looked for.
            with suppress(IntegrityError):
                return self._weigh_and_write(batch, {})
        try:
            return self._weigh_and_write(batch, _known(batch))
        except IntegrityError:
            # Another process wrote one of them meanwhile: each by itself, so that only that one learns of it.
            return {place: self._beside_others(place, one) for place, one in batch.items()}

    def _beside_others(self, place: int, one: tuple[Sending, Envelope]) -> Outcome:
        """One whose twin may be written in the same moment: whoever comes second finds the first."""
        for _attempt in range(3):
            with suppress(IntegrityError):
                return self._weigh_and_write({place: one}, _known({place: one}))[place]
        raise IntegrityError("a questionnaire is written and not found")

    def _weigh_and_write(self, batch: Batch, known: dict[str, Submission]) -> dict[int, Outcome]:
        weigher = Weigher.of(list(batch.values()), known, self.lookups, self.at)
        outcomes: dict[int, Outcome] = {}
        weighed: dict[int, Weighed] = {}
        for place, (sending, envelope) in batch.items():
            try:
                weighed[place] = weigher.weigh(sending, envelope)
            except SendingRefused as refusal:
                outcomes[place] = refusal
        stored: list[SubmissionFile] = []
        try:
            # Within a caller's transaction a savepoint, so that a known instance does not end it.
            is_several = connection.in_atomic_block or needs_several_statements(weighed)
            with transaction.atomic() if is_several else nullcontext():
                written = write(weighed, self.at, stored)
            if any(one.is_new or one.files for one in written.values()):
                self.tell()
        except BaseException:
            throw_away(stored)
            raise
        return {**outcomes, **written}


def _known(batch: Batch) -> dict[str, Submission]:
    """What arrived before under the names in these sendings. One query."""
    names = {
        name
        for _sending, envelope in batch.values()
        for name in (envelope.instance_id, envelope.deprecated_id)
        if name
    }
    found = Submission.objects.lists().with_follower().filter(instance_id__in=names)
    return {one.instance_id: one for one in found}
