"""A small journal for the tests: facts as the rooms below would derive them, told in one line each."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.db import transaction

from mentorhalo.evidence.actions import FactDraft, link_identity, sync, unlink_identity
from mentorhalo.evidence.models import IdentityLink
from mentorhalo.programmes.models import Programme
from mentorhalo.programmes.tests.factories import ProgrammeFactory

KNOWN = datetime(2020, 1, 1, 12, tzinfo=UTC)
_numbers = count(1)


def day(text: str) -> date:
    return date.fromisoformat(text)


class Journal:
    """Writes facts of one programme, by default all known since `KNOWN`."""

    def __init__(self, programme: Programme | None = None) -> None:
        self.programme = programme or ProgrammeFactory(
            code="proba", starts_on=date(2018, 1, 1), ends_on=date(2019, 12, 31)
        )

    def record(
        self, kind: str, subject: str, on: str, *, source: str = "", at: datetime = KNOWN, **columns: Any
    ) -> str:
        """One record with one fact; recording the same source again corrects it. Answers the source's id."""
        source = source or f"s{next(_numbers)}"
        until = columns.pop("until", None)
        programme = columns.pop("programme", self.programme.code)
        draft = FactDraft(
            programme=programme,
            kind=kind,
            subject=subject,
            occurred_on=day(on),
            until_on=day(until) if until else None,
            **columns,
        )
        with transaction.atomic():
            sync(_source_type(kind), source, [draft], by=None, at=at)
        return source

    def withdraw(self, kind: str, source: str, *, at: datetime) -> None:
        with transaction.atomic():
            sync(_source_type(kind), source, [], by=None, at=at, reason="returned")

    def engage(
        self,
        name: str,
        opened: str,
        closed: str | None = None,
        *,
        envelope: str = "",
        informed: str | None = "",
        at: datetime = KNOWN,
        **columns: Any,
    ) -> str:
        """An engagement of the community, informed on the day it opens unless said otherwise."""
        envelope = envelope or name
        context = f"engagement:{envelope}"
        self.record(
            "engagement.opened",
            f"community:{name}",
            opened,
            until=closed,
            context=context,
            source=f"{envelope}-o",
            at=at,
            **columns,
        )
        if informed is not None:
            self.record(
                "engagement.informed",
                f"community:{name}",
                informed or opened,
                context=context,
                state="claimed",
                source=f"{envelope}-i",
                at=at,
                **columns,
            )
        return context

    def meet(
        self,
        name: str,
        *days: str,
        envelope: str = "",
        two_way: bool = True,
        state: str = "approved",
        at: datetime = KNOWN,
        **columns: Any,
    ) -> list[str]:
        """Log entries with the community, one for each day."""
        return [
            self.record(
                "activity.community",
                f"community:{name}",
                each,
                context=f"engagement:{envelope or name}",
                channel="in_person",
                form="consultation",
                state=state,
                is_two_way=two_way,
                at=at,
                **columns,
            )
            for each in days
        ]

    def pause(
        self, name: str, first: str, last: str | None = None, *, reasoned: bool = True, envelope: str = ""
    ) -> None:
        self.record(
            "engagement.paused",
            f"community:{name}",
            first,
            until=last,
            context=f"engagement:{envelope or name}",
            state="reasoned" if reasoned else "unreasoned",
        )

    def merge(self, absorbed: str, survivor: str, *, at: datetime = KNOWN) -> IdentityLink:
        return link_identity(
            absorbed=absorbed,
            survivor=survivor,
            source_type="partners.merge",
            source_id=f"m{next(_numbers)}",
            reason="same",
            by=None,
            at=at,
        )

    def unmerge(self, link: IdentityLink, *, at: datetime) -> None:
        unlink_identity(link=link, reason="not the same", by=None, at=at)


def _source_type(kind: str) -> str:
    return f"test.{kind.partition('.')[0]}"
