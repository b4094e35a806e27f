"""“We do this too”: reported, confirmed by letter, confirmed by the practice's owner; both sides hear of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.evidence import actions as evidence
from mentorhalo.partners.models import Community, Organisation
from mentorhalo.programmes.queries import current_programme
from mentorhalo.territory.queries import county_of

from ...choices import AdoptionState
from ...facts.practices import ADOPTION_SOURCE, facts_of_adoption
from ...models import Adoption, Consent, Practice
from .adoption_letters import ask_adopter, ask_owner, tell_adopter
from .states import PracticeRefused

MOST_UNCONFIRMED = 3
DEEPEST = 50


@dataclass(frozen=True)
class AdoptionDraft:
    """Who does it, where, since when, otherwise how. `key` comes with the form: the same key again is the same report."""

    key: UUID
    adopter_name: str
    settlement: str
    since: date
    changed: str = ""
    result: str = ""
    organisation: Organisation | None = None
    community: Community | None = None
    own_practice: Practice | None = None
    name: str = ""
    email: str = ""  # of who has no account
    language: str = "hu"


@transaction.atomic
def report_adoption(*, practice: Practice, draft: AdoptionDraft, by: User | None, at: datetime) -> Adoption:
    """From a colleague of the network it goes to the owner at once; from anybody else once they confirm the letter that goes out.

    Where a description of its own is named, that letter goes to the institution that agreed to it, whoever reports: it stands
    below another one on its own page.
    """
    earlier = Adoption.objects.filter(client_key=draft.key).first()
    if earlier is not None:
        return earlier
    if practice.public_version_id is None:
        raise PracticeRefused(_("This practice is not public any more."))
    day = timezone.localdate(at)
    if draft.since > day:
        raise PracticeRefused(_("It cannot begin in the future."), field="since")
    email = "" if by else draft.email.strip().lower()
    _refuse_flood(email)
    address = email if draft.own_practice is None else _consenter(draft.own_practice, draft, email)
    _refuse_circle(practice, draft.own_practice)
    programme = current_programme(day)
    adoption = Adoption.objects.create(
        practice=practice,
        client_key=draft.key,
        adopter_name=" ".join(draft.adopter_name.split()),
        organisation=draft.organisation,
        community=draft.community,
        settlement_id=draft.settlement,
        county=county_of(draft.settlement, day),
        since=draft.since,
        changed=draft.changed.strip(),
        result=draft.result.strip(),
        own_practice=draft.own_practice,
        state=AdoptionState.UNCONFIRMED if address else AdoptionState.REPORTED,
        reported_at=at,
        reported_by=by,
        reporter_name=" ".join(draft.name.split()),
        reporter_email=email,
        language=draft.language,
        programme=programme.code if programme else "",
    )
    if address:
        ask_adopter(adoption, address)
    else:
        _pass_on(adoption)
    return adoption


@transaction.atomic
def confirm_report(*, adoption: Adoption, at: datetime) -> Adoption:
    """Who got the letter opened it and said yes. Again is harmless."""
    adoption = _locked(adoption)
    if adoption.state == AdoptionState.UNCONFIRMED:
        adoption.state = AdoptionState.REPORTED
        adoption.save(update_fields=["state"])
        _pass_on(adoption)
    return adoption


@transaction.atomic
def confirm_adoption(*, adoption: Adoption, by: User | None, at: datetime) -> Adoption:
    """The practice's owner says that it is so: from now on it is shown and counted. Again is harmless."""
    return _decide(adoption, AdoptionState.CONFIRMED, "", by=by, at=at)


@transaction.atomic
def refuse_adoption(*, adoption: Adoption, reason: str, by: User | None, at: datetime) -> Adoption:
    """The owner does not know of it; who reported it hears why."""
    if not reason.strip():
        raise PracticeRefused(_("Say why."), field="reason")
    return _decide(adoption, AdoptionState.REFUSED, reason.strip(), by=by, at=at)


@transaction.atomic
def withdraw_adoption(*, adoption: Adoption, by: User | None, at: datetime) -> Adoption:
    """Who reported it takes it back: it is shown and counted no more; their name and address are erased."""
    adoption = _locked(adoption)
    adoption.state = AdoptionState.WITHDRAWN
    adoption.reporter_name, adoption.reporter_email = "", ""
    _write(adoption, by, at)
    audit.note(deed="withdraw_adoption", subject=f"adoption:{adoption.pk}", by=by.pk if by else None, at=at)
    return adoption


def _decide(
    adoption: Adoption, state: AdoptionState, reason: str, *, by: User | None, at: datetime
) -> Adoption:
    adoption = _locked(adoption)
    if adoption.state == state:
        return adoption
    if adoption.state not in (AdoptionState.REPORTED, AdoptionState.CONFIRMED, AdoptionState.REFUSED):
        raise PracticeRefused(_("This report does not wait for you."))
    if state == AdoptionState.CONFIRMED and adoption.own_practice_id is not None:
        both = (adoption.practice_id, adoption.own_practice_id)
        # In one order: who confirms the same the other way round meanwhile waits, and then sees this one.
        rows = Practice.objects.select_for_update(of=("self",)).filter(pk__in=both).order_by("pk")
        held = {one.pk: one for one in rows}
        _refuse_circle(adoption.practice, held[adoption.own_practice_id])
    adoption.state, adoption.refused_because = state, reason
    adoption.confirmed_at = at if state == AdoptionState.CONFIRMED else None
    _write(adoption, by, at)
    tell_adopter(adoption)
    return adoption


def _write(adoption: Adoption, by: User | None, at: datetime) -> None:
    adoption.save()
    evidence.sync(ADOPTION_SOURCE, adoption.pk, facts_of_adoption(adoption), by=by, at=at)


def _pass_on(adoption: Adoption) -> None:
    email = _agreed_with(adoption.practice_id)
    if email:
        ask_owner(adoption, email)


def _agreed_with(practice: UUID) -> str:
    """The address by which its institution agreed to what is public of it; empty where none does. One query."""
    consents = Consent.objects.in_force().filter(version__practice=practice, version__public_of__isnull=False)
    return consents.order_by("-given_at").values_list("email", flat=True).first() or ""


def _locked(adoption: Adoption) -> Adoption:
    rows = Adoption.objects.select_for_update(of=("self",)).select_related("practice", "reported_by")
    return rows.get(pk=adoption.pk)


def _refuse_flood(email: str) -> None:
    if email and (
        Adoption.objects.filter(reporter_email=email, state=AdoptionState.UNCONFIRMED).count()
        >= MOST_UNCONFIRMED
    ):
        raise PracticeRefused(
            _("Several letters wait in this mailbox already. Please confirm one of them first."),
            field="email",
        )


def _consenter(own: Practice, draft: AdoptionDraft, email: str) -> str:
    """The address that has to say first that it is so: whoever reports speaks for no description of others."""
    is_same = draft.organisation is not None and own.organisation_id == draft.organisation.pk
    address = _agreed_with(own.pk)
    if not address or not (is_same or own.settlement_id == draft.settlement):
        raise PracticeRefused(
            _("%(code)s is no published practice of this institution or settlement.") % {"code": own.code},
            field="own_practice",
        )
    waiting = Adoption.objects.filter(own_practice=own, state=AdoptionState.UNCONFIRMED)
    if email != address.lower() and waiting.count() >= MOST_UNCONFIRMED:
        raise PracticeRefused(
            _("Several letters wait in this mailbox already. Please confirm one of them first."),
            field="own_practice",
        )
    return address


def _refuse_circle(practice: Practice, own: Practice | None) -> None:
    """Among what is confirmed: what is only said stands in nobody's way.

    What descends from a practice is not its ancestor, and descends from one alone. A query for each generation above.
    """
    if own is None:
        return
    standing = Adoption.objects.shown()
    if standing.filter(own_practice=own).exists():
        raise PracticeRefused(
            _("%(code)s descends from another practice already.") % {"code": own.code}, field="own_practice"
        )
    above = practice.pk
    for _generation in range(DEEPEST):
        if above == own.pk:
            raise PracticeRefused(_("A practice does not descend from itself."), field="own_practice")
        parent = standing.filter(own_practice=above).values_list("practice", flat=True).first()
        if parent is None:
            return
        above = parent
