from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.programmes.models import Topic, in_readers_language


class ExpertQuerySet(models.QuerySet["Expert"]):
    def available(self, day: date) -> Self:
        """Those who take new questions and are not away on the day."""
        return self.filter(Q(away_until=None) | Q(away_until__lt=day), is_available=True)

    def shown_publicly(self) -> Self:
        return self.filter(is_public=True)


class Expert(Entity):
    """Somebody who answers questions: the topics they know, and what they let be shown of themselves."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="expert")
    name = models.CharField(_("name"), max_length=150)
    name_sort = models.CharField(max_length=600, editable=False)
    title_hu = models.CharField(_("Hungarian title"), max_length=200, blank=True)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    about_hu = models.TextField(_("about the expert, in Hungarian"), blank=True)
    about_en = models.TextField(_("about the expert, in English"), blank=True)
    topics = models.ManyToManyField(Topic, related_name="experts", verbose_name=_("topics"))
    county_codes = models.JSONField(_("counties"), default=list, blank=True)  # empty: the whole country
    is_public = models.BooleanField(_("has a public profile"), default=False)
    is_available = models.BooleanField(_("takes new questions"), default=True)
    away_until = models.DateField(_("away until"), null=True, blank=True)
    most_open = models.PositiveSmallIntegerField(_("open questions at most"), default=5)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        ordering = ["name_sort", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        return in_readers_language(self.title_hu, self.title_en)

    @property
    def about(self) -> str:
        return in_readers_language(self.about_hu, self.about_en)
