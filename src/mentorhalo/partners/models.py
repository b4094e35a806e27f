"""Parties the network works with: organisations, communities, consortia; their contacts, merges and splits."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from .choices import CommunityField, ContactRole, ExistenceProof, PartyStatus, Sector, SizeBand


class OrganisationKind(models.Model):
    """A type of organisation, e.g. library/vil "village library". Data, shipped and extendable."""

    sector = models.CharField(_("field"), max_length=16, choices=Sector)
    code = models.SlugField(_("code"), max_length=16)
    name_hu = models.CharField(_("Hungarian name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["sector", "pk"]
        constraints = [models.UniqueConstraint(fields=["sector", "code"], name="organisation_kind_once")]

    def __str__(self) -> str:
        return self.name_hu


class PartyQuerySet[M: models.Model](models.QuerySet[M]):
    def not_merged(self) -> Self:
        """Parties that still stand for themselves: not absorbed by a merge in force."""
        return self.filter(merged_into=None)

    def in_county(self, county_code: str) -> Self:
        return self.filter(settlement__county_id=county_code)


class Party(Entity):
    """What organisations and communities share."""

    external_id = models.CharField(_("identifier in earlier records"), max_length=80, blank=True)
    name = models.CharField(_("name"), max_length=200)
    name_sort = models.CharField(max_length=800, editable=False)
    name_search = models.CharField(max_length=400, editable=False)
    settlement = models.ForeignKey(
        "territory.Settlement", on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("settlement")
    )
    status = models.CharField(_("status"), max_length=10, choices=PartyStatus, default=PartyStatus.ACTIVE)
    website = models.URLField(_("website"), blank=True)
    description_hu = models.TextField(_("public introduction"), blank=True)
    description_en = models.TextField(_("public introduction in English"), blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="absorbed"
    )
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Organisation(Party):
    kind = models.ForeignKey(OrganisationKind, on_delete=models.PROTECT, verbose_name=_("kind"))
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    legal_form = models.CharField(_("legal form (GFO code)"), max_length=4, blank=True)
    tax_number = models.CharField(_("tax number"), max_length=13, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    part_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="sites", verbose_name=_("site of")
    )
    maintainer = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="maintained", verbose_name=_("maintainer")
    )

    objects = PartyQuerySet["Organisation"].as_manager()

    class Meta:
        ordering = ["name_sort", "pk"]
        indexes = [
            models.Index(fields=["name_search"], name="organisation_search"),
            models.Index(fields=["name_sort", "id"], name="organisation_order"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="organisation_external_id_once"
            )
        ]


class Community(Party):
    """A group of people, formal or informal. It need not be a legal person."""

    aliases = models.CharField(_("other names"), max_length=300, blank=True)
    is_formal = models.BooleanField(_("registered organisation"), default=False)
    host = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="hosted", verbose_name=_("host")
    )
    field = models.CharField(_("field"), max_length=16, choices=CommunityField, default=CommunityField.OTHER)
    founded_year = models.PositiveSmallIntegerField(_("year of foundation"), null=True, blank=True)
    size_band = models.CharField(_("size"), max_length=4, choices=SizeBand, blank=True)
    meets_every_days = models.PositiveSmallIntegerField(_("meets every … days"), null=True, blank=True)
    target_group = models.CharField(_("for whom"), max_length=120, blank=True)
    existence_proof = models.CharField(_("proof of existence"), max_length=16, choices=ExistenceProof, blank=True)

    objects = PartyQuerySet["Community"].as_manager()

    class Meta:
        ordering = ["name_sort", "pk"]
        verbose_name_plural = "communities"
        indexes = [
            models.Index(fields=["name_search"], name="community_search"),
            models.Index(fields=["name_sort", "id"], name="community_order"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="community_external_id_once"
            )
        ]


class Consortium(Entity):
    """Holders of one grant: lead, members, settlements. The grant id, not the lead's name, is its identity."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="consortia")
    call = models.ForeignKey("programmes.GrantCall", on_delete=models.PROTECT, related_name="consortia")
    grant_id = models.CharField(_("grant identifier"), max_length=80)
    title = models.CharField(_("title"), max_length=250)
    title_sort = models.CharField(max_length=1000, editable=False)
    title_search = models.CharField(max_length=500, editable=False)
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="led_consortia")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=0, null=True, blank=True)

    class Meta:
        ordering = ["title_sort", "pk"]
        verbose_name_plural = "consortia"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "grant_id"],
                name="grant_id_once",
                violation_error_message=_("This grant identifier is already in the programme."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="consortium_ends_after_start",
                violation_error_message=_("A grant cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ConsortiumMember(Entity):
    consortium = models.ForeignKey(Consortium, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["consortium", "organisation", "starts_on"], name="consortium_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.consortium_id} {self.organisation_id}"


class ConsortiumSettlement(models.Model):
    """A settlement that the grant covers."""

    consortium = models.ForeignKey(Consortium, on_delete=models.CASCADE, related_name="settlements")
    settlement = models.ForeignKey("territory.Settlement", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["settlement__name_sort", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["consortium", "settlement"], name="consortium_settlement_once")
        ]

    def __str__(self) -> str:
        return f"{self.consortium_id} {self.settlement_id}"


class Contact(Entity):
    """A named person at a party, in a role, for a time, with the leave they gave. No free-text notes on people."""

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="contacts"
    )
    community = models.ForeignKey(Community, null=True, blank=True, on_delete=models.CASCADE, related_name="contacts")
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

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, community__isnull=False) | Q(organisation__isnull=False, community=None),
                name="contact_of_one_party",
                violation_error_message=_("A contact belongs to one organisation or one community."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="contact_ends_after_start",
                violation_error_message=_("A contact cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Merge(Entity):
    """Two parties found to be one: `absorbed` counts as `survivor` from then on, until undone. Nothing is deleted."""

    party_type = models.CharField(max_length=12, choices=[("organisation", "organisation"), ("community", "community")])
    absorbed_id = models.UUIDField()
    survivor_id = models.UUIDField()
    reason = models.CharField(_("reason"), max_length=200)
    merged_on = models.DateField()
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-merged_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party_type", "absorbed_id"], condition=Q(undone_at=None), name="merge_in_force_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.party_type} {self.absorbed_id} is {self.survivor_id}"


class Split(Entity):
    """One party found to be two: `offshoot` was made from `origin` on that day; earlier facts stay with the origin."""

    party_type = models.CharField(max_length=12, choices=[("organisation", "organisation"), ("community", "community")])
    origin_id = models.UUIDField()
    offshoot_id = models.UUIDField()
    reason = models.CharField(_("reason"), max_length=200)
    split_on = models.DateField()
    split_at = models.DateTimeField()
    split_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-split_at", "pk"]

    def __str__(self) -> str:
        return f"{self.party_type} {self.origin_id} gave {self.offshoot_id}"
