"""What happens to a version on its way: steps, the institution's consent, the field editor's review; and what they go by."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.programmes.models import in_readers_language

from ..choices import PracticeState, Verdict
from .practices import FIELDS, PracticeVersion


class PracticeMove(models.Model):
    """A step of a version from one state to another: by whom, when, why; with remarks by field where it was returned."""

    version = models.ForeignKey(PracticeVersion, on_delete=models.CASCADE, related_name="moves")
    before = models.CharField(max_length=12, choices=PracticeState)
    after = models.CharField(max_length=12, choices=PracticeState)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by_name = models.CharField(max_length=150, blank=True)  # of who came by a link
    reason = models.TextField(blank=True)
    remarks = models.JSONField(default=dict, blank=True)  # {"steps": "Who held the key?"}

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class ConsentText(models.Model):
    """What an institution agrees to, word by word. A new wording is a new row; who agreed keeps the wording they read."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    text_hu = models.TextField(_("Hungarian text"))
    text_en = models.TextField(_("English text"))
    valid_from = models.DateField(_("from"))

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def text(self) -> str:
        return in_readers_language(self.text_hu, self.text_en)


class PracticeConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self) -> Self:
        return self.filter(given_at__isnull=False, withdrawn_at=None)


class Consent(Entity):
    """An institution asked to agree to one version, by a link without password; what it answered to which words.

    The link is signed and kept nowhere. It may agree until `expires_at`; to take the consent back and to confirm the practice
    each year it serves as long as the practice stands.
    """

    version = models.ForeignKey(PracticeVersion, on_delete=models.CASCADE, related_name="consents")
    email = models.EmailField(_("e-mail"))
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    text = models.ForeignKey(ConsentText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.CharField(_("name"), max_length=150, blank=True)
    role = models.CharField(_("position"), max_length=120, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)  # sha-256 of the words agreed to
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    objects = PracticeConsentQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(given_at=None) | (Q(text__isnull=False) & ~Q(given_by="") & ~Q(fingerprint="")),
                name="practice_consent_says_to_what",
                violation_error_message=_("A consent says who agreed to which words."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.asked_at:%Y-%m-%d}"


class FieldEditorQuerySet(models.QuerySet["FieldEditor"]):
    def in_office(self) -> Self:
        return self.filter(ended_on=None)


class FieldEditor(models.Model):
    """Who reviews the practices of a field."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="edited_fields")
    field = models.CharField(_("field"), max_length=16, choices=FIELDS)
    since = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    objects = FieldEditorQuerySet.as_manager()

    class Meta:
        ordering = ["field", "since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "field"],
                condition=Q(ended_on=None),
                name="field_editor_once",
                violation_error_message=_("This person already edits this field."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.field}"


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def in_use(self, at: datetime | None = None) -> Self:
        """Those of today, or of that moment."""
        if at is None:
            return self.filter(retired_at=None)
        begun = Q(introduced_at=None) | Q(introduced_at__lte=at)
        return self.filter(begun, Q(retired_at=None) | Q(retired_at__gt=at))


class Criterion(models.Model):
    """What a field editor marks a practice by, from 0 to 3. Worded otherwise it is a new row: marks keep what they were given by."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    name_hu = models.CharField(_("Hungarian name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    hint_hu = models.TextField(_("what to look at, in Hungarian"), blank=True)
    hint_en = models.TextField(_("what to look at, in English"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    follows = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    introduced_at = models.DateTimeField(null=True, blank=True)  # empty: it came with the product
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(follows=None) | ~Q(follows=F("code")), name="criterion_follows_another"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_readers_language(self.name_hu, self.name_en)

    @property
    def hint(self) -> str:
        return in_readers_language(self.hint_hu, self.hint_en)


class PracticeReview(Entity):
    """One field editor's review of one version."""

    version = models.ForeignKey(PracticeVersion, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="practice_reviews"
    )
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=12, choices=Verdict, blank=True)
    opinion = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)  # of the words that were judged

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(decided_at=None), name="practice_review_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.verdict}"


class Mark(models.Model):
    """A mark by one criterion, with its reason."""

    review = models.ForeignKey(PracticeReview, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(_("mark"))
    reason = models.TextField(_("reason"))

    class Meta:
        ordering = ["review", "criterion__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="practice_mark_once"),
            models.CheckConstraint(
                condition=Q(value__lte=3) & ~Q(reason=""),
                name="practice_mark_has_reason",
                violation_error_message=_("Each mark needs a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.value}"
