"""The one way in which a version of a practice changes its state."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.evidence import actions as evidence

from ...choices import PracticeState
from ...facts.practices import ADOPTION_SOURCE, PRACTICE_SOURCE, facts_of_adoption, facts_of_practice
from ...models import Adoption, Consent, Practice, PracticeMove, PracticeVersion
from ..booklets import take_back_booklets
from .letters import tell_of_step

SEARCH_KIND = "practice"

NEXT_STATES: dict[str, frozenset[str]] = {
    PracticeState.UNCONFIRMED: frozenset({PracticeState.PROPOSED, PracticeState.WITHDRAWN}),
    PracticeState.DRAFT: frozenset({PracticeState.PROPOSED, PracticeState.WITHDRAWN}),
    PracticeState.PROPOSED: frozenset(
        {
            PracticeState.CHECKED,
            PracticeState.RETURNED,
            PracticeState.REJECTED,
            PracticeState.DUPLICATE,
            PracticeState.WITHDRAWN,
        }
    ),
    PracticeState.CHECKED: frozenset(
        {PracticeState.CONSENTED, PracticeState.RETURNED, PracticeState.WITHDRAWN}
    ),
    PracticeState.CONSENTED: frozenset({PracticeState.IN_REVIEW, PracticeState.WITHDRAWN}),
    PracticeState.IN_REVIEW: frozenset(
        {
            PracticeState.ACCEPTED,
            PracticeState.RETURNED,
            PracticeState.REJECTED,
            PracticeState.DUPLICATE,
            PracticeState.WITHDRAWN,
        }
    ),
    PracticeState.RETURNED: frozenset({PracticeState.PROPOSED, PracticeState.WITHDRAWN}),
    PracticeState.ACCEPTED: frozenset({PracticeState.PUBLISHED, PracticeState.WITHDRAWN}),
    PracticeState.PUBLISHED: frozenset(
        {PracticeState.SUPERSEDED, PracticeState.ARCHIVED, PracticeState.WITHDRAWN}
    ),
    PracticeState.ARCHIVED: frozenset(
        {PracticeState.PUBLISHED, PracticeState.SUPERSEDED, PracticeState.WITHDRAWN}
    ),
    PracticeState.SUPERSEDED: frozenset(),
    PracticeState.WITHDRAWN: frozenset(),
    PracticeState.REJECTED: frozenset(),
    PracticeState.DUPLICATE: frozenset(),
}


class PracticeRefused(Exception):
    """It cannot be so; the message is meant for the person, `field` names what to mend."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def locked(version: PracticeVersion) -> PracticeVersion:
    """The version as it is now, held with its practice until the transaction ends. Two queries."""
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=version.practice_id)
    held = PracticeVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    held.practice = practice
    return held


def move(
    version: PracticeVersion,
    to: PracticeState,
    *,
    by: User | None,
    at: datetime,
    by_name: str = "",
    reason: str = "",
    remarks: Mapping[str, str] | None = None,
) -> PracticeVersion:
    """Write the version (with whatever the caller set on it and on its practice) in its next state, the step, the facts, the letters.

    Call it inside a transaction, on what `locked` returned. Raises `PracticeRefused`.
    """
    before = PracticeState(version.state)
    if to not in NEXT_STATES[before]:
        raise PracticeRefused(
            _("This practice is “%(state)s” now: the step is not possible any more.")
            % {"state": before.label}
        )
    version.state, version.state_at = to, at
    version.save()
    version.practice.save()
    step = PracticeMove.objects.create(
        version=version,
        before=before,
        after=to,
        at=at,
        by=by,
        by_name=by_name,
        reason=reason,
        remarks=dict(remarks or {}),
    )
    tell(version.practice, by=by, at=at)
    let_find(version.practice)
    tell_of_step(version, step)
    return version


def tell(practice: Practice, *, by: User | None, at: datetime) -> None:
    """Let the journal say what the practice says now. Repeating it is harmless. One query beside the journal's."""
    has_consent = (
        Consent.objects.in_force()
        .filter(version__practice=practice, version__accepted_at__isnull=False)
        .exists()
    )
    facts = facts_of_practice(practice, has_consent=has_consent)
    evidence.sync(PRACTICE_SOURCE, practice.pk, facts, by=by, at=at)


def tell_adoptions(practice: Practice, *, by: User | None, at: datetime) -> None:
    """Let the journal say of which family its adoptions are. One query beside the journal's."""
    for adoption in Adoption.objects.filter(practice=practice).select_related("practice"):
        evidence.sync(ADOPTION_SOURCE, adoption.pk, facts_of_adoption(adoption), by=by, at=at)


def let_find(practice: Practice) -> None:
    """What is listed is found soon; what is not any more vanishes from search and booklets in this transaction."""
    if practice.public_version_id is not None and practice.archived_on is None:
        search.changed(SEARCH_KIND, [practice.pk])
    elif practice.published_on is not None:
        search.forget(SEARCH_KIND, [str(practice.pk)])
        if practice.public_version_id is None:
            take_back_booklets(practice=practice.pk)
