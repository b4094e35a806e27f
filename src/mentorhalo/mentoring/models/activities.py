"""The log: kinds of entries, entries, what they said before, and notes sealed to their author."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import ActivityState, Channel, CountingMethod, Outcome
from .engagements import Engagement

COUNTING_STATES = (ActivityState.SUBMITTED, ActivityState.APPROVED)
USER = settings.AUTH_USER_MODEL


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
    has_content = models.BooleanField(_("words and files are kept"), default=True)  # of supervision: hours
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the language of the page."""
        return self.name_hu if (get_language() or "hu").startswith("hu") else self.name_en


class ActivityQuerySet(models.QuerySet["Activity"]):
    def of_mentor(self, mentor_id: object) -> Self:
        return self.filter(mentor_id=mentor_id)

    def counting(self) -> Self:
        """Entries the journal speaks of: sent in or approved, and not replaced by an approved correction."""
        return self.filter(state__in=COUNTING_STATES).exclude(corrected_by__state=ActivityState.APPROVED)

    def with_replaced(self) -> Self:
        """Adds `is_replaced`: an approved correction stands in the entry's place."""
        corrections = Activity.objects.filter(corrects=OuterRef("pk"), state=ActivityState.APPROVED)
        return self.annotate(is_replaced=Exists(corrections))

    def with_names(self) -> Self:
        return self.select_related("kind", "mentor", "settlement", "engagement__community", "consortium")

    def waiting(self) -> Self:
        return self.filter(state=ActivityState.SUBMITTED)

    def returned(self) -> Self:
        return self.filter(state=ActivityState.RETURNED)


class Activity(Entity):
    """One log entry. Its id is minted on the phone: sending it twice is harmless."""

    external_id = models.CharField(_("identifier in earlier records"), max_length=80, blank=True)
    # The composite indexes below begin with these keys; an index of their own would only cost time.
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="activities", db_index=False
    )
    mentor = models.ForeignKey(
        "network.Mentor",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="activities",
        db_index=False,
    )
    # The mentor's county group on the day, as it was known when the entry was written.
    group = models.ForeignKey(
        "network.CountyGroup",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="activities",
        db_index=False,
    )
    other_mentors = models.ManyToManyField("network.Mentor", blank=True, related_name="joined_activities")
    engagement = models.ForeignKey(
        Engagement, null=True, blank=True, on_delete=models.PROTECT, related_name="activities", db_index=False
    )
    consortium = models.ForeignKey(
        "partners.Consortium", null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    organisations = models.ManyToManyField("partners.Organisation", blank=True, related_name="activities")
    methods = models.ManyToManyField(
        "knowledge.Method", blank=True, related_name="activities", verbose_name=_("methods used")
    )
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
    state = models.CharField(
        _("state"), max_length=10, choices=ActivityState, default=ActivityState.SUBMITTED
    )
    corrects = models.OneToOneField(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="corrected_by"
    )
    correction_reason = models.CharField(_("reason of the correction"), max_length=200, blank=True)
    is_annulment = models.BooleanField(_("only takes the original back"), default=False, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        USER, null=True, editable=False, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        USER, null=True, editable=False, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    return_reason = models.CharField(_("why it was returned"), max_length=300, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_on", "-created_at", "pk"]
        verbose_name_plural = "activities"
        indexes = [
            models.Index(fields=["mentor", "state", "-occurred_on"], name="activity_of_mentor"),
            models.Index(fields=["group", "state", "-occurred_on"], name="activity_of_group"),
            models.Index(fields=["engagement", "-occurred_on"], name="activity_of_engagement"),
            models.Index(fields=["programme", "state", "occurred_on"], name="activity_of_programme"),
            models.Index(fields=["-occurred_on", "-created_at", "id"], name="activity_latest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="activity_external_id_once"
            ),
            models.CheckConstraint(
                condition=Q(new_participants=None)
                | Q(participants=None)
                | Q(new_participants__lte=F("participants")),
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
