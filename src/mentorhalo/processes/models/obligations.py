"""What a grant obliges to: the clauses of its call, each due of a grant, and the pack that proves them."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.programmes.models import in_readers_language

from ..choices import Fulfilment, PackState, Standing

USER = settings.AUTH_USER_MODEL


class ObligationRule(Entity):
    """A clause of a call: what every grant under it has to do, and how often (see `rhythm`). Data of the office."""

    call = models.ForeignKey(
        "programmes.GrantCall", on_delete=models.PROTECT, related_name="obligation_rules"
    )
    clause = models.CharField(_("clause"), max_length=20)
    wording_hu = models.CharField(_("Hungarian wording"), max_length=400)
    wording_en = models.CharField(_("English wording"), max_length=400, blank=True)
    per_year = models.JSONField(_("how often in each year"), default=list, blank=True)
    by_months = models.JSONField(_("by which months"), default=list, blank=True)

    class Meta:
        ordering = ["clause", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "clause"],
                name="obligation_clause_once",
                violation_error_message=_("This clause is there already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.clause} {self.wording}"

    @property
    def wording(self) -> str:
        return in_readers_language(self.wording_hu, self.wording_en)


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def unmet(self) -> Self:
        """Neither fulfilled nor excepted."""
        return self.filter(fulfilled_on=None, excepted_at=None)

    def with_proofs(self) -> Self:
        return self.select_related("rule", "activity__kind", "activity__settlement", "recorded_by")


class Obligation(Entity):
    """One due of one grant. Its day follows from the grant's days and the rule; what fulfils it stays with its number."""

    consortium = models.ForeignKey(
        "partners.Consortium", on_delete=models.PROTECT, related_name="obligations"
    )
    rule = models.ForeignKey(ObligationRule, on_delete=models.PROTECT, related_name="obligations")
    number = models.PositiveSmallIntegerField(_("number"))
    due_on = models.DateField(_("due on"))
    fulfilled_on = models.DateField(_("fulfilled on"), null=True, blank=True)
    how = models.CharField(_("by what"), max_length=8, choices=Fulfilment, blank=True)
    activity = models.ForeignKey(
        "mentoring.Activity",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="obligations",
        verbose_name=_("log entry"),
    )
    note = models.CharField(_("what was done"), max_length=400, blank=True)
    file = models.FileField(upload_to="obligations/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=120, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    exception_reason = models.CharField(_("why an exception is asked for"), max_length=400, blank=True)
    excepted_at = models.DateTimeField(null=True, blank=True)
    excepted_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reminded_on = models.DateField(null=True, blank=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "rule__clause", "number", "pk"]
        indexes = [models.Index(fields=["due_on", "fulfilled_on"], name="obligation_due")]
        constraints = [
            models.UniqueConstraint(fields=["consortium", "rule", "number"], name="obligation_once"),
            models.CheckConstraint(
                condition=Q(fulfilled_on=None, how="", activity=None, file="")
                | Q(fulfilled_on__isnull=False, how=Fulfilment.ENTRY, activity__isnull=False)
                | (Q(fulfilled_on__isnull=False, how=Fulfilment.DOCUMENT) & ~Q(file="")),
                name="obligation_fulfilled_is_proven",
            ),
            models.CheckConstraint(
                condition=Q(excepted_at=None) | ~Q(exception_reason=""),
                name="obligation_excepted_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.number}"

    def standing(self, today: date) -> Standing:
        if self.fulfilled_on is not None:
            return Standing.IN_TIME if self.fulfilled_on <= self.due_on else Standing.LATE
        if self.excepted_at is not None:
            return Standing.EXCEPTED
        if self.exception_reason:
            return Standing.ASKED
        return Standing.OVERDUE if self.due_on < today else Standing.OPEN


class Pack(Entity):
    """The proofs of a grant in one ZIP with a list of contents and hashes, made in the background, kept for a week."""

    consortium = models.ForeignKey("partners.Consortium", on_delete=models.CASCADE, related_name="packs")
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=8, choices=PackState, default=PackState.WAITING)
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="packs/%Y/%m/", blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    files = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)  # whose stored file is not the one that arrived

    class Meta:
        ordering = ["-ordered_at", "pk"]

    def __str__(self) -> str:
        return f"{self.consortium_id} {self.ordered_at:%Y-%m-%d}"
