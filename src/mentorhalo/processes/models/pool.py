"""The knowledge pool: who can teach what. Public with the person's consent, until a day; the person in a table apart."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import Channel
from .interviews import ConsentWording
from .phases import Process
from .terms import Term

USER = settings.AUTH_USER_MODEL


class PoolTopic(Term):
    """What can be learned, e.g. "music". Data of the office."""


class OfferQuerySet(models.QuerySet["Offer"]):
    def public_on(self, day: date) -> Self:
        """The last day counts."""
        return self.filter(until__gte=day)

    def over_on(self, day: date) -> Self:
        return self.filter(until__lt=day)

    def with_names(self) -> Self:
        return self.select_related("process__settlement__county", "process__mentor", "topic", "person")


class Offer(Entity):
    """What somebody teaches. It exists by their consent alone: taken back or over, it is deleted with all that was kept."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="offers")
    topic = models.ForeignKey(PoolTopic, on_delete=models.PROTECT, related_name="offers")
    what = models.CharField(_("what they teach"), max_length=160)
    what_search = models.CharField(max_length=640, editable=False)
    audience = models.CharField(_("to whom"), max_length=160, blank=True)
    frequency = models.CharField(_("how often"), max_length=120, blank=True)
    shows_name = models.BooleanField(_("the name may be shown"), default=False)
    wording = models.ForeignKey(ConsentWording, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(_("agreed at"))
    channel = models.CharField(_("how they agreed"), max_length=10, choices=Channel)
    until = models.DateField(_("shown until"), db_index=True)
    link_number = models.PositiveSmallIntegerField(
        default=1
    )  # risen, earlier links of the person open nothing
    reminded_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["topic__order", "what", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="offer_says_what")]

    def __str__(self) -> str:
        return self.what

    @property
    def shown_name(self) -> str:
        """The name, where it may be shown. Needs its person at hand."""
        return self.person.name if self.shows_name else ""


class OfferPerson(models.Model):
    """Who it is. Name and contact are read by those who steer the process; the contact is never shown."""

    offer = models.OneToOneField(Offer, primary_key=True, on_delete=models.CASCADE, related_name="person")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(max_length=5, default="hu")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="offer_person_has_name")]

    def __str__(self) -> str:
        return str(self.offer_id)


class PoolQuestion(Entity):
    """Somebody would like to learn: for the mentor to pass on. Deleted once passed on, or on its day."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="questions")
    name = models.CharField(_("name"), max_length=120)
    contact = models.CharField(_("e-mail or telephone"), max_length=200)
    message = models.TextField(_("message"), max_length=1000)
    asked_at = models.DateTimeField()
    delete_on = models.DateField(db_index=True)

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return str(self.pk)
