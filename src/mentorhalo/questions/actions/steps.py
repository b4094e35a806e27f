"""Further steps of a question: a call with peers, a peer review visit. Offer, arrange, invite, hold, call off."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.letters import send_letter

from ..choices import StepKind, StepState
from ..models import FurtherStep, Question, StepGuest
from ..queries.steps import key_of_guest
from .handling import HandlingRefused
from .letters import tell_asker

MOST_GUESTS = 40
STANDING = (StepState.OFFERED, StepState.ARRANGED)


class StepRefused(HandlingRefused):
    """The step cannot be arranged so; the message is meant for the person, `field` names what to mend."""


@transaction.atomic
def offer_step(*, question: Question, kind: str, agenda: str, by: User, at: datetime) -> FurtherStep:
    """Say that more than a written answer would help; the asker sees it on their page."""
    if kind not in StepKind.values:
        raise StepRefused(_("Choose one of the two."), field="kind")
    if question.first_answered_at is None:
        raise StepRefused(_("Answer the question first: the further steps build on the answer."))
    if question.further_steps.filter(kind=kind, state__in=STANDING).exists():
        raise StepRefused(_("Such a step is being arranged already."), field="kind")
    return FurtherStep.objects.create(
        question=question, kind=kind, agenda=agenda.strip(), offered_at=at, changed_at=at, by=by
    )


@transaction.atomic
def arrange_step(
    *,
    step: FurtherStep,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    agenda: str,
    by: User,
    at: datetime,
) -> FurtherStep:
    """Set or change time and place. Guests asked before get the new ones, and their calendars a higher sequence."""
    step = _standing(step)
    if ends_at <= starts_at:
        raise StepRefused(_("It cannot end before it begins."), field="ends_at")
    if starts_at <= at:
        raise StepRefused(_("It begins in the future."), field="starts_at")
    if not place.strip():
        raise StepRefused(_("Say where, or give the link of the call."), field="place")
    told = (starts_at, ends_at, place.strip(), agenda.strip())
    is_changed = step.state == StepState.ARRANGED and told != (
        step.starts_at,
        step.ends_at,
        step.place,
        step.agenda,
    )
    if step.state == StepState.ARRANGED and not is_changed:
        return step
    step.starts_at, step.ends_at, step.place, step.agenda = told
    step.sequence += is_changed
    step.state, step.changed_at = StepState.ARRANGED, at
    step.save()
    tell_asker(step.question, "step", step=step)
    if is_changed:
        step.guests.update(is_coming=None, answered_at=None)
        _tell_guests(step, step.guests.all(), "step_changed")
    return step


@transaction.atomic
def invite_guests(
    *, step: FurtherStep, guests: Iterable[tuple[str, str]], by: User, at: datetime
) -> list[StepGuest]:
    """Ask people (name, e-mail) by letter, each with a link of their own; who was asked before is not asked again."""
    step = _standing(step)
    if step.state != StepState.ARRANGED:
        raise StepRefused(_("Set time and place first."))
    standing = {guest.email for guest in step.guests.all()}
    added = []
    for name, email in guests:
        address = email.strip().lower()
        try:
            validate_email(address)
        except ValidationError:
            raise StepRefused(
                _("“%(email)s” is not an e-mail address.") % {"email": email}, field="guests"
            ) from None
        if address in standing:
            continue
        standing.add(address)
        called = " ".join(name.split())[:150] or address
        added.append(StepGuest(step=step, name=called, email=address, asked_at=at))
    if len(standing) > MOST_GUESTS:
        raise StepRefused(_("At most %(most)s people can be asked.") % {"most": MOST_GUESTS}, field="guests")
    StepGuest.objects.bulk_create(added)
    _tell_guests(step, added, "step_invitation")
    return added


@transaction.atomic
def answer_invitation(*, guest: StepGuest, is_coming: bool, at: datetime) -> StepGuest:
    """Coming or not; the last word holds, until the step is over."""
    guest = StepGuest.objects.select_for_update(of=("self",)).select_related("step").get(pk=guest.pk)
    if guest.step.state != StepState.ARRANGED:
        raise StepRefused(_("This meeting does not wait for answers any more."))
    guest.is_coming, guest.answered_at = is_coming, at
    guest.save(update_fields=["is_coming", "answered_at"])
    return guest


@transaction.atomic
def hold_step(*, step: FurtherStep, outcome: str, by: User, at: datetime) -> FurtherStep:
    """It took place; what came of it stands with the question."""
    step = _standing(step)
    if step.state != StepState.ARRANGED or step.starts_at is None or step.starts_at > at:
        raise StepRefused(_("Only what was arranged and has begun can have been held."))
    if not outcome.strip():
        raise StepRefused(_("Say what came of it."), field="outcome")
    step.state, step.outcome, step.changed_at = StepState.HELD, outcome.strip(), at
    step.save()
    return step


@transaction.atomic
def call_off_step(*, step: FurtherStep, reason: str, by: User, at: datetime) -> FurtherStep:
    """It does not take place; everybody asked is told, and it stays in their calendars as cancelled."""
    step = _standing(step)
    if not reason.strip():
        raise StepRefused(_("Say why: everybody who was asked will read it."), field="reason")
    step.state, step.outcome, step.changed_at = StepState.CALLED_OFF, reason.strip(), at
    step.sequence += 1
    step.save()
    tell_asker(step.question, "step", step=step)
    _tell_guests(step, step.guests.exclude(is_coming=False), "step_called_off")
    return step


def _standing(step: FurtherStep) -> FurtherStep:
    step = FurtherStep.objects.select_for_update(of=("self",)).select_related("question").get(pk=step.pk)
    if step.state not in STANDING:
        raise StepRefused(_("This step is over."))
    return step


def _tell_guests(step: FurtherStep, guests: Iterable[StepGuest], letter: str) -> None:
    language = step.question.language
    with translation.override(language):
        for guest in guests:
            key = key_of_guest(guest)
            send_letter(
                f"questions/letters/{letter}",
                to=guest.email,
                language=language,
                context={
                    "step": step,
                    "guest": guest,
                    "url": f"{settings.SITE_URL}{reverse('questions:invitation', args=[key])}",
                    "calendar_url": f"{settings.SITE_URL}{reverse('questions:invitation_calendar', args=[key])}",
                },
            )
