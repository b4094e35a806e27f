from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.hungarian import fold
from mentorhalo.core.models import Entity

from .organisations import Organisation


class ConsortiumQuerySet(models.QuerySet["Consortium"]):
    def in_county(self, county_code: str) -> Self:
        """Consortia whose lead sits in the county."""
        return self.filter(lead__settlement__county_id=county_code)

    def running_on(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def matching(self, text: str) -> Self:
        """Consortia with every word of `text` in title, grant identifier, lead's name or lead's settlement."""
        found = self
        for word in fold(text).split():
            found = found.filter(
                Q(title_search__contains=word)
                | Q(grant_id__icontains=word)
                | Q(lead__name_search__contains=word)
                | Q(lead__settlement__name_search__startswith=word)
            )
        return found


class Consortium(Entity):
    """Holders of one grant: lead, members, settlements. The grant id, not the lead's name, is its identity."""

    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        related_name="consortia",
        verbose_name=_("programme"),
    )
    call = models.ForeignKey(
        "programmes.GrantCall",
        on_delete=models.PROTECT,
        related_name="consortia",
        verbose_name=_("grant call"),
    )
    grant_id = models.CharField(_("grant identifier"), max_length=80)
    title = models.CharField(_("title"), max_length=250)
    title_sort = models.CharField(max_length=1000, editable=False)
    title_search = models.CharField(max_length=500, editable=False)
    lead = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="led_consortia", verbose_name=_("lead")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=0, null=True, blank=True)

    objects = ConsortiumQuerySet.as_manager()

    class Meta:
        ordering = ["title_sort", "pk"]
        verbose_name_plural = "consortia"
        indexes = [models.Index(fields=["title_sort", "id"], name="consortium_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "grant_id"],
                name="grant_id_once",
                violation_error_message=_("This grant identifier is already in the programme."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="consortium_ends_after_start",
                violation_error_message=_("A grant cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """What the journal calls it: "type:id"."""
        return f"consortium:{self.pk}"


class ConsortiumMember(Entity):
    consortium = models.ForeignKey(Consortium, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consortium", "organisation", "starts_on"], name="consortium_member_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="member_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consortium_id} {self.organisation_id}"


class ConsortiumSettlement(models.Model):
    """A settlement that the grant covers."""

    consortium = models.ForeignKey(Consortium, on_delete=models.CASCADE, related_name="settlements")
    settlement = models.ForeignKey("territory.Settlement", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["settlement__name_sort", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["consortium", "settlement"], name="consortium_settlement_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="cover_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consortium_id} {self.settlement_id}"
