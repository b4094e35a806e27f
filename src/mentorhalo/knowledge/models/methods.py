"""Method cards: a method, the versions of its card in each language, and what reviewers said of them."""

import hashlib
import json
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.programmes.models import Topic

from ..choices.methods import LOCKED_STATES, UNLOCKED_STATES, CardLanguage, MethodState, MethodVerdict

USER = settings.AUTH_USER_MODEL
LONG = 8000


class MethodQuerySet(models.QuerySet["Method"]):
    def public(self) -> Self:
        """What everybody may read: those with a locked card that were not withdrawn."""
        return self.filter(withdrawn_at=None, published_at__isnull=False)


class Method(Entity):
    """A way of working with communities, known by its code. What it is stands in the versions of its card."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="methods", verbose_name=_("topics"))
    # Tellings of practices that name it.
    practice_versions = models.ManyToManyField(
        "knowledge.PracticeVersion", blank=True, related_name="methods"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)  # when the first card was locked
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)
    # When what everybody may read of it last changed, also by disappearing.
    public_changed_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = MethodQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None


class MethodVersionQuerySet(models.QuerySet["MethodVersion"]):
    def in_force(self) -> Self:
        """The locked card of each language that everybody reads."""
        return self.filter(state=MethodState.LOCKED)

    def unlocked(self) -> Self:
        return self.filter(state__in=UNLOCKED_STATES)

    def waiting(self) -> Self:
        return self.filter(state=MethodState.IN_REVIEW)


class MethodVersion(Entity):
    """One version of a method's card in one language: editable until a reviewer who wrote nothing of it locks it.

    A locked version is never changed again; `fingerprint` is the SHA-256 of its words.
    """

    # What a card says, in the order it is read; the first of them must be there before it is reviewed.
    NEEDED: ClassVar[tuple[str, ...]] = (
        "definition",
        "purpose",
        "key_concepts",
        "conditions",
        "steps",
        "tools",
        "source",
    )
    PARTS: ClassVar[tuple[str, ...]] = (
        "title",
        "definition",
        "purpose",
        "key_concepts",
        "conditions",
        "steps",
        "time_needed",
        "group_size",
        "tools",
        "source",
    )

    method = models.ForeignKey(Method, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(_("language"), max_length=5, choices=CardLanguage)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=MethodState, default=MethodState.DRAFT)
    title = models.CharField(_("name of the method"), max_length=160)
    title_sort = models.CharField(max_length=640, editable=False)
    definition = models.TextField(_("definition"), max_length=LONG, blank=True)
    purpose = models.TextField(_("purpose"), max_length=LONG, blank=True)
    key_concepts = models.TextField(_("key concepts"), max_length=LONG, blank=True)
    conditions = models.TextField(_("conditions"), max_length=LONG, blank=True)
    steps = models.TextField(_("steps"), max_length=LONG, blank=True)
    time_needed = models.CharField(_("time it takes"), max_length=200, blank=True)
    group_size = models.CharField(_("size of the group"), max_length=200, blank=True)
    tools = models.TextField(_("tools"), max_length=LONG, blank=True)
    source = models.TextField(_("source"), max_length=LONG, blank=True)
    author = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")  # who began it
    writers: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        USER, related_name="+"
    )  # everybody who wrote in it
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64, blank=True)

    objects = MethodVersionQuerySet.as_manager()

    class Meta:
        ordering = ["method", "language", "number"]
        indexes = [models.Index(fields=["state", "language", "title_sort"], name="method_version_listed")]
        constraints = [
            models.UniqueConstraint(fields=["method", "language", "number"], name="method_version_once"),
            models.UniqueConstraint(
                fields=["method", "language"],
                condition=Q(state__in=UNLOCKED_STATES),
                name="method_version_unlocked_once",
            ),
            models.UniqueConstraint(
                fields=["method", "language"],
                condition=Q(state=MethodState.LOCKED),
                name="method_version_in_force_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=LOCKED_STATES)
                | (
                    Q(locked_at__isnull=False, locked_by__isnull=False)
                    & ~Q(fingerprint="")
                    & ~Q(locked_by=F("author"))
                ),
                name="method_version_locked_by_another",
                violation_error_message=_("Who wrote a card never locks it."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def part_name(cls, part: str) -> str:
        """What a part is called, in the language of the page."""
        return str(getattr(cls._meta.get_field(part), "verbose_name", part))

    def said(self) -> dict[str, str]:
        """Its words, part by part."""
        return {part: getattr(self, part) for part in self.PARTS}

    def print_of_words(self) -> str:
        """SHA-256 of its words: a verdict holds for exactly these."""
        words = json.dumps([self.language, self.said()], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()


class MethodReview(Entity):
    """What a reviewer said of a version as it was handed in: locked, or returned with remarks by part."""

    version = models.ForeignKey(MethodVersion, on_delete=models.CASCADE, related_name="reviews")
    reader = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="method_reviews")
    decided_at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=MethodVerdict)
    reason = models.TextField(blank=True)
    remarks = models.JSONField(default=dict, blank=True)  # {part: words}
    fingerprint = models.CharField(max_length=64)  # of the words that were read

    class Meta:
        ordering = ["decided_at", "pk"]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.verdict}"
