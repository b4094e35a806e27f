"""What is brought in by the hundred: fulfilments, closed sessions, plans. A fixed number of queries a batch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from mentorhalo.accounts.models import User
from mentorhalo.core.rows import update_rows
from mentorhalo.evidence.actions import FactDraft, sync_many
from mentorhalo.mentoring.models import Activity

from ..choices import EXPLOITABLE, Fulfilment, ItemState, SwotMethod
from ..facts import (
    OBLIGATION_SOURCE,
    PLAN_SOURCE,
    SWOT_SOURCE,
    facts_of_obligation,
    facts_of_plan_item,
    facts_of_swot_item,
)
from ..models import Obligation, PlanItem, Process, SwotItem, SwotSession, SwotVote
from .plans import NAMES, PlanDraft

BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class CardDraft:
    """A card with its votes; with a plan it became an action, carried out on a day with a result, or not yet."""

    quadrant: str
    text: str
    votes: int = 0
    plan: PlanDraft | None = None
    done_on: date | None = None
    result: str = ""
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, kw_only=True)
class SessionDraft:
    process: Process
    held_on: date
    participants: int
    cards: Sequence[CardDraft]
    number: int = 1


@transaction.atomic
def fulfil_many(*, pairs: Iterable[tuple[Obligation, Activity]], by: User | None, at: datetime) -> int:
    """Each obligation by a log entry of its grant, on the entry's day. Needs the obligations as their facts do."""
    found = []
    for obligation, entry in pairs:
        obligation.activity, obligation.how = entry, Fulfilment.ENTRY
        obligation.fulfilled_on, obligation.recorded_at, obligation.recorded_by = entry.occurred_on, at, by
        found.append(obligation)
    names = ["activity", "how", "fulfilled_on", "recorded_at", "recorded_by"]
    update_rows(Obligation, found, names)
    sync_many(OBLIGATION_SOURCE, {str(one.pk): facts_of_obligation(one) for one in found}, by=by, at=at)
    return len(found)


@transaction.atomic
def record_sessions(
    *, drafts: Sequence[SessionDraft], by: User | None, at: datetime, moments: Mapping[UUID, datetime]
) -> int:
    """Closed sessions with what stood on their boards and became of it; `moments` says when each process's was held.

    Needs the processes' programme and settlement at hand.
    """
    sessions: list[SwotSession] = []
    items: list[SwotItem] = []
    votes: list[SwotVote] = []
    plans: list[PlanItem] = []
    told: dict[str, list[FactDraft]] = {}
    when: dict[str, datetime] = {}
    for draft in drafts:
        moment = moments[draft.process.pk]
        session = SwotSession(
            process=draft.process,
            number=draft.number,
            held_on=draft.held_on,
            method=SwotMethod.WORKSHOP,
            participants=draft.participants,
            opened_at=moment,
            opened_by=by,
            closed_at=moment,
            link_number=2,
        )
        sessions.append(session)
        for card in draft.cards:
            item = SwotItem(
                id=card.id,
                session=session,
                quadrant=card.quadrant,
                text=card.text,
                voter=uuid4(),
                put_at=moment,
            )
            items.append(item)
            votes += [SwotVote(item=item, voter=UUID(int=voter + 1)) for voter in range(card.votes)]
            if card.plan is not None:
                plans.append(_plan_item(session, item, card, by, moment))
            if card.quadrant in EXPLOITABLE:
                told[str(item.pk)] = facts_of_swot_item(item, card.done_on if card.plan else None)
                when[str(item.pk)] = moment
    SwotSession.objects.bulk_create(sessions, batch_size=BATCH)
    SwotItem.objects.bulk_create(items, batch_size=BATCH)
    SwotVote.objects.bulk_create(votes, batch_size=BATCH)
    PlanItem.objects.bulk_create(plans, batch_size=BATCH)
    sync_many(SWOT_SOURCE, told, by=by, at=when, fresh=True)
    named = PlanItem.methods.through
    named.objects.bulk_create(
        (
            named(planitem_id=card.plan.id, method_id=method)
            for draft in drafts
            for card in draft.cards
            if card.plan is not None
            for method in card.plan.methods
        ),
        batch_size=BATCH,
    )
    planned = {str(one.pk): facts_of_plan_item(one) for one in plans}
    sync_many(PLAN_SOURCE, planned, by=by, at={str(one.pk): one.written_at for one in plans}, fresh=True)
    return len(sessions)


def _plan_item(
    session: SwotSession, source: SwotItem, card: CardDraft, by: User | None, at: datetime
) -> PlanItem:
    assert card.plan is not None
    return PlanItem(
        id=card.plan.id,
        process=session.process,
        source=source,
        state=ItemState.DONE if card.done_on else ItemState.PLANNED,
        done_on=card.done_on,
        result=card.result,
        written_on=session.held_on,
        written_at=at,
        written_by=by,
        **{name: getattr(card.plan, name) for name in NAMES},
    )
