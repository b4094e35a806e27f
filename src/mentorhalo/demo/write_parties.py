"""Organisations, communities and consortia of the demonstration."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.partners.actions import (
    CommunityDraft,
    ConsortiumDraft,
    Coverage,
    Membership,
    OrganisationDraft,
    register_communities,
    register_consortia,
    register_organisations,
)
from mentorhalo.partners.models import Organisation, OrganisationKind
from mentorhalo.programmes.models import GrantCall

from .parties import World
from .progress import told
from .site import Site


def write_parties(site: Site, world: World) -> None:
    kinds = {(kind.sector, kind.code): kind for kind in OrganisationKind.objects.all()}
    words = _("organisations")
    drafts = (
        OrganisationDraft(
            id=row.id,
            name=row.name,
            kind=kinds[row.sector, row.kind],
            settlement=site.settlements[row.settlement],
            entered_at=site.at(site.period.starts_on + timedelta(days=site.random.randint(0, 200))),
        )
        for row in told(world.organisations, words, len(world.organisations), site.report)
    )
    organisations = {
        row.pk: row for row in register_organisations(drafts=drafts, by=site.office, at=timezone.now())
    }
    words = _("communities")
    communities = (
        CommunityDraft(
            id=row.id,
            name=row.name,
            settlement=site.settlements[row.settlement],
            field=row.field,
            host=organisations.get(row.host) if row.host else None,
            size_band=row.size_band,
            founded_year=row.founded_year,
            meets_every_days=row.meets_every_days,
            is_formal=row.is_formal,
            existence_proof="register" if row.is_formal else "declaration",
            entered_at=site.at(site.period.starts_on),
        )
        for row in told(world.communities, words, len(world.communities), site.report)
    )
    register_communities(drafts=communities, by=site.office, at=timezone.now())
    _write_consortia(site, world, organisations)


def _write_consortia(site: Site, world: World, organisations: dict[UUID, Organisation]) -> None:
    calls = {call.code: call for call in GrantCall.objects.filter(programme=site.programme)}
    drafts = (
        ConsortiumDraft(
            id=row.id,
            programme=site.programme,
            call=calls[row.call],
            grant_id=row.grant_id,
            title=row.title,
            lead=organisations[row.lead],
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            amount=row.amount,
            members=[Membership(organisations[member]) for member in dict.fromkeys(row.members)],
            settlements=[Coverage(site.settlements[code]) for code in row.settlements],
            entered_at=site.at(row.starts_on),
        )
        for row in told(world.consortia, _("consortia"), len(world.consortia), site.report, every=50)
    )
    register_consortia(drafts=drafts, by=site.office, at=timezone.now())
