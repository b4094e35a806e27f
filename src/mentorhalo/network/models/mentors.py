"""Who mentors, and what of them may be shown."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.hungarian import search_filter
from mentorhalo.core.models import Entity

from ..choices import ConsentScope


class MentorQuerySet(models.QuerySet["Mentor"]):
    def matching(self, text: str) -> Self:
        return self.filter(search_filter(text))


class Mentor(Entity):
    """A person who mentors. The journal knows them as `mentor:<id>` only."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="mentor"
    )
    external_id = models.CharField(_("identifier in earlier records"), max_length=80, blank=True)
    name = models.CharField(_("name"), max_length=150)
    name_sort = models.CharField(max_length=600, editable=False)
    name_search = models.CharField(max_length=300, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    introduction_hu = models.TextField(_("introduction in Hungarian"), blank=True)
    introduction_en = models.TextField(_("introduction in English"), blank=True)
    home = models.ForeignKey(
        "territory.Settlement",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name=_("home settlement"),
    )

    objects = MentorQuerySet.as_manager()

    class Meta:
        ordering = ["name_sort", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="mentor_external_id_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PublicConsentQuerySet(models.QuerySet["PublicConsent"]):
    def in_force(self) -> Self:
        return self.filter(withdrawn_at=None)


class PublicConsent(models.Model):
    """A mentor's leave to show one thing about them, from a moment until withdrawn. Never edited, only withdrawn."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="consents")
    scope = models.CharField(max_length=16, choices=ConsentScope)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PublicConsentQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "scope"], condition=Q(withdrawn_at=None), name="consent_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} {self.scope}"
