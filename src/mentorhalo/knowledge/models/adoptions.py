"""“We do this too”: who took a practice over, where, since when, what was changed, what came of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import AdoptionState
from .practices import Practice


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    def shown(self) -> Self:
        """Those that their adopter's letter and the practice's owner have confirmed."""
        return self.filter(state=AdoptionState.CONFIRMED)


class Adoption(Entity):
    """One taking over of a practice. Where the adopter tells of it as a practice of its own, `own_practice` names that: the tree grows on.

    Name and address of who reported may be erased; the adoption stays.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="adoptions")
    client_key = models.UUIDField(unique=True)
    adopter_name = models.CharField(_("who does it"), max_length=200)
    organisation = models.ForeignKey(
        "partners.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="adoptions"
    )
    community = models.ForeignKey(
        "partners.Community", null=True, blank=True, on_delete=models.PROTECT, related_name="adoptions"
    )
    settlement = models.ForeignKey(
        "territory.Settlement", on_delete=models.PROTECT, related_name="+", verbose_name=_("settlement")
    )
    county = models.CharField(_("county"), max_length=2)
    since = models.DateField(_("since when"))
    changed = models.TextField(_("what was changed"), max_length=2000, blank=True)
    result = models.TextField(_("what came of it"), max_length=2000, blank=True)
    own_practice = models.ForeignKey(
        Practice, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=12, choices=AdoptionState, default=AdoptionState.UNCONFIRMED)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reporter_name = models.CharField(_("your name"), max_length=150, blank=True)
    reporter_email = models.EmailField(_("your e-mail address"), blank=True)
    language = models.CharField(max_length=5, default="hu")
    confirmed_at = models.DateTimeField(null=True, blank=True)  # by the practice's owner
    refused_because = models.TextField(blank=True)
    programme = models.CharField(max_length=40, blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        indexes = [models.Index(fields=["practice", "state"], name="adoption_of_practice")]
        constraints = [
            models.CheckConstraint(
                condition=Q(own_practice=None) | ~Q(own_practice=F("practice")),
                name="adoption_of_another",
                violation_error_message=_("A practice does not descend from itself."),
            ),
            models.UniqueConstraint(
                fields=["own_practice"],
                condition=Q(state=AdoptionState.CONFIRMED),
                name="adoption_descends_once",
                violation_error_message=_("This practice descends from another one already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.adopter_name}"
