from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..choices import Sector
from .parties import Party, PartyQuerySet


class OrganisationKind(models.Model):
    """A type of organisation, e.g. library/vil "village library". Data, shipped and extendable."""

    sector = models.CharField(_("field"), max_length=16, choices=Sector)
    code = models.SlugField(_("code"), max_length=16)
    name_hu = models.CharField(_("Hungarian name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["sector", "pk"]
        constraints = [models.UniqueConstraint(fields=["sector", "code"], name="organisation_kind_once")]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_hu

    @property
    def path(self) -> str:
        """How imports and scripts name it: sector/code."""
        return f"{self.sector}/{self.code}"


class Organisation(Party):
    kind = models.ForeignKey(OrganisationKind, on_delete=models.PROTECT, verbose_name=_("kind"))
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    legal_form = models.CharField(_("legal form (GFO code)"), max_length=4, blank=True)
    tax_number = models.CharField(_("tax number"), max_length=13, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    part_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sites",
        verbose_name=_("site of"),
    )
    maintainer = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="maintained",
        verbose_name=_("maintainer"),
    )

    objects = PartyQuerySet["Organisation"].as_manager()

    class Meta:
        ordering = ["name_sort", "pk"]
        indexes = [
            models.Index(fields=["name_search"], name="organisation_search"),
            models.Index(fields=["name_sort", "id"], name="organisation_order"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="organisation_external_id_once"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="organisation_not_merged_into_itself",
            ),
        ]
