"""Weeks that were kept elsewhere until now, brought in as they went: nobody gets a letter of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.core.hungarian import fold
from mentorhalo.evidence.actions import sync_many

from ..choices import JoinerState, OccasionKind, OccasionState
from ..facts import JOINER_SOURCE, facts_of_joiner
from ..models import Edition, Invitation, Joiner, Occasion, WeekProgramme
from .history import BATCH
from .joining import JoinerDraft
from .journal import SEARCH_KIND
from .week import ProgrammeDraft


@dataclass(frozen=True, kw_only=True)
class TakenProgramme:
    """A programme as it went; published if its joiner was accepted, held if it was told of."""

    id: UUID
    draft: ProgrammeDraft
    attendance: int | None = None
    counted_by: str = ""
    quote: str = ""


@dataclass(frozen=True, kw_only=True)
class TakenJoiner:
    """A joiner, its programmes, and what its mentor said."""

    id: UUID
    draft: JoinerDraft
    asked_at: datetime
    accepted_at: datetime | None = None
    mentor: UUID | None = None
    mentor_answer: str = ""
    programmes: Sequence[TakenProgramme] = ()


@dataclass(frozen=True, kw_only=True)
class TakenInvitation:
    id: UUID
    mentor: UUID
    name: str
    settlement: str
    made_at: datetime
    opened_at: datetime | None


@transaction.atomic
def take_week(
    *,
    edition: Edition,
    invitations: Iterable[TakenInvitation],
    joiners: Iterable[TakenJoiner],
    at: datetime,
    by: User,
) -> None:
    """A fixed number of queries for each thousand rows. `at`: when the programmes that were held were told of."""
    taken = list(joiners)
    Invitation.objects.bulk_create(
        [
            Invitation(
                pk=one.id,
                edition=edition,
                mentor_id=one.mentor,
                name=one.name,
                settlement_id=one.settlement,
                made_at=one.made_at,
                opened_at=one.opened_at,
            )
            for one in invitations
        ],
        batch_size=BATCH,
    )
    Joiner.objects.bulk_create([_joiner(edition, one) for one in taken], batch_size=BATCH)
    published = [(one, each) for one in taken for each in one.programmes if one.accepted_at]
    Occasion.objects.bulk_create(
        [_occasion(edition, one, each, at) for one, each in published], batch_size=BATCH
    )
    WeekProgramme.objects.bulk_create(
        [
            WeekProgramme(
                pk=each.id,
                joiner_id=one.id,
                occasion_id=each.id if one.accepted_at else None,
                written_at=one.asked_at,
                told_at=one.accepted_at,
                attendance=each.attendance,
                counted_by=each.counted_by,
                quote=each.quote,
                reported_at=at if each.attendance is not None else None,
                **each.draft.fields(),
            )
            for one in taken
            for each in one.programmes
        ],
        batch_size=BATCH,
    )
    accepted = {one.id: one.accepted_at for one in taken if one.accepted_at}
    rows = Joiner.objects.filter(pk__in=list(accepted)).select_related("edition__programme", "settlement")
    told = {str(one.pk): facts_of_joiner(one) for one in rows}
    moments = {str(pk): moment for pk, moment in accepted.items()}
    sync_many(JOINER_SOURCE, told, by=by, at=moments, fresh=True)
    search.changed(SEARCH_KIND, [str(each.id) for _one, each in published])


def _joiner(edition: Edition, taken: TakenJoiner) -> Joiner:
    draft = taken.draft
    accepted_on: date | None = timezone.localdate(taken.accepted_at) if taken.accepted_at else None
    return Joiner(
        pk=taken.id,
        edition=edition,
        client_key=draft.key,
        kind=draft.kind,
        name=draft.name,
        name_search=fold(draft.name),
        settlement_id=draft.settlement,
        contact_name=draft.contact_name,
        email=draft.email,
        language=draft.language,
        heard=draft.heard,
        mentor_named=draft.mentor_named,
        mentor_id=taken.mentor,
        mentor_answer=taken.mentor_answer,
        invitation_id=draft.invitation,
        state=JoinerState.ACCEPTED if accepted_on else JoinerState.SUBMITTED,
        asked_at=taken.asked_at,
        confirmed_at=taken.asked_at,
        accepted_on=accepted_on,
    )


def _occasion(edition: Edition, joiner: TakenJoiner, taken: TakenProgramme, at: datetime) -> Occasion:
    draft, is_held = taken.draft, taken.attendance is not None
    return Occasion(
        pk=taken.id,
        programme=edition.programme,
        kind=OccasionKind.WEEK,
        state=OccasionState.HELD if is_held else OccasionState.PUBLISHED,
        title=draft.title,
        title_search=fold(draft.title),
        summary=draft.summary,
        host=joiner.draft.name,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        settlement_id=joiner.draft.settlement,
        place=draft.place,
        planned_at=joiner.asked_at,
        published_at=joiner.accepted_at,
        changed_at=at if is_held else joiner.accepted_at or at,
    )
