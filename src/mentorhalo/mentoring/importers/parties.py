"""Whom and what a row names: found in the registers, or noted down to be created on the way."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.hungarian import fold
from mentorhalo.core.imports import PlannedRow
from mentorhalo.core.tabular import CellError
from mentorhalo.network.actions import register_mentor
from mentorhalo.network.models import Mentor
from mentorhalo.partners.actions import CommunityDraft, register_communities
from mentorhalo.partners.choices import CommunityField
from mentorhalo.partners.models import Community
from mentorhalo.programmes.actions import ProgrammeDraft, create_programme
from mentorhalo.programmes.models import Programme
from mentorhalo.territory.actions import load_register
from mentorhalo.territory.models import Settlement

from .cells import require_room

CREATE = _("It is not known. With --create-missing it would be created.")


class Settlements:
    """KSH codes of the register; an empty register would be loaded first, for nothing can be placed without it."""

    def __init__(self) -> None:
        self.was_empty = not Settlement.objects.exists()
        with transaction.atomic():
            if self.was_empty:
                load_register()
            self.codes = set(Settlement.objects.values_list("pk", flat=True))
            if self.was_empty:  # a plan writes nothing
                transaction.set_rollback(True)

    def create(self) -> None:
        if self.was_empty:
            load_register()

    def of(self, text: str) -> str | None:
        code = re.sub(r"\s", "", text)
        if not code:
            return None
        if code.isdecimal():
            code = code.zfill(5)
        if code not in self.codes:
            raise CellError(_("There is no settlement of this KSH code."))
        return code


class Mentors:
    """Mentors by identifier, e-mail or name."""

    def __init__(self, *, create_missing: bool) -> None:
        self.create_missing = create_missing
        self.known: dict[str, UUID] = {}
        self.new: dict[str, UUID] = {}
        twice = set()
        for pk, external_id, email, name in Mentor.objects.values_list(
            "pk", "external_id", "email", "name_search"
        ):
            if name in self.known:
                twice.add(name)
            self.known[name] = pk
            self.known |= {key: pk for key in (external_id, email.casefold()) if key}
        for name in twice:
            del self.known[name]

    def of(self, text: str) -> UUID | None:
        """Raises `CellError` for an unknown one, unless missing ones are to be created."""
        if not text:
            return None
        for key in (text, text.casefold(), fold(text)):
            if key in self.known:
                return self.known[key]
        if not self.create_missing:
            raise CellError(CREATE)
        require_room(text, Mentor, "external_id")
        self.new[text] = self.known[text] = self.known[fold(text)] = uuid4()
        return self.known[text]

    def planned(self) -> list[PlannedRow]:
        return [PlannedRow(0, "mentor", text) for text in self.new]

    def create(self, *, by: User | None, at: datetime) -> dict[UUID, UUID]:
        """Planned id → id of the mentor now registered."""
        return {
            planned: register_mentor(
                name=text, email=text if "@" in text else "", external_id=text, by=by, at=at
            ).pk
            for text, planned in self.new.items()
        }


class Programmes:
    """Programmes by code; an unknown one would begin with the first day of its rows, and have no end."""

    def __init__(self, *, create_missing: bool) -> None:
        self.create_missing = create_missing
        self.known = {fold(one.code): one for one in Programme.objects.all()}
        self.known |= {fold(one.name_hu): one for one in self.known.values()}
        self.new: dict[str, Programme] = {}

    def of(self, text: str) -> Programme:
        found = self.known.get(fold(text))
        if found is not None:
            return found
        if not self.create_missing:
            raise CellError(CREATE)
        code = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:40]
        if re.fullmatch(r"[-a-zA-Z0-9_]{1,40}", text):
            code = text
        require_room(text, Programme, "name_hu")
        if not code:
            raise CellError(_("A programme's code has letters and digits."))
        self.new[code] = self.known[fold(text)] = Programme(code=code, name_hu=text, starts_on=date.max)
        return self.known[fold(text)]

    def begins(self, programme: Programme, day: date) -> None:
        if programme._state.adding:
            programme.starts_on = min(programme.starts_on, day)

    def planned(self) -> list[PlannedRow]:
        return [PlannedRow(0, "programme", one.name_hu) for one in self.new.values()]

    def create(self, *, by: User | None, at: datetime) -> dict[UUID, UUID]:
        """Planned id → id of the programme now founded."""
        return {
            one.pk: create_programme(
                code=code,
                draft=ProgrammeDraft(name_hu=one.name_hu, starts_on=one.starts_on),
                by=by,
                at=at,
            ).pk
            for code, one in self.new.items()
        }


@dataclass
class NewCommunity:
    name: str
    settlement: str
    what: str
    id: UUID = field(default_factory=uuid4)


class Communities:
    """Communities by identifier, or by name within a settlement; a merged one is found by its old name too."""

    def __init__(self, *, create_missing: bool) -> None:
        self.create_missing = create_missing
        self.by_name: dict[tuple[str, str], UUID] = {}
        self.by_id: dict[str, tuple[UUID, str]] = {}
        self.by_name_alone: dict[str, set[tuple[UUID, str]]] = {}
        rows = Community.objects.standing().order_by("created_at", "pk")
        for pk, external_id, name, seat in rows.values_list(
            "pk", "external_id", "name_search", "settlement_id"
        ):
            self.by_name.setdefault((seat, name), pk)
            self.by_name_alone.setdefault(name, set()).add((pk, seat))
            if external_id:
                self.by_id[external_id] = (pk, seat)
        self.new: dict[tuple[str, str], NewCommunity] = {}

    def of(self, text: str, settlement: str | None, what: str) -> UUID:
        if text in self.by_id:
            return self.by_id[text][0]
        name = fold(text)
        if settlement is None:
            alone = self.by_name_alone.get(name, set())
            if len(alone) == 1:
                return next(iter(alone))[0]
            raise CellError(_("Say in which settlement: more than one community, or none, is called so."))
        key = (settlement, name)
        if key in self.by_name:
            return self.by_name[key]
        if not self.create_missing:
            raise CellError(CREATE)
        require_room(text, Community, "name")
        self.new[key] = NewCommunity(text, settlement, what)
        self.by_name[key] = self.new[key].id
        return self.new[key].id

    def planned(self) -> list[PlannedRow]:
        return [PlannedRow(0, "community", one.name) for one in self.new.values()]

    def create(self, *, by: User | None, at: datetime) -> None:
        settlements = Settlement.objects.in_bulk({one.settlement for one in self.new.values()})
        drafts = [
            CommunityDraft(id=one.id, name=one.name, settlement=settlements[one.settlement], field=one.what)
            for one in self.new.values()
        ]
        register_communities(drafts=drafts, by=by, at=at)


def community_field(text: str) -> str:
    """The code of a community's field; an empty cell is “other”."""
    words = fold(text)
    if not words:
        return CommunityField.OTHER
    for one in CommunityField:
        if words in (fold(one.value), fold(str(one.label))):
            return one
    raise CellError(_("Not a known field of communities."))
