from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import ContactRole
from .communities import Community
from .organisations import Organisation
from .parties import Party


class ContactQuerySet(models.QuerySet["Contact"]):
    def on(self, day: date) -> Self:
        """Contacts in their role on `day`; the last day counts."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def shown_publicly(self) -> Self:
        return self.filter(consent_public=True, consent_given_at__isnull=False, consent_withdrawn_at=None)


class Contact(Entity):
    """A named person at a party, in a role, for a time, with the leave they gave. No free-text notes on people.

    When the leave is withdrawn, name, e-mail and telephone are erased; that there was a contact stays.
    """

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="contacts"
    )
    community = models.ForeignKey(
        Community, null=True, blank=True, on_delete=models.CASCADE, related_name="contacts"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=16, choices=ContactRole, default=ContactRole.CONTACT)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    consent_given_at = models.DateTimeField(_("consent to keep the data, given at"), null=True, blank=True)
    consent_channel = models.CharField(_("how consent was given"), max_length=80, blank=True)
    consent_public = models.BooleanField(_("may be shown publicly"), default=False)
    consent_withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, community__isnull=False)
                | Q(organisation__isnull=False, community=None),
                name="contact_of_one_party",
                violation_error_message=_("A contact belongs to one organisation or one community."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="contact_ends_after_start",
                violation_error_message=_("A contact cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(consent_public=False) | Q(consent_given_at__isnull=False),
                name="contact_public_by_consent",
                violation_error_message=_("Nobody is shown publicly without their consent."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def party(self) -> Party:
        """The organisation or community; costs a query unless it was selected with the contact."""
        party = self.organisation or self.community
        assert party is not None  # the database says so
        return party

    def is_ongoing(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    @property
    def has_consent(self) -> bool:
        return self.consent_given_at is not None and self.consent_withdrawn_at is None
