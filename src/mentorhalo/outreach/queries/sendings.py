"""How sendings stand: for the page that shows it, and for those who look after them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _

from mentorhalo.core.numbers import moment
from mentorhalo.core.numbers import number as number_in_words

from ..choices import DeliveryState, IssueKind, IssueState, OmissionReason, SubscriberState
from ..models import Claim, Consent, Delivery, Issue, Omission, Sending
from ..sending.verp import delivery_of
from .audience import PURPOSES

UNDONE = (DeliveryState.WAITING, DeliveryState.CLAIMED, DeliveryState.DEFERRED)
LEFT_ALONE_FOR = timedelta(minutes=3)
RATE_OVER = timedelta(minutes=5)


@dataclass(frozen=True)
class Progress:
    """How far a sending is. `rate` is letters a minute of late; `ends_at` an estimate while it runs."""

    issue: Issue
    total: int
    done: int
    states: list[tuple[str, str, int]]  # (code, words, number), every state that occurs
    rate: float
    ends_at: datetime | None
    reason: str
    rest_until: datetime | None

    @property
    def is_live(self) -> bool:
        """Whether the page renews itself."""
        return self.issue.finished_at is None and self.issue.state != IssueState.PAUSED

    @property
    def tone(self) -> str:
        tones = {IssueState.PAUSED: "attention", IssueState.STOPPED: "danger"}
        return tones.get(IssueState(self.issue.state), "main")

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is known of its course, in words."""
        told = [(_("Letters a minute"), number_in_words(round(self.rate)))] if self.rate else []
        if self.issue.started_at:
            told.append((_("Begun"), moment(self.issue.started_at)))
        if self.ends_at:
            told.append((_("Expected end"), moment(self.ends_at)))
        if self.issue.finished_at:
            told.append((_("Ended"), moment(self.issue.finished_at)))
        return told

    @property
    def is_moving(self) -> bool:
        return self.issue.state in (IssueState.SENDING, IssueState.PAUSED)

    @property
    def uncertain(self) -> int:
        return next((number for code, _words, number in self.states if code == DeliveryState.UNCERTAIN), 0)


def progress_of(issue: Issue, at: datetime) -> Progress:
    """Four queries, however many letters."""
    counts = dict(Delivery.objects.of(issue.pk).order_by().values_list("state").annotate(number=Count("pk")))
    total = sum(counts.values())
    done = total - sum(counts.get(state, 0) for state in UNDONE)
    rate = _rate(issue, at)
    sending = Sending.objects.filter(pk=issue.pk).first()
    is_running = issue.state == IssueState.SENDING
    return Progress(
        issue=issue,
        total=total,
        done=done,
        states=[(code, str(label), counts[code]) for code, label in DeliveryState.choices if code in counts],
        rate=rate,
        ends_at=at + timedelta(minutes=(total - done) / rate)
        if is_running and rate and total > done
        else None,
        reason=sending.reason if sending else "",
        rest_until=sending.rest_until if sending and is_running else None,
    )


def _rate(issue: Issue, at: datetime) -> float:
    """Letters a minute over the last minutes in which letters went."""
    if issue.started_at is None:
        return 0.0
    sent = Delivery.objects.of(issue.pk).filter(sent_at__gte=max(at - RATE_OVER, issue.started_at))
    told = sent.aggregate(number=Count("pk"), first=Min("sent_at"), last=Max("sent_at"))
    if not told["number"]:
        return 0.0
    end = at if issue.finished_at is None else issue.finished_at
    seconds = (end - max(issue.started_at, at - RATE_OVER)).total_seconds()
    return float(told["number"] * 60 / max(seconds, 1.0))


def deliveries(issue: Issue, *, state: str = "", text: str = "") -> QuerySet[Delivery]:
    """The letters of an issue, those in a state only if one is named."""
    rows = Delivery.objects.of(issue.pk).order_by("pk")
    if state:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(address__contains=text.strip().lower())
    return rows


def refusals(issue: Issue, *, most: int = 20) -> list[tuple[str, int]]:
    """What the mail server said when it refused, the most frequent first. One query."""
    refused = Q(state__in=(DeliveryState.REFUSED, DeliveryState.DEFERRED)) & ~Q(reason="")
    rows = Delivery.objects.of(issue.pk).filter(refused).order_by()
    told = rows.values_list("reason").annotate(number=Count("pk")).order_by("-number", "reason")
    return list(told[:most])


def omissions(issue: Issue) -> list[tuple[str, int]]:
    """(reason in words, number): whom the segment named and the letter did not go to. One query."""
    counts = dict(
        Omission.objects.filter(issue=issue).order_by().values_list("reason").annotate(number=Count("pk"))
    )
    return [(str(words), counts[code]) for code, words in OmissionReason.choices if code in counts]


def uncertain(issue: Issue, *, most: int = 200) -> QuerySet[Delivery]:
    return deliveries(issue, state=DeliveryState.UNCERTAIN)[:most]


def returned(issue: Issue, *, most: int = 200) -> list[Delivery]:
    """For a county letter: contacts of the mentor's communities whom it did not reach, for the mentor to ask. One query."""
    if issue.kind != IssueKind.COUNTY_LETTER:
        return []
    states = (DeliveryState.BOUNCED, DeliveryState.REFUSED)
    return list(Delivery.objects.of(issue.pk).filter(state__in=states).order_by("name", "pk")[:most])


def issue(pk: UUID) -> Issue:
    return Issue.objects.select_related("by", "topic", "sending").get(pk=pk)


def delivery(pk: int) -> Delivery:
    return Delivery.objects.select_related("issue", "subscriber").get(pk=pk)


def is_turn(issue: UUID, turn: int) -> bool:
    return Sending.objects.filter(pk=issue, turn=turn).exists()


def done_and_total(issue: UUID) -> tuple[int, int]:
    rows = Delivery.objects.of(issue)
    counted = rows.aggregate(total=Count("pk"), undone=Count("pk", filter=Q(state__in=UNDONE)))
    return counted["total"] - counted["undone"], counted["total"]


def planned_until(at: datetime) -> list[UUID]:
    """Drafts whose moment has come."""
    due = Issue.objects.filter(state=IssueState.DRAFT, planned_at__lte=at, sending__isnull=False)
    return list(due.order_by("planned_at", "pk").values_list("pk", flat=True))


def left_alone(at: datetime) -> list[UUID]:
    """Sendings with something to do that no worker touched for some minutes: their job was lost."""
    quiet = Q(beat_at=None) | Q(beat_at__lt=at - LEFT_ALONE_FOR)
    rested = Q(rest_until=None) | Q(rest_until__lte=at)
    begun = Q(issue__started_at__lt=at - LEFT_ALONE_FOR)
    open_ones = Sending.objects.filter(quiet, rested, begun, issue__finished_at=None).filter(
        issue__state__in=(IssueState.SENDING, IssueState.STOPPED)
    )
    found = []
    for pk in open_ones.order_by("pk").values_list("pk", flat=True):
        rows = Delivery.objects.of(pk)
        has_due = rows.due(at).exists() or Claim.objects.filter(issue=pk).exists()
        if has_due or not rows.filter(state__in=UNDONE).exists():
            found.append(pk)
    return found


def delivery_by_token(token: str) -> Delivery:
    """The letter whose link this is. Raises `DoesNotExist` for a token we did not make."""
    pk = delivery_of(token)
    if pk is None:
        raise Delivery.DoesNotExist
    return delivery(pk)


def still_receives(delivery: Delivery) -> bool:
    """Whether the reader would get the next letter of this kind. One query."""
    if delivery.subscriber is None or delivery.subscriber.state != SubscriberState.ACTIVE:
        return False
    purpose = PURPOSES[IssueKind(delivery.issue.kind)]
    return Consent.objects.standing().filter(subscriber=delivery.subscriber, purpose=purpose).exists()


def topics_of(delivery: Delivery) -> list[str]:
    """The topics a reader of the newsletter chose; none where all were. One query."""
    if delivery.subscriber is None or delivery.issue.kind != IssueKind.NEWSLETTER:
        return []
    wishes = delivery.subscriber.subscriptions.select_related("topic").order_by("topic__order", "pk")
    return list(dict.fromkeys(str(wish.topic) for wish in wishes if wish.topic is not None))
