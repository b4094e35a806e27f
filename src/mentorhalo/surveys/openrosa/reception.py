"""Questionnaires are put down in groups; nobody is told that theirs arrived before it is written for good."""

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from time import monotonic

from django.db import connection
from django.http import HttpResponse, QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mentorhalo.core.remembered import Remembered
from mentorhalo.core.work import later

from ..actions.plain import Arrived, permits_of, put_down
from ..actions.receiving import (
    Lookups,
    Outcome,
    Received,
    Sending,
    SendingRefused,
    receive,
    receive_many,
    studies_of,
    versions_of,
)
from ..tasks import read_sent_questionnaires
from .answers import message
from .committing import GroupCommit, Place, TooMany

# For so long a form that was retired, or somebody who left a study, may still be taken for what they were.
REMEMBERED_SECONDS = 1.0
READ_TOGETHER_SECONDS = 1.0
LONGEST_TURN = 0.001 if connection.vendor == "postgresql" else None  # on SQLite one writes after the other


def expected() -> Place[Arrived, bool]:
    """Who writes waits a moment for what is expected. There it is told whether it was written for good, or has to go the long way."""
    return _commit_plain.announced()


def take(sending: Sending, *, language: str) -> Received:
    """Returns once it is written. Raises `SendingRefused`, in the language of who sent it, `TooMany`."""
    if not connection.in_atomic_block:  # else what is written here is not for good before the caller says so
        if not sending.files:  # nobody has to wait until the files of others are on the disk
            outcome = _commit(sending)
            if isinstance(outcome, Received):
                return outcome
        _be_durable()
    # Alone, perhaps once more: with nothing remembered from a moment ago, and refused in their words.
    with translation.override(language):
        return receive(sending=sending, at=timezone.now())


def arrived(*, is_complete: bool) -> HttpResponse:
    if is_complete:
        return message(_("The questionnaire arrived."), 201)
    return message(_("Part of the files arrived; more are coming."), 201)


def not_taken(refusal: SendingRefused | TooMany) -> HttpResponse:
    if isinstance(refusal, SendingRefused):
        return message(str(refusal), refusal.status)
    response = message(_("The server is busy. It will be taken when it is sent again."), 503)
    response.headers["Retry-After"] = "5"
    return response


@lru_cache(maxsize=1000)
def device_named(query: str) -> str:
    """A phone says the same with each request."""
    return QueryDict(query).get("deviceID", "").replace("\x00", "").strip()


def _write_plain(questionnaires: Sequence[Arrived]) -> Sequence[bool]:
    if connection.in_atomic_block:  # what is written here is not for good before the caller says so
        return [False] * len(questionnaires)
    _be_durable()
    return put_down(
        questionnaires=questionnaires, at=timezone.now(), permits=_permits, tell=_reading.is_wanted
    )


def _write(sendings: Sequence[Sending]) -> Sequence[Outcome]:
    _be_durable()
    return receive_many(sendings=sendings, at=timezone.now(), lookups=_remembered, tell=_reading.is_wanted)


def _be_durable() -> None:
    """Else what is acknowledged could be lost with the electricity."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")


class _Reading:
    """Has what arrives read by a job, one for all that come within a second: it begins when that is over."""

    def __init__(self) -> None:
        self.covered_until = 0.0

    def is_wanted(self) -> None:
        now = monotonic()
        if now < self.covered_until:
            return
        self.covered_until = now + READ_TOGETHER_SECONDS
        later(read_sent_questionnaires, at=timezone.now() + timedelta(seconds=2 * READ_TOGETHER_SECONDS))


_remembered = Lookups(
    Remembered(versions_of, seconds=REMEMBERED_SECONDS), Remembered(studies_of, seconds=REMEMBERED_SECONDS)
)
_permits = Remembered(permits_of, seconds=REMEMBERED_SECONDS)
_reading = _Reading()
_commit_plain = GroupCommit(_write_plain, longest_turn=LONGEST_TURN)
_commit = GroupCommit(_write, longest_turn=LONGEST_TURN)
