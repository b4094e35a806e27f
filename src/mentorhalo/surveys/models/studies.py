"""A study, its waves, and who may see the people behind its answers."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.programmes.models import in_readers_language

from ..choices import StudyKind, WaveState

USER = settings.AUTH_USER_MODEL


class Study(Entity):
    """A piece of research: why it is done, on what legal basis, and when the keys to its people are destroyed."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="studies")
    code = models.SlugField(_("code"), max_length=40, unique=True)
    title_hu = models.CharField(_("Hungarian title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    kind = models.CharField(_("whom it asks"), max_length=12, choices=StudyKind)
    purpose = models.TextField(_("purpose"))
    legal_basis = models.TextField(_("legal basis"))
    owner = models.CharField(_("who answers for it"), max_length=200)
    keys_end_on = models.DateField(
        _("identities are deleted on"),
        help_text=_("On this day names, addresses and whatever else identifies a respondent are destroyed."),
    )
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        USER, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "code"]
        verbose_name_plural = "studies"

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_readers_language(self.title_hu, self.title_en)


class KeyHolder(Entity):
    """Leave to see the identities of one study's respondents, dated; apart from every role."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="key_holders")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="keys_held")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="key_holder_ends_after_start",
                violation_error_message=_("The leave cannot end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.study_id}"


class WaveQuerySet(models.QuerySet["Wave"]):
    def on(self, day: date) -> Self:
        """Waves whose days hold `day` and whose fieldwork has begun."""
        return self.exclude(state=WaveState.PLANNED).filter(starts_on__lte=day, ends_on__gte=day)


class Wave(Entity):
    """One fieldwork of a study: its days, its sample, its quotas."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="waves")
    number = models.PositiveSmallIntegerField(_("number of the wave"))
    title_hu = models.CharField(_("Hungarian title"), max_length=120)
    title_en = models.CharField(_("English title"), max_length=120, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=8, choices=WaveState, default=WaveState.PLANNED)
    # Before a unit may be replaced: so many attempts, on so many different days.
    attempts_needed = models.PositiveSmallIntegerField(_("attempts before a substitute"), default=3)
    days_needed = models.PositiveSmallIntegerField(_("on different days"), default=2)
    recontact_percent = models.PositiveSmallIntegerField(_("asked again, percent"), default=10)

    objects = WaveQuerySet.as_manager()

    class Meta:
        ordering = ["study", "number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="wave_number_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="wave_ends_after_start",
                violation_error_message=_("A wave cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(recontact_percent__lte=100), name="wave_recontact_percent_within_100"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_readers_language(self.title_hu, self.title_en)
