"""Those who come to the network by themselves: to claim their card, to be entered, to ask for a mentor."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.network.models import CountyGroup
from mentorhalo.partners.models import Community, Organisation, Party
from mentorhalo.territory.models import Settlement

from ..choices import Decider, Registrant, RegistrationState


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def waiting(self) -> Self:
        """Those that somebody owes an answer."""
        return self.filter(state=RegistrationState.RECEIVED)

    def overdue(self, now: datetime) -> Self:
        return self.waiting().filter(due_at__lt=now)


class Registration(Entity):
    """Somebody registers. Received once their own address is confirmed; the card becomes theirs when an address on record, or the
    county group, says so. Of both links only keyed hashes are kept.
    """

    client_key = models.UUIDField(unique=True)  # of the form: sending it twice is harmless
    registrant = models.CharField(_("who registers"), max_length=16, choices=Registrant)
    community = models.ForeignKey(
        Community, null=True, blank=True, on_delete=models.PROTECT, related_name="registrations"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="registrations"
    )
    proposed_name = models.CharField(_("name of what is to be entered"), max_length=200, blank=True)
    proposed_kind = models.CharField(
        _("field or kind"), max_length=40, blank=True
    )  # code of the field, id of the kind
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(
        CountyGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="registrations"
    )

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="registrations",
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    role = models.CharField(_("role"), max_length=16, blank=True)
    may_show = models.BooleanField(_("may be shown publicly"), default=False)
    language = models.CharField(max_length=5, default="hu")
    claims_card = models.BooleanField(default=False)
    asks_mentor = models.BooleanField(_("asks for a mentor"), default=False)
    message = models.TextField(_("message"), max_length=3000, blank=True)

    state = models.CharField(max_length=12, choices=RegistrationState, default=RegistrationState.UNCONFIRMED)
    token_hash = models.CharField(max_length=64, blank=True)
    record_token_hash = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(_("answer due"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decider = models.CharField(max_length=12, choices=Decider, blank=True)
    answer = models.TextField(_("answer"), max_length=3000, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "asked_at", "pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="registration_state_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(community=None) | Q(organisation=None), name="registration_of_one_party"
            ),
            models.CheckConstraint(
                condition=Q(state=RegistrationState.UNCONFIRMED)
                | Q(state=RegistrationState.WITHDRAWN)
                | Q(received_at__isnull=False),
                name="registration_received_when_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RegistrationState.ACCEPTED, RegistrationState.DECLINED])
                | (Q(decided_at__isnull=False) & ~Q(decider="")),
                name="registration_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.proposed_name or str(self.pk)

    @property
    def party(self) -> Party | None:
        """The card it is about, if there is one; costs a query unless selected along."""
        return self.community or self.organisation
