"""Sites roll up: a site is counted as the institution it belongs to, by a dated identity link."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.evidence.actions import link_identity, unlink_identity
from mentorhalo.evidence.models import IdentityLink

from ..models import Organisation, Party
from .parties import PartiesInACircle

SITE_SOURCE = "partners.site"


def follow_sites(organisations: Iterable[Organisation], *, by: User | None, at: datetime) -> None:
    """Bring the identity link of each site in line with its card. A merged site counts as what it was merged into."""
    for organisation in organisations:
        institution = None
        if organisation.part_of_id and not organisation.merged_into_id and not organisation.withdrawn_at:
            institution = organisation.part_of
            assert institution is not None  # part_of_id says so
            refuse_circle(organisation, institution)
        _follow(organisation, institution, by=by, at=at)


def _follow(site: Organisation, institution: Organisation | None, *, by: User | None, at: datetime) -> None:
    wanted = institution.reference if institution else None
    live = IdentityLink.objects.filter(source_type=SITE_SOURCE, source_id=str(site.pk), unlink=None).first()
    if (live.survivor if live else None) == wanted:
        return
    if live:
        unlink_identity(link=live, reason="site", by=by, at=at)
    if wanted:
        link_identity(
            absorbed=site.reference,
            survivor=wanted,
            source_type=SITE_SOURCE,
            source_id=str(site.pk),
            reason="site",
            by=by,
            at=at,
        )


def refuse_circle(absorbed: Party, survivor: Party) -> None:
    """Refuse that `survivor` already counts as `absorbed`. One query for each link of its chain."""
    counted: Party | None = survivor
    while counted is not None:
        if counted.pk == absorbed.pk:
            raise PartiesInACircle(
                _("“%(survivor)s” already counts as “%(absorbed)s”.")
                % {"survivor": survivor.name, "absorbed": absorbed.name}
            )
        counted = counted.merged_into or getattr(counted, "part_of", None)
