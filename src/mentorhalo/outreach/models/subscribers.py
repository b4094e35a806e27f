from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.programmes.models import Topic

from ..choices import SubscriberState


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def active(self) -> Self:
        return self.filter(state=SubscriberState.ACTIVE)


class Subscriber(Entity):
    """An address that may receive letters, as long as a consent stands. Known by address, not by account."""

    email = models.EmailField(_("e-mail"), unique=True)  # lower case
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=5, default="hu")
    state = models.CharField(max_length=12, choices=SubscriberState, default=SubscriberState.PENDING)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="subscribers"
    )
    created_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    soft_bounces = models.PositiveSmallIntegerField(default=0)  # since the last delivery that arrived
    last_bounce_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["email", "pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="subscriber_state")]

    def __str__(self) -> str:
        return self.email


class Subscription(models.Model):
    """A wish: letters on a topic (none: on all) about a county (none: the whole country)."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    topic = models.ForeignKey(
        Topic,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="subscriptions",
        verbose_name=_("topic"),
    )
    county = models.CharField(_("county"), max_length=2, blank=True)
    since = models.DateTimeField()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "topic", "county"],
                condition=Q(topic__isnull=False),
                name="subscription_once",
            ),
            models.UniqueConstraint(
                fields=["subscriber", "county"],
                condition=Q(topic__isnull=True),
                name="subscription_to_all_topics_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id or '*'} {self.county or '*'}"
