"""What is decided on responses: accepted, returned, rejected; and edits, which keep every version."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Value, When
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User

from ..choices import ResponseState, UnitState, Way
from ..models import Decision, FieldAssignment, Response, SampleUnit
from ..signals import responses_decided
from .journal import tell_of_responses
from .receiving import Received, Sending, SentFile, receive

LONGEST_REASON = 300


class DecisionRefused(Exception):
    """The response cannot be decided on so; the message is meant for the person."""


@transaction.atomic
def accept_responses(*, responses: Iterable[UUID], by: User, at: datetime) -> int:
    """Accept what waits among these; how many. What is in order already, or was rejected, stays as it is."""
    waiting = (ResponseState.RECEIVED, ResponseState.RETURNED)
    found = list(
        Response.objects.lists()
        .select_for_update(of=("self",))
        .select_related("interviewer", "submission")
        .filter(pk__in=list(responses), state__in=waiting)
    )
    for one in found:
        _refuse_own(one, by)
        if one.misfits:
            raise DecisionRefused(
                _("An answer is not of its kind: mend it by an edit, or return the questionnaire.")
            )
        if one.wave_id is None:
            raise DecisionRefused(_("It belongs to no wave: its day lies outside all of them."))
    _decide(found, ResponseState.ACCEPTED, "", by, at)
    return len(found)


def return_response(*, response: Response, reason: str, by: User, at: datetime) -> Response:
    """Give it back to who recorded it, with a reason. An accepted one counts no more until it is accepted again."""
    return _decide_one(response, ResponseState.RETURNED, reason, by, at)


def reject_response(*, response: Response, reason: str, by: User, at: datetime) -> Response:
    """It is kept, with its reason, and counts nowhere."""
    return _decide_one(response, ResponseState.REJECTED, reason, by, at)


def edit_response(
    *,
    response: Response,
    xml: bytes,
    files: Sequence[SentFile] = (),
    reason: str,
    way: Way = Way.BROWSER,
    by: User,
    at: datetime,
) -> Received:
    """Put a changed questionnaire in the place of this one (`deprecatedID` names it); what it said before is kept.

    It waits to be accepted again. Raises `DecisionRefused` without a reason, and what `receive` raises.
    """
    reason = reason.strip()
    if not reason:
        raise DecisionRefused(_("Write why it is changed."))
    _refuse_long(reason)
    return receive(sending=Sending(xml=xml, way=way, files=files, reason=reason, by=by), at=at)


@transaction.atomic
def _decide_one(response: Response, state: ResponseState, reason: str, by: User, at: datetime) -> Response:
    reason = reason.strip()
    if not reason:
        raise DecisionRefused(_("Write why: whoever recorded it will read it."))
    _refuse_long(reason)
    found = (
        Response.objects.lists()
        .select_for_update(of=("self",))
        .select_related("interviewer", "submission")
        .get(pk=response.pk)
    )
    if found.state == state:
        return found
    if found.state == ResponseState.REJECTED:
        raise DecisionRefused(_("It was rejected already."))
    _refuse_own(found, by)
    if state == ResponseState.RETURNED and found.way == Way.LINK:
        raise DecisionRefused(
            _(
                "It came by a link, so nobody would hear that it was returned. Mend it by an edit, or reject it."
            )
        )
    _decide([found], state, reason, by, at)
    return found


def _decide(found: list[Response], state: ResponseState, reason: str, by: User, at: datetime) -> None:
    if not found:
        return
    ids = [one.pk for one in found]
    for one in found:
        one.state = state
    Response.objects.filter(pk__in=ids).update(state=state)
    Decision.objects.bulk_create(
        [Decision(response=one, state=state, reason=reason, by=by, at=at) for one in found]
    )
    if state == ResponseState.REJECTED:
        _free_units({one.unit_id for one in found if one.unit_id})
    tell_of_responses(ids, by=by, at=at)
    responses_decided.send(Response, responses=ids, state=state, by=by, at=at)


def _refuse_long(reason: str) -> None:
    if len(reason) > LONGEST_REASON:
        raise DecisionRefused(
            _("The reason may have %(most)s characters at most.") % {"most": LONGEST_REASON}
        )


def _free_units(units: set[UUID]) -> None:
    """A unit with no answer left that stands is to be visited again; by whom has it still in hand, if anybody does."""
    standing = Response.objects.filter(unit=OuterRef("pk")).exclude(state=ResponseState.REJECTED)
    held = FieldAssignment.objects.filter(unit=OuterRef("pk"), ended_at=None)
    freed = SampleUnit.objects.filter(~Exists(standing), pk__in=units, state=UnitState.ANSWERED)
    freed.update(
        state=Case(When(Exists(held), then=Value(UnitState.ASSIGNED)), default=Value(UnitState.OPEN))
    )


def _refuse_own(response: Response, by: User) -> None:
    """Nobody decides on what they recorded themself."""
    interviewer = response.interviewer
    if (interviewer is not None and interviewer.user_id == by.pk) or response.submission.sent_by_id == by.pk:
        raise DecisionRefused(_("Nobody decides on a questionnaire they recorded or changed themself."))
