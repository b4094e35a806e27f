"""The public version of a question and its second reader: write it, have it read, accept, return or keep it private."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User

from ..choices import Sensitivity, State, Verdict
from ..models import Question, Review
from ..redaction import fingerprint
from .desk_letters import tell_colleague
from .handling import HandlingRefused
from .letters import tell_asker
from .publishing import keep_private, publish_question, unpublish_question
from .states import locked, move

WRITABLE = (State.ANSWERED, State.IN_REVIEW)
READERS = (Role.OFFICE, Role.EXPERT, Role.GROUP_LEADER)


class ReviewRefused(HandlingRefused):
    """The public version cannot be written or judged so; the message is meant for the person."""


class VersionChanged(ReviewRefused):
    """What was read is not what stands there now: nothing was decided."""


@transaction.atomic
def write_public_version(
    *,
    question: Question,
    title: str,
    text: str,
    answer: str,
    sensitivities: list[str] | None = None,
    by: User,
    at: datetime,
) -> Question:
    """Write what everybody may read, beside the original and never over it. A verdict on earlier words holds no more."""
    question = locked(question)
    if question.state not in WRITABLE:
        raise ReviewRefused(
            _("Only the version of an answered question that is not public yet can be changed.")
        )
    if sensitivities is not None:
        if set(sensitivities) - set(Sensitivity.values):
            raise ReviewRefused(_("Choose from the list."), field="sensitivities")
        question.sensitivities = sorted(set(sensitivities))
    question.public_title = " ".join(title.split())
    question.public_text, question.public_answer = text.strip(), answer.strip()
    question.public_language = question.language
    question.save()
    return question


@transaction.atomic
def ask_second_reader(*, question: Question, reader: User, by: User, at: datetime) -> Review:
    """Hand the public version to somebody who did not answer; they get a letter."""
    question = locked(question)
    if not (question.public_title and question.public_text and question.public_answer):
        raise ReviewRefused(_("The public version is not written yet."))
    if question.expert is not None and question.expert.user_id == reader.pk:
        raise ReviewRefused(_("Who answered is never the second reader."), field="reader")
    today = timezone.localdate(at)
    if not any(reader.holds(role, on=today) for role in READERS):
        raise ReviewRefused(_("The second reader is an expert or a colleague of the office."), field="reader")
    move(question, State.IN_REVIEW, by=by, at=at)
    review = Review.objects.create(
        question=question, reader=reader, asked_at=at, fingerprint=public_fingerprint(question)
    )
    tell_colleague(reader, "reader_asked", question=question)
    return review


@transaction.atomic
def decide_review(
    *, question: Question, verdict: str, reason: str, seen: str, by: User, at: datetime
) -> Review:
    """The second reader's word on exactly the words they read (`seen` is their fingerprint).

    Accepted and allowed by the asker it is published at once; without leave it waits for that. Raises `VersionChanged` if
    somebody changed a word meanwhile.
    """
    question = locked(question)
    review = question.reviews.select_for_update(of=("self",)).filter(decided_at=None).first()
    if review is None or question.state != State.IN_REVIEW:
        raise ReviewRefused(_("This version does not wait for a reader any more."))
    if review.reader_id != by.pk or (question.expert is not None and question.expert.user_id == by.pk):
        raise ReviewRefused(_("Somebody else was asked to read it."))
    if verdict not in Verdict.values:
        raise ReviewRefused(_("Choose one of the three."), field="verdict")
    if verdict != Verdict.ACCEPT and not reason.strip():
        raise ReviewRefused(_("Say why, so that it can be mended."), field="reason")
    now = public_fingerprint(question)
    if seen != now:
        raise VersionChanged(
            _(
                "The public version was changed after you opened it. Please read it again: nothing was decided."
            )
        )
    review.decided_at, review.verdict, review.reason, review.fingerprint = at, verdict, reason.strip(), now
    try:
        with transaction.atomic():
            review.save()
    except IntegrityError:
        raise ReviewRefused(_("This version does not wait for a reader any more.")) from None
    _follow(question, review, by, at)
    return review


@transaction.atomic
def ask_for_leave(*, question: Question, by: User, at: datetime) -> Question:
    """Ask the asker by letter whether it may be published; they answer on their own page."""
    question = locked(question)
    if question.may_publish:
        raise ReviewRefused(_("The asker has agreed already."))
    if question.erased_at is not None:
        raise ReviewRefused(_("The asker's address was erased: nobody can be asked."))
    tell_asker(question, "leave")
    return question


@transaction.atomic
def open_again(*, question: Question, reason: str, by: User, at: datetime) -> Question:
    """Take an answered question up again, so that its public version can be written anew; a public one leaves the public first."""
    question = locked(question)
    if not reason.strip():
        raise ReviewRefused(_("Say what needs to change."), field="reason")
    if question.state == State.PUBLISHED:
        question = unpublish_question(question=question, by=by, at=at, reason=reason)
    return move(question, State.ANSWERED, by=by, at=at, reason=reason.strip())


def public_fingerprint(question: Question) -> str:
    return fingerprint(question.public_title, question.public_text, question.public_answer, question.links)


def _follow(question: Question, review: Review, by: User, at: datetime) -> None:
    if review.verdict == Verdict.RETURN:
        move(question, State.ANSWERED, by=by, at=at, reason=review.reason)
    elif review.verdict == Verdict.KEEP_PRIVATE:
        keep_private(question=question, by=by, at=at, reason=review.reason)
    elif question.may_publish:
        publish_question(question=question, by=by, at=at)
