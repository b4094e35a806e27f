from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..choices import CommunityField, ExistenceProof, SizeBand
from .organisations import Organisation
from .parties import Party, PartyQuerySet


class Community(Party):
    """A group of people, formal or informal. It need not be a legal person."""

    aliases = models.CharField(_("other names"), max_length=300, blank=True)
    is_formal = models.BooleanField(_("registered organisation"), default=False)
    host = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hosted",
        verbose_name=_("host"),
    )
    field = models.CharField(_("field"), max_length=16, choices=CommunityField, default=CommunityField.OTHER)
    founded_year = models.PositiveSmallIntegerField(_("year of foundation"), null=True, blank=True)
    size_band = models.CharField(_("size"), max_length=4, choices=SizeBand, blank=True)
    meets_every_days = models.PositiveSmallIntegerField(_("meets every … days"), null=True, blank=True)
    target_group = models.CharField(_("for whom"), max_length=120, blank=True)
    existence_proof = models.CharField(
        _("proof of existence"), max_length=16, choices=ExistenceProof, blank=True
    )

    objects = PartyQuerySet["Community"].as_manager()

    class Meta:
        ordering = ["name_sort", "pk"]
        verbose_name_plural = "communities"
        indexes = [
            models.Index(fields=["name_search"], name="community_search"),
            models.Index(fields=["name_sort", "id"], name="community_order"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="community_external_id_once"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="community_not_merged_into_itself",
            ),
        ]
