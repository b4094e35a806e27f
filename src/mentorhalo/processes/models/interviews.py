"""Community interviews: what they are about for many, what was said for few, who said it for fewer - in tables of their own."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.programmes.models import in_readers_language

from ..choices import Purpose
from .phases import LONG, Process
from .terms import Term

USER = settings.AUTH_USER_MODEL


class Theme(Term):
    """What interviews speak of. Data of the office."""


class ConsentWordingQuerySet(models.QuerySet["ConsentWording"]):
    def in_force(self, purpose: str) -> "ConsentWording | None":
        """The latest. One query."""
        return self.filter(purpose=purpose).order_by("-number").first()


class ConsentWording(models.Model):
    """What people agree to, word by word. A new wording is a new row; who agreed keeps the one they heard."""

    purpose = models.CharField(max_length=12, choices=Purpose)
    number = models.PositiveSmallIntegerField(_("version"))
    text_hu = models.TextField(_("wording"), max_length=2000)
    text_en = models.TextField(_("wording in English"), max_length=2000)
    published_at = models.DateTimeField(null=True)

    objects = ConsentWordingQuerySet.as_manager()

    class Meta:
        ordering = ["purpose", "-number"]
        constraints = [models.UniqueConstraint(fields=["purpose", "number"], name="wording_once")]

    def __str__(self) -> str:
        return in_readers_language(self.text_hu, self.text_en)


class CommunityInterview(Entity):
    """One interview by the number of its respondent in the process; nothing here says who that is."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="interviews")
    number = models.PositiveSmallIntegerField(_("respondent"))
    held_on = models.DateField(_("day"))
    wording = models.ForeignKey(ConsentWording, on_delete=models.PROTECT, related_name="+")
    is_quotable = models.BooleanField(_("may be quoted without a name"), default=False)
    themes = models.ManyToManyField(Theme, blank=True, related_name="interviews", verbose_name=_("themes"))
    interviewer = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["process", "number"]
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="respondent_number_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What the respondent is called: a number within the process."""
        return f"{self.number:03}"


class DeletedInTimeQuerySet(models.QuerySet[models.Model]):
    def due(self, day: object) -> Self:
        """Those whose day of deletion has come."""
        return self.filter(delete_on__lte=day)


class InterviewText(models.Model):
    """What was said. Read by those who work in the process, deleted on its day."""

    interview = models.OneToOneField(
        CommunityInterview, primary_key=True, on_delete=models.CASCADE, related_name="text"
    )
    said = models.TextField(_("what was said"), max_length=LONG * 2)
    contribution = models.CharField(_("what they would do for it"), max_length=400, blank=True)
    delete_on = models.DateField(_("deleted on"), db_index=True)

    objects = DeletedInTimeQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(said=""), name="interview_says_something")]

    def __str__(self) -> str:
        return str(self.interview_id)


class Respondent(models.Model):
    """Who was asked, if it was written down at all. Read by the interviewer and the process's mentor, deleted on its day."""

    interview = models.OneToOneField(
        CommunityInterview, primary_key=True, on_delete=models.CASCADE, related_name="respondent"
    )
    name = models.CharField(_("name"), max_length=120)
    contact = models.CharField(_("phone or e-mail"), max_length=200, blank=True)
    delete_on = models.DateField(_("deleted on"), db_index=True)

    objects = DeletedInTimeQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="respondent_has_name")]

    def __str__(self) -> str:
        return str(self.interview_id)
