"""An occasion is planned, announced, changed, cancelled, and closed when it was held."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.hungarian import fold
from mentorhalo.programmes.models import Programme

from ..choices import AttendeeState, OccasionState
from ..models import Attendance, Occasion, OccasionQuestion
from ..models.occasions import LONGEST_DAYS
from .journal import tell_of_occasion
from .letters import tell
from .refusals import OccasionRefused
from .seats import fill_seats

# Of these everybody who has a place must hear.
TOLD_OF = ("starts_at", "ends_at", "settlement_id", "place", "online_url")


@dataclass(frozen=True)
class OccasionDraft:
    """An occasion as its organiser writes it."""

    kind: str
    title: str
    summary: str
    host: str
    starts_at: datetime
    ends_at: datetime
    agenda: str = ""
    group: UUID | None = None
    is_whole_network: bool = False
    is_public: bool = True
    settlement: str = ""
    place: str = ""
    online_url: str = ""
    capacity: int | None = None
    closes_at: datetime | None = None

    def fields(self) -> dict[str, Any]:
        title = " ".join(self.title.split())
        return {
            "kind": self.kind,
            "title": title,
            "title_search": fold(title),
            "summary": " ".join(self.summary.split()),
            "agenda": self.agenda.strip(),
            "host": " ".join(self.host.split()),
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "group_id": self.group,
            "is_whole_network": self.is_whole_network,
            "is_public": self.is_public,
            "settlement_id": self.settlement or None,
            "place": " ".join(self.place.split()),
            "online_url": self.online_url.strip(),
            "capacity": self.capacity,
            "closes_at": self.closes_at,
        }


@transaction.atomic
def plan_occasion(
    *, key: UUID, draft: OccasionDraft, programme: Programme, by: User, at: datetime
) -> Occasion:
    """Write it down; nobody else sees it until it is announced. The same key again returns the first. Raises `OccasionRefused`."""
    earlier = Occasion.objects.filter(pk=key).first()
    if earlier is not None:
        return earlier
    occasion = Occasion(
        pk=key, programme=programme, planned_by=by, planned_at=at, changed_at=at, **draft.fields()
    )
    _check(occasion)
    occasion.save(force_insert=True)
    return occasion


@transaction.atomic
def revise_occasion(*, occasion: Occasion, draft: OccasionDraft, by: User, at: datetime) -> Occasion:
    """Change it. With a new time or place everybody who holds a place hears; with more places the waiting list moves up."""
    occasion = locked(occasion)
    if occasion.state == OccasionState.CANCELLED:
        raise OccasionRefused(_("It is cancelled: nothing can be changed any more."))
    before = {name: getattr(occasion, name) for name in TOLD_OF}
    for name, value in draft.fields().items():
        setattr(occasion, name, value)
    _check(occasion)
    occasion.changed_at = at
    occasion.sequence += 1
    occasion.save()
    if occasion.state == OccasionState.DRAFT:
        return occasion
    tell_of_occasion(occasion, by=by, at=at)
    if occasion.state == OccasionState.PUBLISHED:
        if any(getattr(occasion, name) != value for name, value in before.items()):
            _tell_all(occasion, "changed")
        fill_seats(occasion, at=at)
    return occasion


@transaction.atomic
def publish_occasion(*, occasion: Occasion, by: User, at: datetime) -> Occasion:
    occasion = locked(occasion)
    if occasion.state != OccasionState.DRAFT:
        return occasion
    if occasion.settlement_id is None and not occasion.online_url:
        raise OccasionRefused(_("Say where it is: a settlement, or a link for taking part online."))
    occasion.state, occasion.published_at, occasion.changed_at = OccasionState.PUBLISHED, at, at
    occasion.save()
    tell_of_occasion(occasion, by=by, at=at)
    audit.note(deed="publish_occasion", subject=f"occasion:{occasion.pk}", by=by.pk, at=at)
    return occasion


@transaction.atomic
def cancel_occasion(*, occasion: Occasion, reason: str, by: User, at: datetime) -> Occasion:
    """It does not take place. It stays on its page and in calendars as cancelled; whoever registered gets a letter."""
    occasion = locked(occasion)
    said = " ".join(reason.split())
    if occasion.state != OccasionState.PUBLISHED:
        raise OccasionRefused(_("Only what was announced and not held yet can be cancelled."))
    if not said:
        raise OccasionRefused(_("Say why: everybody who registered will read it."), field="reason")
    if Attendance.objects.filter(attendee__occasion=occasion).exists():
        raise OccasionRefused(_("Somebody was there already: it cannot be cancelled."))
    occasion.state, occasion.cancel_reason, occasion.changed_at = OccasionState.CANCELLED, said, at
    occasion.sequence += 1
    occasion.save()
    tell_of_occasion(occasion, by=by, at=at)
    _tell_all(occasion, "cancelled")
    audit.note(deed="cancel_occasion", subject=f"occasion:{occasion.pk}", by=by.pk, at=at)
    return occasion


@transaction.atomic
def hold_occasion(*, occasion: Occasion, by: User, at: datetime) -> Occasion:
    """It took place, and the list says who was there: from now on it counts. Raises `OccasionRefused`."""
    occasion = locked(occasion)
    if occasion.state == OccasionState.HELD:
        return occasion
    if occasion.state != OccasionState.PUBLISHED or occasion.ends_at > at:
        raise OccasionRefused(_("Only what was announced and is over can be closed."))
    if not Attendance.objects.filter(attendee__occasion=occasion).exists():
        raise OccasionRefused(_("First say who was there: without attendance it does not count."))
    occasion.state, occasion.changed_at = OccasionState.HELD, at
    occasion.save()
    tell_of_occasion(occasion, by=by, at=at)
    for attendee in occasion.attendees.seated().filter(days__isnull=False).distinct():
        attendee.occasion = occasion
        tell(attendee, "thanks")
    return occasion


@transaction.atomic
def drop_draft(*, occasion: Occasion) -> None:
    """What was never announced can go without a trace."""
    occasion = locked(occasion)
    if occasion.state != OccasionState.DRAFT:
        raise OccasionRefused(_("It was announced: it can be cancelled, not deleted."))
    occasion.delete()


@transaction.atomic
def ask_of_attendees(
    *, occasion: Occasion, text: str, kind: str, options: str, is_required: bool
) -> OccasionQuestion:
    """One more question to whoever registers from now on."""
    question = OccasionQuestion(
        occasion=occasion,
        text=" ".join(text.split()),
        kind=kind,
        options=options.strip(),
        is_required=is_required,
        order=OccasionQuestion.objects.filter(occasion=occasion).count(),
    )
    if kind == "choice" and len(question.choices) < 2:
        raise OccasionRefused(_("Give at least two choices, one on each line."), field="options")
    question.save(force_insert=True)
    return question


@transaction.atomic
def drop_question(*, question: OccasionQuestion) -> None:
    """It is asked no more; what was answered to it goes as well."""
    for attendee in question.occasion.attendees.filter(answers__has_key=str(question.pk)):
        attendee.answers.pop(str(question.pk))
        attendee.save(update_fields=["answers"])
    question.delete()


def locked(occasion: Occasion) -> Occasion:
    rows = Occasion.objects.select_for_update(of=("self",)).select_related("programme", "settlement")
    return rows.get(pk=occasion.pk)


def _check(occasion: Occasion) -> None:
    if occasion.starts_at >= occasion.ends_at:
        raise OccasionRefused(_("It cannot end before it begins."), field="ends_at")
    if len(occasion.days) > LONGEST_DAYS:
        raise OccasionRefused(_("It is longer than a month: please look at its days."), field="ends_at")
    if occasion.closes_at and occasion.closes_at > occasion.ends_at:
        raise OccasionRefused(_("Registration cannot go on after the end."), field="closes_at")
    try:
        occasion.validate_constraints()
    except ValidationError as error:
        raise OccasionRefused(" ".join(error.messages)) from None


def _tell_all(occasion: Occasion, letter: str) -> None:
    for attendee in occasion.attendees.holding():
        attendee.occasion = occasion
        tell(attendee, letter, is_waiting=attendee.state == AttendeeState.WAITING)
