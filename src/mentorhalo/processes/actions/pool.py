"""The knowledge pool: offers are recorded with consent, prolonged with it, taken back at once, forgotten in time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit, search
from mentorhalo.core.hungarian import fold
from mentorhalo.core.letters import LetterRefused

from ..choices import OFFER_KIND, Channel, Purpose
from ..models import ConsentWording, Offer, OfferPerson, PoolQuestion, PoolTopic, Process
from ..queries.pool import mentor_users
from . import pool_letters
from .refusals import ProcessRefused, held, held_process, refuse_ended, refuse_future, words
from .words import wording_read

OFFER_KEPT, OFFER_AT_MOST = timedelta(days=365), timedelta(days=366)
REMIND_BEFORE, QUESTION_KEPT = timedelta(days=30), timedelta(days=30)
BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class OfferDraft:
    """What somebody teaches, who it is, and by which words they agreed to its being shown."""

    topic: str
    what: str
    name: str
    until: date
    wording: int = 0
    agreed_on: date | None = None
    channel: str = Channel.SPOKEN
    audience: str = ""
    frequency: str = ""
    shows_name: bool = False
    email: str = ""
    phone: str = ""
    language: str = "hu"
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, kw_only=True)
class PersonDraft:
    """Who it is. The name is shown to everybody where they allow that, the contact never."""

    name: str
    shows_name: bool = False
    email: str = ""
    phone: str = ""
    language: str = "hu"


@dataclass(frozen=True, kw_only=True)
class QuestionDraft:
    name: str
    contact: str
    message: str


@transaction.atomic
def record_offer(*, process: Process, draft: OfferDraft, by: User, at: datetime) -> Offer:
    """Only with the consent that is in force; who has an address gets a letter with the way back. The same draft again is the same offer."""
    process = held_process(process.pk)
    standing = Offer.objects.filter(pk=draft.id).first()
    if standing is not None:
        if standing.process_id != process.pk:
            raise ProcessRefused(_("This form belongs to another process. Open the page anew."))
        return standing
    refuse_ended(process)
    today = timezone.localdate(at)
    agreed_on = draft.agreed_on or today
    refuse_future(agreed_on, at, "agreed_on")
    wording = wording_read(Purpose.POOL, draft.wording)
    _refuse_before(wording, agreed_on)
    refuse_until(draft.until, agreed_on, today)
    _refuse_unreachable(draft.email, draft.phone)
    offer, person = _apart(process, draft, wording, by, at)
    offer.topic = _topic(draft.topic)
    offer.agreed_at = _moment(agreed_on, at)
    offer.what = words(draft.what, "what", _("Say what they teach."))[:160]
    offer.what_search = _searched(offer)
    person.name = words(draft.name, "name", _("Say who it is."))[:120]
    offer.save(force_insert=True)
    person.save(force_insert=True)
    _write_to(offer, person, pool_letters.tell_recorded)
    search.changed(OFFER_KIND, [offer.pk])
    return offer


@transaction.atomic
def revise_offer(
    *, offer: Offer, topic: str, what: str, audience: str, frequency: str, by: User, at: datetime
) -> Offer:
    """Other words for the same offer; consent and day stay."""
    found = _held(offer)
    found.topic = _topic(topic, beside=found.topic_id)
    found.what = words(what, "what", _("Say what they teach."))[:160]
    found.audience, found.frequency = audience.strip()[:160], frequency.strip()[:120]
    found.what_search = _searched(found)
    found.save()
    audit.note(deed="revise_offer", subject=f"offer:{found.pk}", by=by.pk, at=at)
    search.changed(OFFER_KIND, [found.pk])
    return found


@transaction.atomic
def revise_person(*, offer: Offer, draft: PersonDraft, by: User, at: datetime) -> OfferPerson:
    """Who it is, told rightly. By another address the earlier link opens nothing, and the new one gets a letter with its own."""
    found = _held(offer)
    person = OfferPerson.objects.get(offer=found)
    _refuse_unreachable(draft.email, draft.phone)
    email, before = draft.email.strip().lower(), (person.email, found.shows_name)
    person.name = words(draft.name, "name", _("Say who it is."))[:120]
    person.email, person.phone, person.language = email, draft.phone.strip()[:40], draft.language
    found.shows_name = draft.shows_name
    is_elsewhere = email != before[0]
    if is_elsewhere:
        found.link_number += 1
        pool_letters.forget([found.pk])
    found.save(update_fields=["shows_name", "link_number"])
    person.save()
    if is_elsewhere:
        _write_to(found, person, pool_letters.tell_recorded)
    audit.note(
        deed="revise_offer_person",
        subject=f"offer:{found.pk}",
        by=by.pk,
        at=at,
        details={"shows_name": [before[1], found.shows_name], "link": found.link_number},
    )
    return person


@transaction.atomic
def hide_name(*, offer: Offer, by: User | None, at: datetime) -> None:
    """The name alone is taken back: what they teach stays. Repeating it is harmless."""
    found = _held(offer)
    if found.shows_name:
        found.shows_name = False
        found.save(update_fields=["shows_name"])
        audit.note(deed="hide_offer_name", subject=f"offer:{found.pk}", by=by.pk if by else None, at=at)


@transaction.atomic
def prolong_offer(
    *, offer: Offer, until: date, wording: int, channel: str, by: User | None, at: datetime
) -> Offer:
    """Shown for longer: the person agreed anew, by the words in force now."""
    found = _held(offer)
    heard = wording_read(Purpose.POOL, wording)
    refuse_until(until, timezone.localdate(at), timezone.localdate(at))
    audit.note(
        deed="prolong_offer",
        subject=f"offer:{found.pk}",
        by=by.pk if by else None,
        at=at,
        details={**_consent(found), "until": found.until.isoformat()},
    )
    found.until, found.wording, found.agreed_at, found.channel = until, heard, at, channel
    found.reminded_on = None
    found.save()
    search.changed(OFFER_KIND, [found.pk])
    return found


@transaction.atomic
def withdraw_offer(*, offer: Offer, by: User | None, at: datetime) -> None:
    """Taken back: gone from the public with this very deed, and deleted with the person and all questions."""
    found = Offer.objects.select_for_update().filter(pk=offer.pk).first()
    if found is None:
        return
    audit.note(
        deed="withdraw_offer",
        subject=f"offer:{found.pk}",
        by=by.pk if by else None,
        at=at,
        details=_consent(found),
    )
    search.forget(OFFER_KIND, [found.pk])
    pool_letters.forget([found.pk])
    found.delete()


@transaction.atomic
def ask_for_offer(*, offer: Offer, draft: QuestionDraft, at: datetime) -> PoolQuestion:
    """For the mentor to pass on, who hears of it by a letter that says nothing of who asks. Raises `ProcessRefused`."""
    today = timezone.localdate(at)
    if not Offer.objects.public_on(today).filter(pk=offer.pk).exists():
        raise ProcessRefused(_("This is not offered any more."))
    question = PoolQuestion.objects.create(
        offer=offer,
        name=words(draft.name, "name", _("Say who asks."))[:120],
        contact=words(draft.contact, "contact", _("Say where you can be reached."))[:200],
        message=words(draft.message, "message", _("Write what you would like to learn."))[:1000],
        asked_at=at,
        delete_on=today + QUESTION_KEPT,
    )
    for user in mentor_users([offer.process_id], today)[offer.process_id]:
        pool_letters.tell_asked(user, offer)
    return question


@transaction.atomic
def pass_on(*, question: PoolQuestion, by: User, at: datetime) -> None:
    """The person was told: what was asked is not kept any longer. Repeating it is harmless."""
    if PoolQuestion.objects.filter(pk=question.pk).delete()[0]:
        audit.note(deed="pass_on_question", subject=f"offer:{question.offer_id}", by=by.pk, at=at)


def read_person(*, offer: Offer, by: User, at: datetime) -> OfferPerson:
    """Who it is; that it was looked at stands in the audit lines."""
    audit.note(deed="read_offer_person", subject=f"offer:{offer.pk}", by=by.pk, at=at)
    return OfferPerson.objects.get(offer=offer)


@transaction.atomic
def forget_offers(*, at: datetime) -> int:
    """Delete offers whose last day is over, with their people, and questions that nobody passed on. Repeating it is harmless."""
    today = timezone.localdate(at)
    rows = Offer.objects.over_on(today)
    # Held, so that none is prolonged meanwhile; asked again, for those that were while this waited for them.
    over = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    search.forget(OFFER_KIND, over)
    pool_letters.forget(over)
    rows.filter(pk__in=over).delete()
    questions, _rows = PoolQuestion.objects.filter(delete_on__lte=today).delete()
    if over or questions:
        details = {"offers": len(over), "questions": questions}
        audit.note(deed="forget_offers", subject="processes:pool", by=None, at=at, details=details)
    return len(over) + questions


@transaction.atomic
def remind_of_offers(*, at: datetime) -> int:
    """A month before the last day, once: the person, where there is an address, and the mentor. How many offers."""
    today = timezone.localdate(at)
    rows = Offer.objects.public_on(today).filter(until__lte=today + REMIND_BEFORE, reminded_on=None)
    due = list(rows.with_names().select_for_update(of=("self",)).order_by("until", "pk"))
    by_user: dict[User, list[Offer]] = {}
    people = mentor_users({one.process_id for one in due}, today)
    for offer in due:
        _write_to(offer, offer.person, pool_letters.remind_person)
        for user in people[offer.process_id]:
            by_user.setdefault(user, []).append(offer)
    for user, theirs in by_user.items():
        pool_letters.remind_mentor(user, theirs)
    Offer.objects.filter(pk__in=[one.pk for one in due]).update(reminded_on=today)
    return len(due)


@transaction.atomic
def record_offers(*, drafts: Iterable[tuple[Process, OfferDraft]], by: User | None, at: datetime) -> int:
    """By the hundred, without letters. A fixed number of queries a batch."""
    topics = dict(PoolTopic.objects.values_list("code", "pk"))
    wording = ConsentWording.objects.in_force(Purpose.POOL)
    if wording is None:
        raise ProcessRefused(_("There is no wording to agree to."))
    offers, people = [], []
    for process, draft in drafts:
        offer, person = _apart(process, draft, wording, by, at)
        offer.topic_id, offer.what_search = topics[draft.topic], _searched(offer)
        agreed_on = draft.agreed_on or timezone.localdate(at)
        refuse_until(draft.until, agreed_on, timezone.localdate(at))
        offer.agreed_at = _moment(agreed_on, at)
        offers.append(offer)
        people.append(person)
    Offer.objects.bulk_create(offers, batch_size=BATCH)
    OfferPerson.objects.bulk_create(people, batch_size=BATCH)
    search.changed(OFFER_KIND, [one.pk for one in offers])
    return len(offers)


def refuse_until(until: date, agreed_on: date, today: date) -> None:
    if until <= today:
        raise ProcessRefused(_("The last day lies ahead."), field="until")
    if until > agreed_on + OFFER_AT_MOST:
        raise ProcessRefused(_("Consent holds for a year at most; it can be given anew."), field="until")


def _refuse_before(wording: ConsentWording, agreed_on: date) -> None:
    if wording.published_at is not None and agreed_on < timezone.localdate(wording.published_at):
        raise ProcessRefused(
            _("On this day there were other words to agree to. Read these out, and write the day of that."),
            field="agreed_on",
        )


def _refuse_unreachable(email: str, phone: str) -> None:
    if not email.strip() and not phone.strip():
        raise ProcessRefused(
            _("Without a telephone or an e-mail nobody can pass a question on."), field="phone"
        )


def _consent(offer: Offer) -> dict[str, object]:
    """By which words, when and how they had agreed: nothing of who."""
    return {
        "wording": offer.wording_id,
        "agreed_at": offer.agreed_at.isoformat(),
        "channel": offer.channel,
    }


def _held(offer: Offer) -> Offer:
    try:
        return held(Offer.objects.all(), offer.pk)
    except Offer.DoesNotExist:
        raise ProcessRefused(_("It was taken back meanwhile, or its last day is over.")) from None


def _topic(code: str, beside: int | None = None) -> PoolTopic:
    found = PoolTopic.objects.filter(code=code).first()
    if found is None or not (found.is_offered or found.pk == beside):
        raise ProcessRefused(_("Choose from the list."), field="topic")
    return found


def _searched(offer: Offer) -> str:
    return fold(f"{offer.what} {offer.audience}")[:640]


def _moment(day: date, at: datetime) -> datetime:
    """Agreed today it was now, else at noon of the day."""
    if day == timezone.localdate(at):
        return at
    return datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone())


def _write_to(offer: Offer, person: OfferPerson, letter: pool_letters.ToPerson) -> None:
    if not person.email:
        return
    try:
        letter(offer, person)
    except LetterRefused as refusal:
        raise ProcessRefused(str(refusal), field="email") from None


def _apart(
    process: Process, draft: OfferDraft, wording: ConsentWording, by: User | None, at: datetime
) -> tuple[Offer, OfferPerson]:
    offer = Offer(
        id=draft.id,
        process=process,
        what=draft.what,
        audience=draft.audience.strip()[:160],
        frequency=draft.frequency.strip()[:120],
        shows_name=draft.shows_name,
        wording=wording,
        channel=draft.channel,
        until=draft.until,
        recorded_at=at,
        recorded_by=by,
    )
    person = OfferPerson(
        offer=offer,
        name=draft.name,
        email=draft.email.strip().lower(),
        phone=draft.phone.strip()[:40],
        language=draft.language,
    )
    return offer, person
