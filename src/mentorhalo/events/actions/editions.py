"""The office opens an edition of the Week and keeps its call."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.hungarian import fold
from mentorhalo.programmes.models import Programme

from ..models import Edition
from .refusals import OccasionRefused


@dataclass(frozen=True)
class EditionDraft:
    """An edition as the office writes it; `themes` has one on each line."""

    year: int
    name: str
    starts_on: date
    ends_on: date
    call: str
    opens_at: datetime
    closes_at: datetime
    report_until: date
    motto: str = ""
    themes: str = ""

    def fields(self) -> dict[str, Any]:
        name = " ".join(self.name.split())
        return {**asdict(self), "name": name, "name_search": fold(name)}


@transaction.atomic
def open_edition(*, draft: EditionDraft, programme: Programme, by: User, at: datetime) -> Edition:
    """A new year's Week. Raises `OccasionRefused`."""
    return _keep(Edition(programme=programme, **draft.fields()), by=by, at=at)


@transaction.atomic
def revise_edition(*, edition: Edition, draft: EditionDraft, by: User, at: datetime) -> Edition:
    """Raises `OccasionRefused`."""
    for name, value in draft.fields().items():
        setattr(edition, name, value)
    return _keep(edition, by=by, at=at)


def _keep(edition: Edition, *, by: User, at: datetime) -> Edition:
    try:
        edition.validate_constraints()
    except ValidationError as error:
        raise OccasionRefused(" ".join(error.messages)) from None
    try:
        with transaction.atomic():
            edition.save()
    except IntegrityError:
        raise OccasionRefused(_("This year has its Week already.")) from None
    audit.note(deed="keep_edition", subject=f"edition:{edition.pk}", by=by.pk, at=at)
    return edition
