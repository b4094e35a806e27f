"""What a joiner holds in the Week: written down, copied to other days, cancelled, and told of afterwards."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User

from ..choices import JoinerState, OccasionState
from ..hours import last_day
from ..models import Joiner, Occasion, WeekProgramme
from .joining import locked_joiner
from .journal import tell_of_occasion
from .planning import locked
from .refusals import OccasionRefused

MOST_PROGRAMMES = 60


@dataclass(frozen=True)
class ProgrammeDraft:
    """A programme as its joiner writes it."""

    title: str
    kind: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    place: str
    theme: str = ""
    access: str = ""
    fee: str = ""

    def fields(self) -> dict[str, object]:
        return {
            name: " ".join(value.split()) if isinstance(value, str) else value
            for name, value in asdict(self).items()
        }


@transaction.atomic
def add_programme(*, joiner: Joiner, key: UUID, draft: ProgrammeDraft, at: datetime) -> WeekProgramme:
    """The same key again returns the first. Raises `OccasionRefused`."""
    joiner = _open(joiner, at)
    earlier = WeekProgramme.objects.filter(pk=key, joiner=joiner).first()
    if earlier is not None:
        return earlier
    if WeekProgramme.objects.filter(pk=key).exists() or Occasion.objects.filter(pk=key).exists():
        raise OccasionRefused(_("This form was sent already. Open the page anew."))
    programme = WeekProgramme(pk=key, joiner=joiner, written_at=at, **draft.fields())
    _check(programme)
    programme.save(force_insert=True)
    return programme


@transaction.atomic
def revise_programme(*, programme: WeekProgramme, draft: ProgrammeDraft, at: datetime) -> WeekProgramme:
    """As long as it is not published. Raises `OccasionRefused`."""
    joiner = _open(programme.joiner, at)
    programme = WeekProgramme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    programme.joiner = joiner
    if programme.occasion_id is not None:
        raise OccasionRefused(
            _("It is published: cancel it and write a new one, so that visitors hear of it.")
        )
    for name, value in draft.fields().items():
        setattr(programme, name, value)
    _check(programme)
    programme.save()
    return programme


@transaction.atomic
def copy_programme(*, programme: WeekProgramme, days: Collection[date], at: datetime) -> int:
    """The same at the same hours on each of these days; days that have it already are passed over. Says how many are new."""
    joiner = _open(programme.joiner, at)
    starts_on = timezone.localdate(programme.starts_at)
    standing = {
        timezone.localdate(one)
        for one in WeekProgramme.objects.filter(
            joiner=joiner, title=programme.title, place=programme.place
        ).values_list("starts_at", flat=True)
    }
    wanted = sorted(set(days) - standing - {starts_on})
    if any(day not in joiner.edition.days for day in wanted):
        raise OccasionRefused(_("Choose days of the Week."), field="days")
    for day in wanted:
        moved = timedelta(days=(day - starts_on).days)
        copy = WeekProgramme(
            joiner=joiner,
            title=programme.title,
            kind=programme.kind,
            theme=programme.theme,
            summary=programme.summary,
            starts_at=_moved(programme.starts_at, moved),
            ends_at=_moved(programme.ends_at, moved),
            place=programme.place,
            access=programme.access,
            fee=programme.fee,
            written_at=at,
        )
        _check(copy)
        copy.save(force_insert=True)
    return len(wanted)


@transaction.atomic
def drop_programme(*, programme: WeekProgramme) -> None:
    """What was never published goes without a trace. Raises `OccasionRefused`."""
    programme = WeekProgramme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if programme.occasion_id is not None:
        raise OccasionRefused(_("It is published: it can be cancelled, not deleted."))
    programme.delete()


@transaction.atomic
def cancel_programme(*, programme: WeekProgramme, reason: str, at: datetime) -> None:
    """It stays on its page and in calendars, as cancelled. Raises `OccasionRefused`."""
    said = " ".join(reason.split())
    if programme.occasion is None or programme.reported_at is not None:
        raise OccasionRefused(_("Only what was published and not held yet can be cancelled."))
    if not said:
        raise OccasionRefused(_("Say why: visitors read it."), field="reason")
    occasion = locked(programme.occasion)
    if occasion.state != OccasionState.PUBLISHED:
        return
    occasion.state, occasion.cancel_reason, occasion.changed_at = OccasionState.CANCELLED, said, at
    occasion.sequence += 1
    occasion.save()
    tell_of_occasion(occasion, by=None, at=at)


@transaction.atomic
def report_programme(
    *, programme: WeekProgramme, attendance: int, counted_by: str, quote: str, by: User | None, at: datetime
) -> WeekProgramme:
    """It was held: how many came and how that was counted, and a sentence for others to read. May be corrected. Raises `OccasionRefused`."""
    programme = locked_with_occasion(programme)
    occasion = reportable(programme, at)
    programme.attendance, programme.counted_by = attendance, counted_by
    programme.quote, programme.reported_at = " ".join(quote.split()), at
    programme.save(update_fields=["attendance", "counted_by", "quote", "reported_at"])
    if occasion.state == OccasionState.PUBLISHED:
        occasion.state, occasion.changed_at = OccasionState.HELD, at
        occasion.save()
        tell_of_occasion(occasion, by=by, at=at)
    return programme


def locked_with_occasion(programme: WeekProgramme) -> WeekProgramme:
    """Nobody cancels it or takes it down between a look at its state and what follows from it."""
    programme = WeekProgramme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if programme.occasion_id is not None:
        programme.occasion = locked(Occasion(pk=programme.occasion_id))
    return programme


def reportable(programme: WeekProgramme, at: datetime) -> Occasion:
    """The occasion of which it can be told now how it was. Raises `OccasionRefused`."""
    if programme.occasion is None or not programme.is_standing:
        raise OccasionRefused(_("Only of what was published and not cancelled can it be told how it was."))
    if programme.occasion.starts_at > at:
        raise OccasionRefused(_("It has not begun yet."))
    if timezone.localdate(at) > programme.joiner.edition.report_until:
        raise OccasionRefused(_("The time for reports is over. Write to the county group."))
    return programme.occasion


def may_report(programme: WeekProgramme, at: datetime) -> bool:
    """It can be told now how it was, and photos can be sent. It comes with its occasion, joiner and edition."""
    try:
        reportable(programme, at)
    except OccasionRefused:
        return False
    return True


def _open(joiner: Joiner, at: datetime) -> Joiner:
    joiner = locked_joiner(joiner)
    if joiner.state == JoinerState.WITHDRAWN:
        raise OccasionRefused(_("You have withdrawn: join anew."))
    if not joiner.edition.takes_programmes(at):
        raise OccasionRefused(_("Programmes cannot be written down any more."))
    return joiner


def _check(programme: WeekProgramme) -> None:
    edition = programme.joiner.edition
    first, last = timezone.localdate(programme.starts_at), last_day(programme.ends_at)
    if programme.starts_at >= programme.ends_at:
        raise OccasionRefused(_("It cannot end before it begins."), field="ends_at")
    if first < edition.starts_on or last > edition.ends_on:
        raise OccasionRefused(_("It lies outside the days of the Week."), field="starts_at")
    others = WeekProgramme.objects.filter(joiner=programme.joiner).exclude(pk=programme.pk)
    if others.count() >= MOST_PROGRAMMES:
        raise OccasionRefused(_("A joiner has at most %(most)s programmes.") % {"most": MOST_PROGRAMMES})
    try:
        programme.validate_constraints()
    except ValidationError as error:
        raise OccasionRefused(" ".join(error.messages)) from None


def _moved(moment: datetime, by: timedelta) -> datetime:
    """The same hour on another day, whatever the clocks do between."""
    local = timezone.localtime(moment)
    return timezone.make_aware(datetime.combine(local.date() + by, local.time()))
