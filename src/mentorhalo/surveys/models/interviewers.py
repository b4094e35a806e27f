"""Who fills questionnaires: interviewers, and those who are invited by a link."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.hungarian import search_filter
from mentorhalo.core.models import Entity

from ..choices import InvitationKind
from .fieldwork import SampleUnit
from .instruments import Instrument, InstrumentVersion
from .studies import Study, Wave

USER = settings.AUTH_USER_MODEL
LATE_SENDINGS = timedelta(days=30)


class InterviewerQuerySet(models.QuerySet["Interviewer"]):
    def matching(self, text: str) -> Self:
        return self.filter(search_filter(text))

    def in_study(self, study: Study, day: date) -> Self:
        return self.filter(pk__in=Enrolment.objects.on(day).filter(study=study).values("interviewer"))


class Interviewer(Entity):
    """A person who records questionnaires: often a mentor, by an account or by a device's own sign-in."""

    user = models.OneToOneField(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="interviewer"
    )
    mentor = models.OneToOneField(
        "network.Mentor", null=True, blank=True, on_delete=models.PROTECT, related_name="interviewer"
    )
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=150)
    name_sort = models.CharField(max_length=600, editable=False)
    name_search = models.CharField(max_length=300, editable=False)
    county = models.ForeignKey(
        "territory.County",
        verbose_name=_("county where they work"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # The device signs in by Digest with the code as its name: `MD5(code:realm:passphrase)`.
    device_ha1 = models.CharField(max_length=32, blank=True, editable=False)
    token_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)

    objects = InterviewerQuerySet.as_manager()

    class Meta:
        ordering = ["name_sort", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="interviewer_token_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def sending_on(self, day: date) -> Self:
        """Those at work, and those whose phone may still hold something from the last weeks of it."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day - LATE_SENDINGS), starts_on__lte=day)


class Enrolment(Entity):
    """An interviewer works in a study from a day to a day, and gets its questionnaires while that lasts."""

    interviewer = models.ForeignKey(Interviewer, on_delete=models.PROTECT, related_name="enrolments")
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="enrolments")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["interviewer", "study", "starts_on"], name="enrolment_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="enrolment_ends_after_start",
                violation_error_message=_("It cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interviewer_id} {self.study_id}"


class Invitation(Entity):
    """A link by which a questionnaire is filled without an account; of its token only a keyed hash is kept."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="invitations")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="invitations")
    kind = models.CharField(_("kind"), max_length=8, choices=InvitationKind)
    unit = models.ForeignKey(
        SampleUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    label = models.CharField(_("what it is for"), max_length=120, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    closes_on = models.DateField(_("open until"), null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)  # of a single-use link

    class Meta:
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return self.label or str(self.pk)

    def is_open(self, day: date) -> bool:
        """Whether it takes answers on the day; what was revoked or used up does not."""
        is_late = self.closes_on is not None and day > self.closes_on
        return self.revoked_at is None and self.used_at is None and not is_late


class WebDraft(Entity):
    """A questionnaire begun in the browser and not sent yet. It goes on where its person is, also on another device.

    It belongs to an interviewer, to somebody who came by an invitation, or to who corrects a response (`by`, `corrects`).
    """

    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="drafts")
    interviewer = models.ForeignKey(
        Interviewer, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts"
    )
    invitation = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts"
    )
    unit = models.ForeignKey(
        SampleUnit, null=True, blank=True, on_delete=models.SET_NULL, related_name="drafts"
    )
    by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    corrects = models.ForeignKey(
        "surveys.Response", null=True, blank=True, on_delete=models.CASCADE, related_name="corrections"
    )
    resume_hash = models.CharField(max_length=64, blank=True, db_index=True)
    instance_id = models.CharField(max_length=120, unique=True)
    xml = models.TextField(blank=True)
    ready_xml = models.TextField(
        blank=True
    )  # as it will be sent, once all is answered; empty again after a change
    title = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(interviewer__isnull=False) | Q(invitation__isnull=False) | Q(by__isnull=False),
                name="draft_has_owner",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.instance_id

    @property
    def mark(self) -> str:
        """Another one after each change: who goes on says which it goes on from."""
        return self.changed_at.isoformat()


class DraftFile(Entity):
    """A photo or another file of a questionnaire that is not sent yet."""

    draft = models.ForeignKey(WebDraft, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="drafts/%Y/%m/")
    media_type = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["draft", "name"], name="draft_file_once")]

    def __str__(self) -> str:
        return self.name
