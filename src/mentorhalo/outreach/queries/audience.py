"""Who gets a letter, who is left out and why: the segment and the consents of a moment, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import is_editor, is_office
from mentorhalo.network.models import Mandate
from mentorhalo.network.queries import mentor_of

from ..choices import IssueKind, OmissionReason, Purpose, SegmentRole, SubscriberState
from ..models import Consent, Issue, OptIn, Subscriber, Subscription
from ..segments import Audience, Omission, Recipient, Segment, SegmentRefused
from .heard import Heard
from .people import PARTY_ROLES, Person, contacts_of_own_communities, people_in

__all__ = ["Audience", "SegmentRefused", "audience", "audience_of", "confine"]

PURPOSES = {IssueKind.NEWSLETTER: Purpose.NEWSLETTER, IssueKind.COUNTY_LETTER: Purpose.COUNTY_LETTER}
BY_STATE = {
    SubscriberState.PENDING: OmissionReason.NOT_CONFIRMED,
    SubscriberState.LEFT: OmissionReason.LEFT,
    SubscriberState.BOUNCING: OmissionReason.BOUNCING,
    SubscriberState.COMPLAINED: OmissionReason.COMPLAINED,
}


def audience(segment: Segment, *, kind: str, at: datetime) -> Audience:
    """Exactly who gets a letter of the kind at that moment. Eleven queries at most, however many they are.

    Raises `SegmentRefused` for a county letter that names neither a mentor's nor a group's own communities.
    """
    heard = Heard(segment, at)
    book = _Book(PURPOSES[IssueKind(kind)])
    if kind == IssueKind.COUNTY_LETTER:
        if segment.own_of is None and segment.group is None:
            raise SegmentRefused(_("A county letter goes to a mentor's or a county group's own communities."))
        people = contacts_of_own_communities(segment, timezone.localdate(at))
        return _sorted_out(_letters_to(people, book), heard)
    return _sorted_out(_newsletter_to(segment, book, at), heard)


def audience_of(issue: Issue, *, by: User, at: datetime) -> Audience:
    """The audience of an issue if `by` sends it: its segment, kept within their reach. Raises `SegmentRefused`."""
    segment = confine(Segment.from_json(issue.audience), kind=issue.kind, by=by, at=at)
    return audience(segment, kind=issue.kind, at=at)


def confine(segment: Segment, *, kind: str, by: User, at: datetime) -> Segment:
    """The segment as this person may use it: a mentor reaches own communities and the own group's, a leader the group's.

    A mentor who named nobody means the own ones. Raises `SegmentRefused`. Two queries at most.
    """
    if kind == IssueKind.NEWSLETTER:
        if is_office(by) or is_editor(by):
            return segment
        raise SegmentRefused(_("The newsletter is sent by the programme office."))
    if is_office(by):
        return segment
    day = timezone.localdate(at)
    mentor = mentor_of(by)
    groups = set(by.groups_led(day))
    if mentor is not None:
        mandates = set(Mandate.objects.on(day).filter(mentor=mentor).values_list("group", flat=True))
        if mandates and segment.own_of is None and segment.group is None:
            return Segment(**{**vars(segment), "own_of": mentor.pk})
        if mandates and segment.own_of == mentor.pk:
            return segment
        groups |= mandates
    if segment.group is not None and segment.group in groups:
        return segment
    raise SegmentRefused(_("This letter would reach communities that are not yours."))


@dataclass(slots=True)
class _Named:
    """Somebody the segment names; `reason` says why not, if not."""

    whom: str
    label: str
    subscriber: Subscriber | None
    reason: OmissionReason | None
    person: Person | None = None


class _Book:
    """The subscribers and their consents to one purpose. Two queries."""

    def __init__(self, purpose: Purpose) -> None:
        self.purpose = purpose
        self.subscribers = list(
            Subscriber.objects.only("pk", "email", "name", "language", "state").order_by("email", "pk")
        )
        self.by_email = {one.email: one for one in self.subscribers}
        self.standing: set[UUID] = set()
        self.withdrawn: set[UUID] = set()
        rows = Consent.objects.filter(purpose=purpose, subscriber__isnull=False).order_by()
        for subscriber, withdrawn_at in rows.values_list("subscriber", "withdrawn_at"):
            (self.standing if withdrawn_at is None else self.withdrawn).add(subscriber)

    def reason_against(self, subscriber: Subscriber) -> OmissionReason | None:
        """Why this address may not be written to for the purpose; None if it may."""
        if subscriber.state != SubscriberState.ACTIVE:
            return BY_STATE[SubscriberState(subscriber.state)]
        if subscriber.pk in self.standing:
            return None
        return OmissionReason.LEFT if subscriber.pk in self.withdrawn else OmissionReason.NO_CONSENT


def _letters_to(people: Iterable[Person], book: _Book) -> list[_Named]:
    """Persons of a party, by the consent that their address gave."""
    named = []
    for person in people:
        subscriber = book.by_email.get(person.email.lower()) if person.email else None
        if not person.email:
            reason: OmissionReason | None = OmissionReason.NO_ADDRESS
        elif subscriber is None:
            reason = OmissionReason.NO_CONSENT
        else:
            reason = book.reason_against(subscriber)
        named.append(_Named(person.whom, person.label, subscriber, reason, person))
    return named


def _newsletter_to(segment: Segment, book: _Book, at: datetime) -> list[_Named]:
    roles = set(segment.roles) or (set(PARTY_ROLES) if segment.kinds else {SegmentRole.SUBSCRIBER})
    wishing = _wishing(segment) if segment.topics or segment.counties else None
    people = _letters_to(people_in(segment, roles, timezone.localdate(at)), book)
    for one in people:
        if one.reason is None and one.subscriber and wishing is not None and one.subscriber.pk not in wishing:
            one.reason = OmissionReason.NO_CONSENT  # agreed to letters on other topics or counties
    if SegmentRole.SUBSCRIBER not in roles:
        return people
    met = {one.subscriber.pk for one in people if one.subscriber}
    return people + [
        _Named(f"subscriber:{one.pk}", one.name or one.email, one, book.reason_against(one))
        for one in book.subscribers
        if one.pk not in met and (wishing is None or one.pk in wishing) and _is_named(one, book)
    ]


def _is_named(subscriber: Subscriber, book: _Book) -> bool:
    """Who never had to do with this purpose (only letters of the mentor, say) is not among its subscribers."""
    if subscriber.state == SubscriberState.PENDING:
        return True
    return subscriber.pk in book.standing or subscriber.pk in book.withdrawn


def _wishing(segment: Segment) -> set[UUID]:
    """Who asked for letters on one of the topics about one of the counties; unconfirmed wishes count as named. Two queries."""
    rows = Subscription.objects.order_by().values_list("subscriber", "topic", "county")
    found = {pk for pk, topic, county in rows if _fits(segment, topic or "", county)}
    waiting = OptIn.objects.filter(confirmed_at=None, subscriber__state=SubscriberState.PENDING).order_by()
    for pk, wishes in waiting.values_list("subscriber", "wishes"):
        if any(_fits(segment, wish.get("topic", ""), wish.get("county", "")) for wish in wishes):
            found.add(pk)
    return found


def _fits(segment: Segment, topic: str, county: str) -> bool:
    return (not segment.topics or not topic or topic in segment.topics) and (
        not segment.counties or not county or county in segment.counties
    )


def _sorted_out(named: list[_Named], heard: Heard) -> Audience:
    """Each address once, and nobody who heard lately. Who may be written to comes before who may not."""
    recipients: dict[str, Recipient] = {}
    omissions = []
    for one in named:
        reason = one.reason
        subscriber = one.subscriber
        if reason is None and subscriber is not None:
            if subscriber.email in recipients:
                reason = OmissionReason.SAME_ADDRESS
            elif heard.lately(subscriber.email, one.person):
                reason = OmissionReason.HEARD_LATELY
        if reason is not None or subscriber is None:
            omissions.append(Omission(one.whom, one.label, reason or OmissionReason.NO_CONSENT))
            continue
        person = one.person
        recipients[subscriber.email] = Recipient(
            address=subscriber.email,
            name=subscriber.name or (person.label.rpartition(" (")[0] if person else ""),
            language=subscriber.language,
            subscriber_id=subscriber.pk,
            contact_id=person.contact_id if person else None,
            party=person.party if person else "",
        )
    order = {reason: place for place, reason in enumerate(OmissionReason)}
    omissions.sort(key=lambda omission: (order[omission.reason], omission.whom))
    return Audience([recipients[address] for address in sorted(recipients)], omissions)
