"""What organisations and communities share."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.hungarian import fold
from mentorhalo.core.models import Entity

from ..choices import PartyStatus, PartyType


class PartyQuerySet[M: models.Model](models.QuerySet[M]):
    def standing(self) -> Self:
        """Parties on the books: not taken back by the undoing of a split. Merged ones are among them."""
        return self.filter(withdrawn_at=None)

    def not_merged(self) -> Self:
        """Parties that still stand for themselves: on the books, and not absorbed by a merge in force."""
        return self.standing().filter(merged_into=None)

    def in_county(self, county_code: str) -> Self:
        return self.filter(settlement__county_id=county_code)

    def matching(self, text: str) -> Self:
        """Parties with every word of `text` in their name or their settlement's, whatever the accents and capitals."""
        found = self
        for word in fold(text).split():
            found = found.filter(Q(name_search__contains=word) | Q(settlement__name_search__startswith=word))
        return found


class Party(Entity):
    """A party with a name and a seat. `withdrawn_at` says that its entry was taken back: it counts nowhere."""

    external_id = models.CharField(_("identifier in earlier records"), max_length=80, blank=True)
    name = models.CharField(_("name"), max_length=200)
    name_sort = models.CharField(max_length=800, editable=False)
    name_search = models.CharField(max_length=400, editable=False)
    settlement = models.ForeignKey(
        "territory.Settlement",
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        verbose_name=_("settlement"),
    )
    status = models.CharField(_("status"), max_length=10, choices=PartyStatus, default=PartyStatus.ACTIVE)
    status_on = models.DateField(_("since when"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    description_hu = models.TextField(_("public introduction"), blank=True)
    description_en = models.TextField(_("public introduction in English"), blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="absorbed"
    )
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def party_type(self) -> PartyType:
        return PartyType(self._meta.model_name or "")

    @property
    def reference(self) -> str:
        """What the journal calls it: "type:id"."""
        return f"{self.party_type}:{self.pk}"
