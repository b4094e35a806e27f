"""The ladders by which practices are found: how large the settlement is, how much staff, money and time it takes."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.programmes.models import in_readers_language

from ..choices import BandKind

if TYPE_CHECKING:
    from .practices import PracticeVersion

# In which column of a version its band of each ladder stands.
COLUMNS: dict[str, str] = {
    BandKind.SIZE: "settlement_size",
    BandKind.STAFF: "staff_band",
    BandKind.MONEY: "money_band",
    BandKind.TIME: "time_band",
}


class BandQuerySet(models.QuerySet["Band"]):
    def offered_to(self, version: "PracticeVersion | None") -> Self:
        """The bands in use, and those this version is told by already."""
        told = Q()
        if version is not None:
            for kind, column in COLUMNS.items():
                told |= Q(kind=kind, code=getattr(version, column))
        return self.filter(Q(is_active=True) | told)

    def sizes(self) -> Self:
        """Of settlements, those in use."""
        return self.filter(kind=BandKind.SIZE, is_active=True)


class Band(models.Model):
    """One step of a ladder. Versions keep its code, which never changes and is never given again.

    `rank` is its place, the lowest first; of a settlement's size the number of people from which on it holds.
    """

    kind = models.CharField(max_length=8, choices=BandKind)
    code = models.SlugField(_("code"), max_length=40)
    name_hu = models.CharField(_("Hungarian name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    rank = models.PositiveIntegerField(_("place in the ladder"))
    is_active = models.BooleanField(_("in use"), default=True)

    objects = BandQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="practice_band_once"),
            models.UniqueConstraint(
                fields=["kind", "rank"],
                condition=Q(is_active=True),
                name="practice_band_place_once",
                violation_error_message=_("Another band in use stands at this place."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_readers_language(self.name_hu, self.name_en)
