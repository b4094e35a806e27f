"""Further steps of a question, who was asked, and the calendar entry of each."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from icalendar import Calendar, Event, vText

from ..choices import StepState
from ..models import FurtherStep, Question, StepGuest

SALT = "mentorhalo.questions.guest"
PRODUCT = "-//Mentorhalo//Questions//HU"


def key_of_guest(guest: StepGuest) -> str:
    """The secret word of one guest's own link: made anew from the signing key each time, kept nowhere."""
    return signing.Signer(salt=SALT, sep=".").sign(str(guest.pk))


def guest_by(key: str) -> StepGuest:
    """Raises `DoesNotExist`, also for a forged key. One query."""
    try:
        pk = int(signing.Signer(salt=SALT, sep=".").unsign(key))
    except (signing.BadSignature, ValueError):
        raise StepGuest.DoesNotExist from None
    return StepGuest.objects.select_related("step__question").get(pk=pk)


def step(pk: UUID) -> FurtherStep:
    """Raises `DoesNotExist`."""
    return FurtherStep.objects.select_related("question__expert", "by").get(pk=pk)


def steps_of_question(question: Question) -> list[FurtherStep]:
    """Every step with its guests, the first offered first. Two queries."""
    rows = FurtherStep.objects.filter(question=question).prefetch_related("guests")
    return list(rows.order_by("offered_at", "pk"))


def calendar_of(step: FurtherStep) -> bytes:
    """One event by RFC 5545: the same UID always, SEQUENCE rises with each change, a step called off stays as cancelled.

    It names the step and its place, never the question: calendars are shared.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if step.state == StepState.CALLED_OFF else "PUBLISH")
    if step.starts_at is not None:
        calendar.add_component(_event(step))
    return calendar.to_ical()


def _event(step: FurtherStep) -> Event:
    event = Event()
    event.add("uid", f"step-{step.pk}@{settings.SITE_URL.split('//')[-1].split('/')[0].split(':')[0]}")
    event.add("dtstamp", step.changed_at or step.offered_at)
    event.add("last-modified", step.changed_at or step.offered_at)
    event.add("dtstart", step.starts_at)
    if step.ends_at is not None:
        event.add("dtend", step.ends_at)
    event.add("sequence", step.sequence)
    event.add("summary", vText(f"Mentorháló: {step.get_kind_display()}"))
    event.add("location", vText(step.place))
    if step.agenda:
        event.add("description", vText(step.agenda))
    event.add("status", "CANCELLED" if step.state == StepState.CALLED_OFF else "CONFIRMED")
    return event
