"""The county group looks at who joined and publishes it; mentors invite, and say who came through them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit, search
from mentorhalo.core.hungarian import fold
from mentorhalo.network.models import Mentor

from ..choices import JoinerState, MentorAnswer, OccasionKind, OccasionState
from ..models import Edition, Invitation, Joiner, Occasion, WeekProgramme
from ..signals import LoggedInvitation, invitations_of
from .joining import locked_joiner
from .journal import SEARCH_KIND, tell_of_joiner, tell_of_occasion
from .letters import tell_joiner
from .planning import locked
from .refusals import OccasionRefused
from .week_photos import forget_photos

INVITED_WITHIN = timedelta(days=180)
REMIND_AFTER = timedelta(days=2)


def logged_invitations(joiner: Joiner) -> list[LoggedInvitation]:
    """What the log says of an invitation in the 180 days before they joined, the latest first."""
    until = timezone.localdate(joiner.asked_at)
    answers: list[tuple[Any, Any]] = invitations_of.send(
        sender=Joiner,
        name=joiner.name_search,
        settlement=joiner.settlement_id,
        words=joiner.edition.name_search,
        since=until - INVITED_WITHIN,
        until=until,
    )
    found: list[LoggedInvitation] = [row for _receiver, rows in answers for row in rows]
    return sorted(found, key=lambda row: row.day, reverse=True)


@transaction.atomic
def accept_joiner(*, joiner: Joiner, by: User, at: datetime) -> Joiner:
    """Its programmes are published, those written since as well; it counts from the first time on. The letter follows with the next
    digest. Raises `OccasionRefused`."""
    joiner = locked_joiner(joiner)
    if joiner.state not in (JoinerState.SUBMITTED, JoinerState.ACCEPTED):
        raise OccasionRefused(_("Only what waits for the county group can be accepted."))
    fresh = list(joiner.programmes.select_for_update(of=("self",)).filter(occasion=None))
    if not fresh and joiner.state == JoinerState.SUBMITTED:
        raise OccasionRefused(_("It has no programme yet. Send it back and say so."))
    for programme in fresh:
        _publish(programme, joiner, by=by, at=at)
    joiner.accepted_on = joiner.accepted_on or timezone.localdate(at)
    joiner.state, joiner.return_reason = JoinerState.ACCEPTED, ""
    _match(joiner)
    joiner.save()
    tell_of_joiner(joiner, by=by, at=at)
    audit.note(deed="accept_joiner", subject=f"joiner:{joiner.pk}", by=by.pk, at=at)
    return joiner


@transaction.atomic
def take_down_programme(*, programme: WeekProgramme, reason: str, by: User, at: datetime) -> None:
    """Whoever let it through takes it back: its page says so and why, the search forgets it at once, its photos go, the joiner gets a letter.

    Raises `OccasionRefused`.
    """
    said = " ".join(reason.split())
    if programme.occasion is None:
        raise OccasionRefused(_("Only what is published can be taken down."))
    if not said:
        raise OccasionRefused(_("Say why: the joiner and visitors read it."), field="reason")
    occasion = locked(programme.occasion)
    if occasion.is_taken_down:
        return
    occasion.state, occasion.cancel_reason, occasion.changed_at = OccasionState.TAKEN_DOWN, said, at
    occasion.sequence += 1
    occasion.save()
    tell_of_occasion(occasion, by=by, at=at)
    search.forget(SEARCH_KIND, [occasion.pk])
    forget_photos(list(programme.photos.all()))
    tell_joiner(programme.joiner, "taken_down", programme=programme, reason=said)
    audit.note(deed="take_down_programme", subject=f"occasion:{occasion.pk}", by=by.pk, at=at)


@transaction.atomic
def return_joiner(*, joiner: Joiner, reason: str, by: User, at: datetime) -> Joiner:
    """Something is missing or wrong; the joiner reads what. Raises `OccasionRefused`."""
    joiner = locked_joiner(joiner)
    said = " ".join(reason.split())
    if joiner.state != JoinerState.SUBMITTED:
        raise OccasionRefused(_("Only what waits for the county group can be sent back."))
    if not said:
        raise OccasionRefused(_("Say what is missing."), field="reason")
    joiner.state, joiner.return_reason = JoinerState.RETURNED, said
    joiner.save(update_fields=["state", "return_reason"])
    tell_joiner(joiner, "returned")
    audit.note(deed="return_joiner", subject=f"joiner:{joiner.pk}", by=by.pk, at=at)
    return joiner


@transaction.atomic
def name_mentor(*, joiner: Joiner, mentor: Mentor | None, by: User, at: datetime) -> Joiner:
    """Which mentor the joiner meant; another one is asked anew."""
    joiner = locked_joiner(joiner)
    if joiner.mentor_id != (mentor.pk if mentor else None):
        joiner.mentor, joiner.mentor_answer, joiner.is_mentor_logged = mentor, "", False
        joiner.save(update_fields=["mentor", "mentor_answer", "is_mentor_logged"])
        tell_of_joiner(joiner, by=by, at=at)
        audit.note(deed="name_mentor", subject=f"joiner:{joiner.pk}", by=by.pk, at=at)
    return joiner


@transaction.atomic
def answer_for_joiner(*, joiner: Joiner, answer: str, by: User, at: datetime) -> Joiner:
    """The mentor says whether they came through them."""
    joiner = locked_joiner(joiner)
    joiner.mentor_answer = MentorAnswer(answer)
    joiner.save(update_fields=["mentor_answer"])
    tell_of_joiner(joiner, by=by, at=at)
    audit.note(deed="answer_for_joiner", subject=f"joiner:{joiner.pk}", by=by.pk, at=at)
    return joiner


@transaction.atomic
def invite(
    *, key: UUID, edition: Edition, mentor: Mentor, name: str, settlement: str, at: datetime
) -> Invitation:
    """A link of one's own for somebody to join by. The same key again returns the first. Raises `OccasionRefused`."""
    earlier = Invitation.objects.filter(pk=key, mentor=mentor).first()
    if earlier is not None:
        return earlier
    if at >= edition.closes_at:
        raise OccasionRefused(_("Joining is not open now."))
    made = Invitation(
        pk=key,
        edition=edition,
        mentor=mentor,
        name=" ".join(name.split()),
        settlement_id=settlement,
        made_at=at,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        earlier = Invitation.objects.filter(pk=key, mentor=mentor).first()
        if earlier is None:
            raise OccasionRefused(_("This form was sent already. Open the page anew.")) from None
        return earlier
    return made


def match_with_log(*, at: datetime) -> int:
    """Accepted joiners are looked for in the log once more, until their edition's reports are due: what the log takes back is taken back here.

    Says how many changed.
    """
    open_ones = Joiner.objects.accepted().filter(edition__report_until__gte=timezone.localdate(at))
    keys = open_ones.values_list("pk", flat=True)
    return sum(_match_again(pk, at) for pk in list(keys.order_by("pk")))


def remind_to_report(*, at: datetime) -> int:
    """Once, two days after the Week, who has not told how it was gets a letter; each in a transaction of its own."""
    due = Joiner.objects.accepted().filter(
        reminded_at=None,
        edition__ends_on__lte=timezone.localdate(at - REMIND_AFTER),
        edition__report_until__gte=timezone.localdate(at),
        programmes__reported_at=None,
        programmes__occasion__state=OccasionState.PUBLISHED,
    )
    return sum(_remind(pk, at) for pk in list(due.order_by("pk").values_list("pk", flat=True).distinct()))


@transaction.atomic
def _remind(pk: UUID, at: datetime) -> bool:
    joiner = locked_joiner(Joiner(pk=pk))
    if joiner.reminded_at is not None:
        return False
    joiner.reminded_at = at
    joiner.save(update_fields=["reminded_at"])
    tell_joiner(joiner, "report")
    return True


@transaction.atomic
def _match_again(pk: UUID, at: datetime) -> bool:
    joiner = locked_joiner(Joiner(pk=pk))
    if not _match(joiner):
        return False
    joiner.save(update_fields=["logged_on", "mentor", "is_mentor_logged"])
    tell_of_joiner(joiner, by=None, at=at)
    return True


def _match(joiner: Joiner) -> bool:
    """The latest invitation in the log is kept with the joiner, and whose it was, where nobody was named. Says whether anything changed.

    A mentor whom the log alone named goes with the entry, unless they have answered.
    """
    before = (joiner.logged_on, joiner.mentor_id)
    if joiner.is_mentor_logged and not joiner.mentor_answer:
        joiner.mentor, joiner.is_mentor_logged = None, False
    found = logged_invitations(joiner)
    own = [row for row in found if row.mentor == before[1]] or found
    joiner.logged_on = own[0].day if own else None
    if own and joiner.mentor_id is None:
        joiner.mentor_id, joiner.is_mentor_logged = own[0].mentor, True
    return before != (joiner.logged_on, joiner.mentor_id)


def _publish(programme: WeekProgramme, joiner: Joiner, *, by: User, at: datetime) -> None:
    """As an occasion: it stands in the list, on the map, in calendars and in the search like any other."""
    is_taken = Occasion.objects.filter(pk=programme.pk).exists()
    occasion = Occasion.objects.create(
        pk=uuid4() if is_taken else programme.pk,
        programme=joiner.edition.programme,
        kind=OccasionKind.WEEK,
        state=OccasionState.PUBLISHED,
        title=programme.title,
        title_search=fold(programme.title),
        summary=programme.summary,
        host=joiner.name,
        starts_at=programme.starts_at,
        ends_at=programme.ends_at,
        settlement=joiner.settlement,
        place=programme.place,
        planned_at=programme.written_at,
        published_at=at,
        changed_at=at,
    )
    programme.occasion = occasion
    programme.save(update_fields=["occasion"])
    tell_of_occasion(occasion, by=by, at=at)
