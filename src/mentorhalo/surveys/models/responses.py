"""What came in: submissions as they were sent, and the response they add up to."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import ResponseState, Way
from .fieldwork import SampleUnit
from .instruments import InstrumentVersion
from .interviewers import Interviewer, Invitation
from .studies import Wave

USER = settings.AUTH_USER_MODEL


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)

    def lists(self) -> Self:
        return self.defer("xml")

    def with_follower(self) -> Self:
        """Adds `is_followed`: an edit stands in its place; `recorder`: the interviewer who sent the first of its thread.

        Its version comes along without what weighs.
        """
        followers = Submission.objects.filter(deprecates=models.OuterRef("pk"))
        first = Submission.objects.filter(thread=models.OuterRef("thread"), deprecates=None).order_by()
        named = self.annotate(
            is_followed=models.Exists(followers),
            recorder=models.Subquery(first.values("interviewer_id")[:1], output_field=models.UUIDField()),
        ).select_related("version")
        return named.defer("xml", "version__xform", "version__schema", "version__definition")


class Submission(models.Model):
    """One sending, kept as it was sent. It never changes; an edit is a further submission of the same `thread`.

    `read_at` says when it was read into the response of its thread; until then it waits for the job.
    """

    instance_id = models.CharField(max_length=120)
    thread = models.UUIDField(db_index=True)  # the id of the response it belongs to
    deprecates = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="deprecated_by"
    )
    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="submissions")
    xml = models.BinaryField()
    sha256 = models.CharField(max_length=64)  # of the XML as sent, also when identities were blanked later
    way = models.CharField(max_length=8, choices=Way)
    # Indexes only where something is asked for by them: each is written with every questionnaire that comes in.
    interviewer = models.ForeignKey(
        Interviewer, null=True, on_delete=models.PROTECT, related_name="submissions", db_index=False
    )
    invitation = models.ForeignKey(
        Invitation, null=True, on_delete=models.PROTECT, related_name="submissions", db_index=False
    )
    unit = models.ForeignKey(
        SampleUnit, null=True, on_delete=models.PROTECT, related_name="submissions", db_index=False
    )
    device_id = models.CharField(max_length=200, blank=True)
    reason = models.CharField(_("why it was changed"), max_length=300, blank=True)
    sent_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True)  # why it could not be read; it is kept all the same
    blanked_at = models.DateTimeField(null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        # Not `unique` of the field: that would bring PostgreSQL a second index, for the beginnings of identifiers.
        constraints = [models.UniqueConstraint(fields=["instance_id"], name="submission_once")]
        indexes = [
            models.Index(fields=["received_at"], condition=models.Q(read_at=None), name="submission_unread"),
            models.Index(
                fields=["invitation"],
                condition=models.Q(invitation__isnull=False),
                name="submission_by_invitation",
            ),
            models.Index(fields=["unit"], condition=models.Q(unit__isnull=False), name="submission_of_unit"),
        ]

    def __str__(self) -> str:
        return self.instance_id


class SubmissionFile(Entity):
    """A photo, sound or audit log sent along, hashed as it arrived. One that told who answered is deleted with the identities."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="submissions/%Y/%m/", blank=True)
    media_type = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    cleaned_sha256 = models.CharField(max_length=64, blank=True)  # since what the device wrote was taken out
    received_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "name"], name="submission_file_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def stored_sha256(self) -> str:
        """Of what lies there now; `sha256` is that of what arrived."""
        return self.cleaned_sha256 or self.sha256


class ResponseQuerySet(models.QuerySet["Response"]):
    def of_wave(self, wave: Wave) -> Self:
        return self.filter(wave=wave)

    def accepted(self) -> Self:
        return self.filter(state=ResponseState.ACCEPTED)

    def to_correct(self) -> Self:
        """What came back, and was not corrected already and waits to be read."""
        followers = Submission.objects.filter(deprecates=models.OuterRef("submission"))
        return self.filter(state=ResponseState.RETURNED).exclude(models.Exists(followers))

    def lists(self) -> Self:
        return self.defer("answers")


class Response(Entity):
    """The answers of one questionnaire, as its newest submission tells them; its id is the thread of its submissions.

    `answers`: key = path without the root ("group/question"); a repeat is a list of such dictionaries. What identifies a
    person is not among them, but in `RespondentKey`.
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="response")
    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="responses")
    wave = models.ForeignKey(
        Wave, null=True, on_delete=models.PROTECT, related_name="responses", db_index=False
    )
    unit = models.ForeignKey(SampleUnit, null=True, on_delete=models.PROTECT, related_name="responses")
    interviewer = models.ForeignKey(
        Interviewer, null=True, on_delete=models.PROTECT, related_name="responses"
    )
    settlement = models.ForeignKey(
        "territory.Settlement", null=True, on_delete=models.PROTECT, related_name="survey_responses"
    )
    # The interviewer's county group on the day, as it was known when the response was read.
    group = models.ForeignKey(
        "network.CountyGroup", null=True, on_delete=models.PROTECT, related_name="survey_responses"
    )
    way = models.CharField(_("way"), max_length=8, choices=Way)
    state = models.CharField(_("state"), max_length=10, choices=ResponseState, default=ResponseState.RECEIVED)
    answers = models.JSONField(default=dict)
    misfits = models.JSONField(default=list)  # {path, text, wanted}: what is not of its type
    missing_files = models.JSONField(default=list)  # named in the answers, not arrived yet
    started_at = models.DateTimeField(_("began"), null=True)
    ended_at = models.DateTimeField(_("finished"), null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    accuracy = models.FloatField(_("accuracy, metres"), null=True)
    device_id = models.CharField(max_length=200, blank=True)
    # How long somebody worked in the form, by its audit; 0: the audit does not tell, null: it was not read yet.
    active_seconds = models.PositiveIntegerField(null=True)
    received_at = models.DateTimeField(_("received"))
    revision = models.PositiveIntegerField(default=1)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        indexes = [
            models.Index(fields=["wave", "state", "received_at"], name="response_of_wave"),
            models.Index(fields=["version", "received_at"], name="response_of_version"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Decision(models.Model):
    """What was decided on a response, by whom and why. Never changed."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="decisions")
    state = models.CharField(max_length=10, choices=ResponseState)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.response_id} {self.state}"
