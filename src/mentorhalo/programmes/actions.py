"""Founding and revising programmes, their counties and their calls."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorhalo.core import audit, search
from mentorhalo.programmes.models import GrantCall, Programme, ProgrammeCounty, Topic
from mentorhalo.programmes.signals import programme_revised
from mentorhalo.programmes.topics import TOPICS


class ProgrammeRefused(Exception):
    """The programme or call cannot be kept so; the message says why, `field` where."""

    def __init__(self, message: str | Promise, field: str | None = None) -> None:
        self.message = message
        self.field = field
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class ProgrammeDraft:
    """What may be said of a programme, its code aside."""

    name_hu: str
    starts_on: date
    ends_on: date | None = None
    name_en: str = ""
    summary_hu: str = ""
    summary_en: str = ""
    fund_hu: str = ""
    fund_en: str = ""
    project_code: str = ""
    amount: Decimal | None = None
    currency: str = "HUF"
    counties: Iterable[str] = field(default_factory=tuple)


FIELDS = [name for name in ProgrammeDraft.__dataclass_fields__ if name != "counties"]


@transaction.atomic
def create_programme(
    *, code: str, draft: ProgrammeDraft, by: AbstractBaseUser | None, at: datetime, is_demo: bool = False
) -> Programme:
    """Found a programme. Raises `ProgrammeRefused` for a code that is taken and for days that make no sense."""
    programme = Programme(code=code, is_demo=is_demo, **{name: getattr(draft, name) for name in FIELDS})
    _check(programme)
    programme.save(force_insert=True)
    _include_counties(programme, draft.counties)
    search.changed("programme", [programme.pk])
    audit.note(
        deed="create_programme", subject=f"programme:{programme.code}", by=by.pk if by else None, at=at
    )
    return programme


@transaction.atomic
def revise_programme(
    *, programme: Programme, draft: ProgrammeDraft, by: AbstractBaseUser | None, at: datetime
) -> Programme:
    """Change what is said of a programme; the audit line names what was changed. Raises `ProgrammeRefused`."""
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    changed = [name for name in FIELDS if getattr(programme, name) != getattr(draft, name)]
    for name in changed:
        setattr(programme, name, getattr(draft, name))
    _check(programme)
    programme.save()
    if _include_counties(programme, draft.counties):
        changed.append("counties")
    if changed:
        search.changed("programme", [programme.pk])
        audit.note(
            deed="revise_programme",
            subject=f"programme:{programme.code}",
            by=by.pk if by else None,
            at=at,
            details={"changed": changed},
        )
        programme_revised.send(Programme, programme=programme, changed=changed, by=by, at=at)
    return programme


@transaction.atomic
def add_call(
    *,
    programme: Programme,
    code: str,
    title_hu: str,
    title_en: str = "",
    is_listed: bool = True,
    by: AbstractBaseUser | None,
    at: datetime,
) -> GrantCall:
    """Add a call for applications. Raises `ProgrammeRefused` for a code the programme has already."""
    call = GrantCall(
        programme=programme, code=code, title_hu=title_hu, title_en=title_en, is_listed=is_listed
    )
    _check(call)
    call.save(force_insert=True)
    search.changed("programme", [programme.pk])
    audit.note(
        deed="add_call",
        subject=f"programme:{programme.code}",
        by=by.pk if by else None,
        at=at,
        details={"call": code},
    )
    return call


@transaction.atomic
def revise_call(
    *, call: GrantCall, title_hu: str, title_en: str, by: AbstractBaseUser | None, at: datetime
) -> GrantCall:
    """Change the titles. Code and listing stay: consortia and their facts were counted under them."""
    call = GrantCall.objects.select_for_update().select_related("programme").get(pk=call.pk)
    call.title_hu, call.title_en = title_hu, title_en
    _check(call)
    call.save(update_fields=["title_hu", "title_en"])
    search.changed("programme", [call.programme_id])
    audit.note(
        deed="revise_call",
        subject=f"programme:{call.programme.code}",
        by=by.pk if by else None,
        at=at,
        details={"call": call.code},
    )
    return call


def _include_counties(programme: Programme, counties: Iterable[str]) -> bool:
    """Make the programme's counties these; tell whether anything changed."""
    wanted = set(counties)
    included = set(programme.counties.values_list("county_code", flat=True))
    programme.counties.exclude(county_code__in=wanted).delete()
    ProgrammeCounty.objects.bulk_create(
        ProgrammeCounty(programme=programme, county_code=code) for code in sorted(wanted - included)
    )
    return wanted != included


def _check(record: Programme | GrantCall) -> None:
    try:
        record.full_clean()
    except ValidationError as error:
        if "code" in error.error_dict and "unique" in {found.code for found in error.error_dict["code"]}:
            raise ProgrammeRefused(_("This code is taken already."), "code") from error
        for name, problems in error.message_dict.items():
            if name == "__all__" and isinstance(record, GrantCall):
                raise ProgrammeRefused(
                    _("The programme has a call with this code already."), "code"
                ) from error
            raise ProgrammeRefused(problems[0], None if name == "__all__" else name) from error


def ship_topics() -> None:
    """Put the topics that come with the product where they are missing. Repeating it is harmless. Two queries."""
    known = set(Topic.objects.values_list("code", flat=True))
    Topic.objects.bulk_create(
        Topic(code=code, name_hu=hungarian, name_en=english, order=10 * number)
        for number, (code, hungarian, english) in enumerate(TOPICS, start=1)
        if code not in known
    )
