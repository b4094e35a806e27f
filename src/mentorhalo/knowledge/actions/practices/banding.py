"""The office sets the bands by which practices are found. What was told by an earlier band stays told by it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit

from ...choices import BandKind
from ...models import Band, Practice, PracticeVersion
from ...models.bands import COLUMNS
from ...queries.bands import is_fixed
from .states import PracticeRefused


@dataclass(frozen=True)
class BandWords:
    name_hu: str
    name_en: str
    rank: int
    is_active: bool = True


@transaction.atomic
def add_band(*, kind: str, words: BandWords, by: User, at: datetime) -> Band:
    """A new step of a ladder. The one that stood at its place is offered no more: this is how a band comes to mean something else."""
    replaced = Band.objects.filter(kind=kind, is_active=True, rank=words.rank).first()
    if replaced is not None and words.is_active:
        replaced.is_active = False
        replaced.save(update_fields=["is_active"])
    code = _free_code(kind, words)
    band = Band.objects.create(kind=kind, code=code, **vars(words))
    audit.note(
        deed="add_band",
        subject=f"band:{kind}/{code}",
        by=by.pk,
        at=at,
        details={
            "name": words.name_hu,
            "rank": words.rank,
            "replaces": replaced.code if replaced is not None else "",
        },
    )
    return band


@transaction.atomic
def revise_band(*, band: Band, words: BandWords, by: User, at: datetime) -> Band:
    """Name it better, move it, or offer it no more; practices told by it keep it and are found by it. Raises `PracticeRefused`.

    Once an institution agreed to words told by it, name and place stay: it agreed to what the band said then, and the fingerprint
    holds its code alone. From how many people on a size holds stays as soon as any version is told by it.
    """
    band = Band.objects.select_for_update().get(pk=band.pk)
    _refuse_other_meaning(band, words)
    _refuse_taken_place(band, words)
    if band.kind == BandKind.SIZE and words.rank != band.rank and _is_told(band):
        raise PracticeRefused(
            _("Practices are told by this size: offer it no more, and add another one instead."), field="rank"
        )
    _refuse_gap(band, words)
    before = {"name": band.name_hu, "name_en": band.name_en, "rank": band.rank}
    for name, value in vars(words).items():
        setattr(band, name, value)
    band.save()
    # What everybody reads of them says it from now on.
    told = {f"public_version__{COLUMNS[band.kind]}": band.code}
    Practice.objects.public().filter(**told).update(public_changed_at=at)
    audit.note(
        deed="revise_band",
        subject=f"band:{band.kind}/{band.code}",
        by=by.pk,
        at=at,
        details={"before": before, **vars(words)},
    )
    return band


def _refuse_other_meaning(band: Band, words: BandWords) -> None:
    changed = [name for name in ("name_hu", "name_en", "rank") if getattr(words, name) != getattr(band, name)]
    if changed and is_fixed(band):
        raise PracticeRefused(
            _(
                "Practices are told by this band: offer it no more, and add another one at the same place instead."
            ),
            field=changed[0],
        )


def _is_told(band: Band) -> bool:
    return PracticeVersion.objects.filter(**{COLUMNS[band.kind]: band.code}).exists()


def _refuse_taken_place(band: Band, words: BandWords) -> None:
    others = Band.objects.filter(kind=band.kind, is_active=True, rank=words.rank).exclude(pk=band.pk)
    if words.is_active and (taken := others.first()) is not None:
        raise PracticeRefused(
            _("“%(band)s” stands at this place already.") % {"band": taken.name}, field="rank"
        )


def _refuse_gap(band: Band, words: BandWords) -> None:
    """Every ladder keeps a band; the smallest settlements keep one, too."""
    others = Band.objects.filter(kind=band.kind, is_active=True).exclude(pk=band.pk)
    if not words.is_active and not others.exists():
        raise PracticeRefused(
            _("Every practice names one band of this ladder: add another one first."), field="is_active"
        )
    ends_at_nought = band.kind == BandKind.SIZE and band.rank == 0 and band.is_active
    if ends_at_nought and not (words.is_active and words.rank == 0):
        raise PracticeRefused(
            _("The smallest settlements would have no size: one has to hold from 0 people on."),
            field="rank" if words.is_active else "is_active",
        )


def _free_code(kind: str, words: BandWords) -> str:
    """A readable code that was never used in this ladder; of a size the number it begins with."""
    name = f"{words.rank:05d}" if kind == BandKind.SIZE else slugify(words.name_en)
    begun = name[:34].strip("-") or "band"
    code, number = begun, 1
    while Band.objects.filter(kind=kind, code=code).exists():
        number += 1
        code = f"{begun}-{number}"
    return code
