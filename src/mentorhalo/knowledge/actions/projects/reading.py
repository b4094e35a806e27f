"""Two independent readers score an application; where they disagree, a third one or a talk settles it with a reason."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User

from ...choices.projects import ProjectState, Settled
from ...models.projects import ModelProject, Reading
from ...queries.projects import READERS
from .letters import tell_reader
from .states import ProjectRefused, locked_project, move, refuse_unless


@transaction.atomic
def ask_readers(*, project: ModelProject, first: User, second: User, by: User, at: datetime) -> list[Reading]:
    """Two different people who had no part in the application."""
    project = locked_project(project)
    refuse_unless(project, ProjectState.SUBMITTED)
    if first.pk == second.pk:
        raise ProjectRefused(_("Choose two different readers."), field="second")
    for field, reader in (("first", first), ("second", second)):
        _refuse_reader(project, reader, at, field=field)
    readings = [_ask(project, reader, at) for reader in (first, second)]
    move(project, ProjectState.READING, by=by, at=at)
    return readings


@transaction.atomic
def ask_third_reader(*, project: ModelProject, reader: User, by: User, at: datetime) -> Reading:
    project = locked_project(project)
    refuse_unless(project, ProjectState.DISPUTED)
    _refuse_reader(project, reader, at, field="reader")
    if project.readings.filter(reader=reader).exists():
        raise ProjectRefused(_("This person has read it already."), field="reader")
    if project.readings.filter(is_third=True).exists():
        raise ProjectRefused(_("A third reader was asked already."), field="reader")
    return _ask(project, reader, at, is_third=True)


@transaction.atomic
def save_reading(
    *,
    reading: Reading,
    scores: Mapping[str, int],
    reasons: Mapping[str, str],
    opinion: str,
    by: User,
    at: datetime,
) -> Reading:
    """Keep what a reader has so far; nobody else sees it."""
    reading = _open(reading, by)
    _fill(reading, scores, reasons, opinion)
    reading.save()
    return reading


@transaction.atomic
def hand_in_reading(
    *,
    reading: Reading,
    scores: Mapping[str, int],
    reasons: Mapping[str, str],
    opinion: str,
    by: User,
    at: datetime,
) -> Reading:
    """Every criterion scored and reasoned. With the second one both are opened and compared with the call's tolerance."""
    project = locked_project(reading.project)
    reading = _open(reading, by)
    _fill(reading, scores, reasons, opinion)
    for criterion in project.call.criteria:
        code = criterion["code"]
        if code not in reading.scores:
            raise ProjectRefused(_("Give points for this."), field=f"score_{code}")
        if not reading.reasons.get(code):
            raise ProjectRefused(_("Say why so many."), field=f"reason_{code}")
    reading.total = sum(reading.scores.values())
    reading.handed_in_at = at
    reading.save()
    if reading.is_third:
        _settle_by_third(project, reading, by=by, at=at)
    else:
        _compare(project, by=by, at=at)
    return reading


@transaction.atomic
def settle_by_talk(
    *, project: ModelProject, score: Decimal, reason: str, by: User, at: datetime
) -> ModelProject:
    """The two readers talked it over and agree on a number between theirs."""
    project = locked_project(project)
    refuse_unless(project, ProjectState.DISPUTED)
    if not reason.strip():
        raise ProjectRefused(_("Say what they agreed on and why."), field="reason")
    if project.readings.filter(is_third=True).exists():
        raise ProjectRefused(_("A third reader was asked: it is settled by their scores."))
    totals = [one.total or 0 for one in project.readings.all()]
    if not min(totals) <= score <= max(totals):
        raise ProjectRefused(_("The number lies between those of the two readers."), field="score")
    project.score, project.settled_how, project.settled_reason = score, Settled.TALK, reason.strip()
    return move(project, ProjectState.READ, by=by, at=at, reason=reason.strip())


def _compare(project: ModelProject, *, by: User, at: datetime) -> None:
    totals = [one.total for one in project.readings.filter(is_third=False) if one.total is not None]
    if len(totals) < 2:
        return
    project.score = Decimal(sum(totals)) / 2
    if max(totals) - min(totals) > project.call.tolerance:
        project.score = None
        move(project, ProjectState.DISPUTED, by=by, at=at)
    else:
        move(project, ProjectState.READ, by=by, at=at)


def _settle_by_third(project: ModelProject, third: Reading, *, by: User, at: datetime) -> None:
    """The mean of the third reader's points and the nearer one of the first two; of equally near ones the higher."""
    first = [one.total or 0 for one in project.readings.filter(is_third=False)]
    own = third.total or 0
    nearest = min(first, key=lambda total: (abs(total - own), -total))
    project.score = Decimal(own + nearest) / 2
    project.settled_how, project.settled_reason = Settled.THIRD, third.opinion
    move(project, ProjectState.READ, by=by, at=at, reason=third.opinion)


def _ask(project: ModelProject, reader: User, at: datetime, *, is_third: bool = False) -> Reading:
    reading = Reading.objects.create(project=project, reader=reader, asked_at=at, is_third=is_third)
    tell_reader(project, reader)
    return reading


def _refuse_reader(project: ModelProject, reader: User, at: datetime, *, field: str) -> None:
    today = timezone.localdate(at)
    if reader.pk == project.created_by_id:
        raise ProjectRefused(_("Who wrote the application does not score it."), field=field)
    if not any(reader.holds(role, on=today) for role in READERS):
        raise ProjectRefused(_("Readers are experts or colleagues of the office."), field=field)


def _open(reading: Reading, by: User) -> Reading:
    reading = (
        Reading.objects.select_for_update(of=("self",)).select_related("project__call").get(pk=reading.pk)
    )
    if reading.reader_id != by.pk:
        raise ProjectRefused(_("Somebody else was asked to read it."))
    if reading.handed_in_at is not None:
        raise ProjectRefused(_("You have handed your scores in: they stay as they are."))
    refuse_unless(reading.project, ProjectState.READING, ProjectState.DISPUTED)
    return reading


def _fill(reading: Reading, scores: Mapping[str, int], reasons: Mapping[str, str], opinion: str) -> None:
    most = {one["code"]: int(one["most"]) for one in reading.project.call.criteria}
    for code, points in scores.items():
        if code not in most or not 0 <= points <= most[code]:
            raise ProjectRefused(
                _("Between 0 and %(most)s points.") % {"most": most.get(code, 0)}, field=f"score_{code}"
            )
    reading.scores = dict(scores)
    reading.reasons = {
        code: words.strip() for code, words in reasons.items() if code in most and words.strip()
    }
    reading.opinion = opinion.strip()
