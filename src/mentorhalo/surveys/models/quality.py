"""Rules that look for trouble in the field, what they found, and whom to ask again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import Firmness, FlagState, RecontactState
from .interviewers import Interviewer
from .responses import Response
from .studies import Study, Wave

USER = settings.AUTH_USER_MODEL


class QualityRule(Entity):
    """A check of `surveys.quality` with the parameters chosen for one study."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="quality_rules")
    code = models.CharField(_("check"), max_length=40)
    parameters = models.JSONField(default=dict)
    is_on = models.BooleanField(_("on"), default=True)

    class Meta:
        ordering = ["code", "pk"]
        constraints = [models.UniqueConstraint(fields=["study", "code"], name="quality_rule_once")]

    def __str__(self) -> str:
        return self.code


class QualityFlag(Entity):
    """What a rule found, on a response or on an interviewer's whole work. A new run keeps what was answered."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="flags", db_index=False)
    rule = models.ForeignKey(QualityRule, on_delete=models.CASCADE, related_name="flags")
    response = models.ForeignKey(
        Response, null=True, blank=True, on_delete=models.CASCADE, related_name="flags"
    )
    interviewer = models.ForeignKey(
        Interviewer, null=True, blank=True, on_delete=models.CASCADE, related_name="flags"
    )
    # What of the subject it speaks of: a question, another rule; empty for the whole.
    part = models.CharField(max_length=200, blank=True)
    value = models.FloatField(null=True)
    threshold = models.FloatField(null=True)
    details = models.JSONField(default=dict)  # what the explanation speaks of
    others = models.JSONField(default=list)  # ids of the other responses concerned
    found_at = models.DateTimeField()
    state = models.CharField(_("state"), max_length=10, choices=FlagState, default=FlagState.OPEN)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    answered_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-found_at", "pk"]
        indexes = [
            models.Index(fields=["wave", "state", "-found_at"], name="flag_of_wave"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(response__isnull=False) | Q(interviewer__isnull=False), name="flag_has_subject"
            ),
            models.UniqueConstraint(
                fields=["rule", "response", "part"],
                condition=Q(response__isnull=False),
                name="flag_of_response_once",
            ),
            models.UniqueConstraint(
                fields=["wave", "rule", "interviewer", "part"],
                condition=Q(response=None),
                name="flag_of_interviewer_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.state}"


class QualityRun(Entity):
    """One run of the checks over a wave: when, over how many responses, and what it says beside its flags.

    `report`: `notes` {rule: why it could not be applied}, `effects` {question: interviewer effect}, `interviewers` {id: figures},
    `whole` (the same figures of all together), `rechecks` (what came of asking again).
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="quality_runs")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    response_count = models.PositiveIntegerField()
    flag_count = models.PositiveIntegerField()
    report = models.JSONField(default=dict)

    class Meta:
        ordering = ["-ended_at", "pk"]
        get_latest_by = "ended_at"

    def __str__(self) -> str:
        return f"{self.wave_id} {self.ended_at:%Y-%m-%d %H:%M}"


class ComparedQuestion(Entity):
    """A question of a study that is asked again of those drawn, and what a difference in it says."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="compared_questions")
    key = models.CharField(_("question"), max_length=300)
    firmness = models.PositiveSmallIntegerField(_("what a difference says"), choices=Firmness)
    tolerance = models.FloatField(_("difference that is let pass"), default=0)
    is_share = models.BooleanField(_("as a share of the first answer"), default=False)

    class Meta:
        ordering = ["firmness", "key"]
        constraints = [
            models.UniqueConstraint(fields=["study", "key"], name="compared_question_once"),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="compared_tolerance_not_negative"),
        ]

    def __str__(self) -> str:
        return self.key


class Recontact(Entity):
    """A response drawn by chance to be asked again by somebody else, and what the second asking gave."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="recontact")
    interviewer = models.ForeignKey(
        Interviewer, null=True, blank=True, on_delete=models.PROTECT, related_name="recontacts"
    )
    state = models.CharField(_("state"), max_length=8, choices=RecontactState, default=RecontactState.OPEN)
    drawn_at = models.DateTimeField()
    seed = models.CharField(max_length=60)  # the draw can be repeated
    answers = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    class Meta:
        ordering = ["drawn_at", "pk"]

    def __str__(self) -> str:
        return str(self.response_id)
