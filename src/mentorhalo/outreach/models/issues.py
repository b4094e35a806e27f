from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.programmes.models import Topic

from ..choices import IssueKind, IssueState


class IssueQuerySet(models.QuerySet["Issue"]):
    def in_archive(self) -> Self:
        """What the public archive shows: newsletters that were sent, wholly or in part."""
        return self.filter(is_archived=True, started_at__isnull=False)


class Issue(Entity):
    """A newsletter or county letter: what it says in each language, to whom, and how far its sending is.

    Once sending has begun neither words nor audience change: the rendered parts are kept with the texts.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=IssueKind, default=IssueKind.NEWSLETTER)
    title = models.CharField(_("working title"), max_length=160)
    programme = models.CharField(max_length=40, blank=True)
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="issues", verbose_name=_("topic")
    )
    county = models.CharField(_("county"), max_length=2, blank=True)
    group = models.UUIDField(_("county group"), null=True, blank=True)  # a county letter's
    audience = models.JSONField(default=dict, blank=True)  # the segment, see segments.py
    state = models.CharField(max_length=8, choices=IssueState, default=IssueState.DRAFT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="issues")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sender_name = models.CharField(_("sender's name"), max_length=100, blank=True)
    reply_to = models.EmailField(_("answers go to"), blank=True)
    slug = models.SlugField(max_length=180, blank=True)
    is_archived = models.BooleanField(_("can be read in the archive"), default=True)
    planned_at = models.DateTimeField(_("to be sent at"), null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=~Q(slug=""), name="issue_slug_once"),
            models.CheckConstraint(
                condition=Q(state=IssueState.DRAFT) | Q(started_at__isnull=False), name="issue_started"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class IssueText(models.Model):
    """An issue in one language: its subject and blocks and, once sending began, the parts exactly as sent."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5)
    subject = models.CharField(_("subject"), max_length=160)
    preview = models.CharField(_("first line in the list of letters"), max_length=160, blank=True)
    blocks = models.JSONField(default=list, blank=True)  # [{"type": …, …}], see blocks.py
    html = models.TextField(blank=True)
    plain = models.TextField(blank=True)

    class Meta:
        ordering = ["-language"]  # Hungarian first
        constraints = [models.UniqueConstraint(fields=["issue", "language"], name="issue_text_once")]

    def __str__(self) -> str:
        return self.subject
