"""What a place has: its assets by the categories of asset-based community development."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import AssetSource
from .boards import SwotItem
from .phases import Process
from .terms import Term

USER = settings.AUTH_USER_MODEL


class AssetCategory(Term):
    """A kind of asset, e.g. "associations". Data of the office."""

    is_personal = models.BooleanField(_("gifts of single people"), default=False)  # no names, no places

    class Meta(Term.Meta):
        verbose_name_plural = "asset categories"


class AssetQuerySet(models.QuerySet["Asset"]):
    def there(self) -> Self:
        """Of which nobody said that they ended."""
        return self.filter(ended_on=None)


class Asset(Entity):
    """Something the people of a target area can build on: what it is, what it offers, where it is found."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="assets")
    category = models.ForeignKey(
        AssetCategory, on_delete=models.PROTECT, related_name="assets", verbose_name=_("category")
    )
    name = models.CharField(_("what it is"), max_length=160)
    offers = models.CharField(_("what it offers"), max_length=400)
    audience = models.CharField(_("to whom"), max_length=160, blank=True)
    availability = models.CharField(_("when it can be used"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        "partners.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="assets"
    )
    community = models.ForeignKey(
        "partners.Community", null=True, blank=True, on_delete=models.PROTECT, related_name="assets"
    )
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    source = models.CharField(_("how it became known"), max_length=10, choices=AssetSource)
    strengths = models.ManyToManyField(
        SwotItem, blank=True, related_name="assets", verbose_name=_("strengths it stands behind")
    )
    starts_on = models.DateField(_("there from"), null=True, blank=True)
    ended_on = models.DateField(_("there until"), null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_on = models.DateField(_("last confirmed on"))

    objects = AssetQuerySet.as_manager()

    class Meta:
        ordering = ["category__order", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__isnull=False, lon__isnull=False),
                name="asset_has_both_degrees",
                violation_error_message=_("A place has a latitude and a longitude."),
            ),
            models.CheckConstraint(
                condition=Q(organisation=None) | Q(community=None),
                name="asset_of_one_party",
                violation_error_message=_("An asset belongs to one organisation or one community."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ended_on=None) | Q(ended_on__gte=F("starts_on")),
                name="asset_ends_after_start",
                violation_error_message=_("An asset cannot end before it was there."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_on_map(self) -> bool:
        return self.lat is not None and self.lon is not None
