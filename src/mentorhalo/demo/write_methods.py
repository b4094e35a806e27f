"""Method cards of the demonstration: written by experts, read by others, locked; a few on their way."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.knowledge.actions import methods as actions
from mentorhalo.knowledge.actions.methods import CardDraft
from mentorhalo.knowledge.choices.methods import MethodVerdict
from mentorhalo.knowledge.models import MethodVersion
from mentorhalo.questions.models import Expert

from .progress import told
from .site import Site
from .write_experts import DATA

RETURNED, WAITING, DRAFT = (
    -1,
    -2,
    -3,
)  # places in the file of the last ones, whose English card is still on its way


@dataclass
class _Desk:
    """Who writes and who reads, in turn; never the same for one card."""

    site: Site
    experts: list[Expert]
    place: int = 0

    def pair(self) -> tuple[User, User]:
        self.place += 1
        own = self.experts[self.place % len(self.experts)].user
        other = self.experts[(self.place + 1) % len(self.experts)].user
        return own, other if other.pk != own.pk else self.site.office


def write_methods(site: Site, experts: list[Expert]) -> list[UUID]:
    """The ids of the methods, the most used kind of work first."""
    rows = tomllib.loads((DATA / "methods.toml").read_text(encoding="utf-8"))["method"]
    desk, ids = _Desk(site, experts), []
    begins = site.period.starts_on
    for number, row in enumerate(told(rows, _("methods"), len(rows), site.report, every=3)):
        at = site.at(begins + timedelta(days=3 + number))
        writer, reader = desk.pair()
        first = actions.begin_method(
            code=row["code"],
            draft=CardDraft(**{**row["hu"], **row.get("first", {})}),
            language="hu",
            topics=row["topics"],
            by=writer,
            at=at,
        )
        _lock(first, writer, reader, at)
        ids.append(first.method_id)
        if "first" in row:
            again = at + timedelta(days=300)
            _lock(_write(first, "hu", row["hu"], reader, again), reader, site.office, again)
        _translate(first, row["en"], number - len(rows), desk, at + timedelta(days=60))
    return ids


def _translate(first: MethodVersion, words: dict[str, Any], place: int, desk: _Desk, at: datetime) -> None:
    writer, reader = desk.pair()
    version = _write(first, "en", words, writer, at)
    if place == DRAFT:
        return
    version = actions.hand_in(version=version, by=writer, at=at)
    if place == WAITING:
        return
    if place == RETURNED:
        _decide(
            version,
            reader,
            at,
            verdict=MethodVerdict.RETURN,
            remarks={"conditions": "Say also how many hosts there have to be."},
        )
        return
    _decide(version, reader, at)


def _write(
    first: MethodVersion, language: str, words: dict[str, Any], writer: User, at: datetime
) -> MethodVersion:
    version = actions.begin_version(method=first.method, language=language, by=writer, at=at)
    return actions.write_version(
        version=version, draft=CardDraft(**words), seen=version.print_of_words(), by=writer, at=at
    )


def _lock(version: MethodVersion, writer: User, reader: User, at: datetime) -> None:
    _decide(actions.hand_in(version=version, by=writer, at=at), reader, at + timedelta(days=4))


def _decide(
    version: MethodVersion,
    reader: User,
    at: datetime,
    *,
    verdict: str = MethodVerdict.LOCK,
    remarks: dict[str, str] | None = None,
) -> None:
    actions.decide_method_review(
        version=version,
        verdict=verdict,
        reason="",
        remarks=remarks or {},
        seen=version.print_of_words(),
        by=reader,
        at=at,
    )
