"""Mentoring: who is assigned to what, the engagement with a community, and the log of what was done."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from .choices import (
    ActivityState,
    AssignmentEnd,
    AssignmentRole,
    Channel,
    CountingMethod,
    EngagementState,
    EvidenceKind,
    Outcome,
)

USER = settings.AUTH_USER_MODEL


class Assignment(Entity):
    """A mentor's responsibility for one consortium, settlement or community, dated."""

    mentor = models.ForeignKey("network.Mentor", on_delete=models.PROTECT, related_name="assignments")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="assignments")
    consortium = models.ForeignKey(
        "partners.Consortium", null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    settlement = models.ForeignKey(
        "territory.Settlement", null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    community = models.ForeignKey(
        "partners.Community", null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    role = models.CharField(_("role"), max_length=8, choices=AssignmentRole, default=AssignmentRole.PRIMARY)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.CharField(_("reason of end"), max_length=16, choices=AssignmentEnd, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["mentor", "ends_on"], name="assignment_of_mentor")]
        constraints = [
            models.CheckConstraint(
                condition=Q(consortium__isnull=False, settlement=None, community=None)
                | Q(consortium=None, settlement__isnull=False, community=None)
                | Q(consortium=None, settlement=None, community__isnull=False),
                name="assignment_to_one_thing",
                violation_error_message=_("An assignment is to one consortium, one settlement or one community."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="assignment_ends_after_start",
                violation_error_message=_("An assignment cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} {self.starts_on}"


class Engagement(Entity):
    """The mentor relation with one community. Its state is what its dated transitions say; the days are theirs."""

    external_id = models.CharField(_("identifier in earlier records"), max_length=80, blank=True)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="engagements")
    community = models.ForeignKey("partners.Community", on_delete=models.PROTECT, related_name="engagements")
    mentor = models.ForeignKey(
        "network.Mentor", null=True, blank=True, on_delete=models.PROTECT, related_name="engagements"
    )
    state = models.CharField(_("state"), max_length=12, choices=EngagementState, default=EngagementState.IDENTIFIED)
    opened_on = models.DateField(_("opened on"))
    informed_on = models.DateField(_("informed on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing_reason = models.CharField(_("reason of closing"), max_length=200, blank=True)
    closing_evaluation = models.TextField(_("closing evaluation"), blank=True)
    goals = models.TextField(_("agreed goals"), blank=True)
    offer = models.TextField(_("what was offered"), blank=True)
    acknowledged_by = models.CharField(_("acknowledged by, role"), max_length=80, blank=True)
    contact_every_days = models.PositiveSmallIntegerField(_("promised contact, every … days"), default=45)

    class Meta:
        ordering = ["opened_on", "pk"]
        indexes = [models.Index(fields=["programme", "state"], name="engagement_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="engagement_external_id_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="engagement_closes_after_opening",
                violation_error_message=_("An engagement cannot close before it opens."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.opened_on}"


class Transition(Entity):
    """One dated, reasoned step of an engagement."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="transitions")
    from_state = models.CharField(max_length=12, choices=EngagementState, blank=True)
    to_state = models.CharField(max_length=12, choices=EngagementState)
    occurred_on = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["occurred_on", "recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.engagement_id}: {self.to_state} {self.occurred_on}"


class Pause(Entity):
    """A stretch in which an engagement rests, with its reason. `ends_on` is the last paused day."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="pauses")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    planned_until = models.DateField(_("planned until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="pause_ends_after_start",
                violation_error_message=_("A pause cannot end before it starts."),
            ),
            models.UniqueConstraint(fields=["engagement"], condition=Q(ends_on=None), name="pause_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.engagement_id} {self.starts_on}"


class ActivityKind(models.Model):
    """A kind of log entry, e.g. "consultation". Data, shipped and extendable."""

    code = models.SlugField(_("code"), max_length=32, unique=True)
    name_hu = models.CharField(_("Hungarian name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    aliases = models.JSONField(default=list)  # other spellings that an import understands
    is_support = models.BooleanField(_("supports a consortium"), default=False)
    is_individual = models.BooleanField(_("an individual contact"), default=True)
    is_two_way = models.BooleanField(_("usually two-way"), default=True)
    needs_sheet = models.BooleanField(_("needs an attendance sheet"), default=False)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name_hu


class ActivityQuerySet(models.QuerySet["Activity"]):
    def of_mentor(self, mentor_id: object) -> Self:
        return self.filter(mentor_id=mentor_id)

    def waiting(self) -> Self:
        return self.filter(state=ActivityState.SUBMITTED)

    def returned(self) -> Self:
        return self.filter(state=ActivityState.RETURNED)


class Activity(Entity):
    """One log entry. Its id is minted on the phone: sending it twice is harmless."""

    external_id = models.CharField(_("identifier in earlier records"), max_length=80, blank=True)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="activities")
    mentor = models.ForeignKey(
        "network.Mentor", null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    other_mentors = models.ManyToManyField("network.Mentor", blank=True, related_name="joined_activities")
    engagement = models.ForeignKey(
        Engagement, null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    consortium = models.ForeignKey(
        "partners.Consortium", null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    organisations = models.ManyToManyField("partners.Organisation", blank=True, related_name="activities")
    kind = models.ForeignKey(ActivityKind, on_delete=models.PROTECT, verbose_name=_("what was done"))
    occurred_on = models.DateField(_("day"))
    started_at = models.TimeField(_("from"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    settlement = models.ForeignKey(
        "territory.Settlement", null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    channel = models.CharField(_("channel"), max_length=12, choices=Channel, default=Channel.IN_PERSON)
    is_two_way = models.BooleanField(_("two-way contact"), default=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    counting_method = models.CharField(_("how counted"), max_length=12, choices=CountingMethod, blank=True)
    new_participants = models.PositiveIntegerField(_("of them new"), null=True, blank=True)
    public_sentence = models.CharField(_("public sentence"), max_length=200, blank=True)
    group_note = models.TextField(_("note for the county group"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_step_on = models.DateField(_("next step by"), null=True, blank=True)
    topics = models.CharField(_("topics"), max_length=200, blank=True)
    travel_from = models.CharField(_("travelled from"), max_length=120, blank=True)
    travel_km = models.PositiveSmallIntegerField(_("kilometres"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ActivityState, default=ActivityState.SUBMITTED)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="corrected_by"
    )
    correction_reason = models.CharField(_("reason of the correction"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(USER, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    submitted_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(USER, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    return_reason = models.CharField(_("why it was returned"), max_length=300, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_on", "-created_at", "pk"]
        verbose_name_plural = "activities"
        indexes = [
            models.Index(fields=["mentor", "state", "-occurred_on"], name="activity_of_mentor"),
            models.Index(fields=["engagement", "-occurred_on"], name="activity_of_engagement"),
            models.Index(fields=["programme", "state", "occurred_on"], name="activity_of_programme"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="activity_external_id_once"
            ),
            models.CheckConstraint(
                condition=Q(new_participants=None) | Q(participants=None) | Q(new_participants__lte=F("participants")),
                name="activity_new_among_participants",
                violation_error_message=_("The new ones cannot be more than all participants."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurred_on} {self.kind_id}"


class PrivateNote(models.Model):
    """A note sealed to its author: encrypted with a key derived for them, read by nobody else."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="private_note")
    author = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    sealed_text = models.BinaryField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"note on {self.activity_id}"


class ActivityRevision(models.Model):
    """What an entry said before an edit: the changed fields, who changed them, when."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    before = models.JSONField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["activity", "number"]
        constraints = [models.UniqueConstraint(fields=["activity", "number"], name="activity_revision_once")]

    def __str__(self) -> str:
        return f"{self.activity_id} before {self.number}"


class EvidenceFile(Entity):
    """A file that proves an entry, hashed when it arrived."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="evidence_files")
    kind = models.CharField(_("kind"), max_length=16, choices=EvidenceKind)
    file = models.FileField(_("file"), upload_to="evidence/%Y/%m/")
    original_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    arrived_at = models.DateTimeField()
    arrived_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["arrived_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "sha256"],
                name="evidence_file_once",
                violation_error_message=_("This file is already attached to the entry."),
            )
        ]

    def __str__(self) -> str:
        return self.original_name


class PeriodClosing(Entity):
    """From `closed_at` on, entries of the programme dated up to `until` change only by correction entries."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="period_closings")
    until = models.DateField(_("closed up to and including"))
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-until", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "until"],
                name="period_closed_once",
                violation_error_message=_("This period is already closed."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.until}"


class Appointment(Entity):
    """A planned visit or call in a mentor's calendar; done when an entry is logged from it, or called off."""

    mentor = models.ForeignKey("network.Mentor", on_delete=models.CASCADE, related_name="appointments")
    engagement = models.ForeignKey(
        Engagement, null=True, blank=True, on_delete=models.CASCADE, related_name="appointments"
    )
    settlement = models.ForeignKey(
        "territory.Settlement", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("what"), max_length=120)
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    activity = models.OneToOneField(
        Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="appointment"
    )
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["mentor", "starts_at"], name="appointment_of_mentor")]

    def __str__(self) -> str:
        return self.title
