"""What the journal says of a good practice: that it was accepted with the institution's consent, and that it is published."""

from collections.abc import Iterator
from typing import Any

from mentorhalo.core.paging import in_pages
from mentorhalo.evidence.actions import FactDraft

from ..choices import AdoptionState
from ..models import Adoption, Consent, Practice

PRACTICE_SOURCE = "knowledge.practice"
ADOPTION_SOURCE = "knowledge.adoption"


def facts_of_practice(practice: Practice, *, has_consent: bool) -> list[FactDraft]:
    """Of one that was accepted, as long as its institution's consent stands. Variants speak of the practice they vary: both count once."""
    if practice.accepted_on is None or not has_consent:
        return []
    about: dict[str, Any] = {
        "programme": practice.programme,
        "subject": f"practice:{practice.variant_of_id or practice.pk}",
        "subject_class": practice.field,
        "form": practice.field,
        "home": practice.settlement_id,
        "county": practice.county,
        "who": f"mentor:{practice.contributor_id}" if practice.contributor_id else "",
        "state": "by_mentor" if practice.contributor_id else "by_other",
    }
    facts = [FactDraft(kind="practice.accepted", occurred_on=practice.accepted_on, **about)]
    if practice.published_on is not None and practice.public_version_id is not None:
        facts.append(FactDraft(kind="practice.published", occurred_on=practice.published_on, **about))
    return facts


def all_practices() -> Iterator[tuple[str, list[FactDraft]]]:
    """For reconciliation: every practice with its facts. Two queries for each five hundred."""
    consented = set(
        Consent.objects.in_force()
        .filter(version__accepted_at__isnull=False)
        .values_list("version__practice", flat=True)
    )
    for practice in in_pages(Practice.objects.all()):
        yield str(practice.pk), facts_of_practice(practice, has_consent=practice.pk in consented)


def facts_of_adoption(adoption: Adoption) -> list[FactDraft]:
    """Of one that the practice's owner confirmed: that its practice was taken over, where, by whom where they are in the register."""
    if adoption.state != AdoptionState.CONFIRMED:
        return []
    practice = adoption.practice
    return [
        FactDraft(
            kind="practice.adopted",
            occurred_on=adoption.since,
            programme=adoption.programme,
            subject=f"practice:{practice.variant_of_id or practice.pk}",
            subject_class=practice.field,
            form=practice.field,
            home=practice.settlement_id,
            county=practice.county,
            place=adoption.settlement_id,
            who=_who(adoption),
        )
    ]


def all_adoptions() -> Iterator[tuple[str, list[FactDraft]]]:
    """For reconciliation. One query for each five hundred."""
    for adoption in in_pages(Adoption.objects.select_related("practice")):
        yield str(adoption.pk), facts_of_adoption(adoption)


def _who(adoption: Adoption) -> str:
    if adoption.organisation_id:
        return f"organisation:{adoption.organisation_id}"
    return f"community:{adoption.community_id}" if adoption.community_id else ""
