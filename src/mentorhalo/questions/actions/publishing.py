"""Whether and how long the public reads a question: publish, keep private, take back, confirm each year, expire."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit, search
from mentorhalo.core.hungarian import fold

from ..choices import State, Verdict
from ..models import Question
from ..redaction import fingerprint
from ..searching import PUBLIC_KIND
from .letters import tell_expert
from .states import locked, move

HOLDS_FOR = timedelta(days=365)
GRACE = timedelta(days=60)  # a doubtful answer is marked so long, then it leaves the lists


class PublishRefused(Exception):
    """It cannot be published (or confirmed) so; the message is meant for the person."""


@transaction.atomic
def publish_question(*, question: Question, by: User, at: datetime) -> Question:
    """Let everybody read the public version. Its address never changes, whatever happens to it later.

    Raises `PublishRefused` without the asker's leave, without a second reader's yes to exactly these words, or without words.
    """
    question = locked(question)
    if not question.may_publish:
        raise PublishRefused(_("The asker did not agree to publication."))
    if not (question.public_title and question.public_text and question.public_answer):
        raise PublishRefused(_("The public version is not written yet."))
    if not _is_accepted(question):
        raise PublishRefused(_("The second reader has not accepted these very words yet."))
    question.slug = question.slug or _free_slug(question.public_title)
    question.public_language = question.public_language or question.language
    question.published_at = question.public_changed_at = at
    _hold_from(question, timezone.localdate(at))
    return move(question, State.PUBLISHED, by=by, at=at)


@transaction.atomic
def keep_private(*, question: Question, by: User, at: datetime, reason: str = "") -> Question:
    """The answer went to the asker alone, and that is the end of it."""
    question = locked(question)
    _end_review(question, at)
    return move(question, State.PRIVATE, by=by, at=at, reason=reason)


@transaction.atomic
def unpublish_question(*, question: Question, by: User, at: datetime, reason: str) -> Question:
    """Take a published question back; its address says that it was here."""
    if not reason.strip():
        raise PublishRefused(_("Say why it is taken back."))
    question = locked(question)
    question.public_changed_at = at
    return move(question, State.PRIVATE, by=by, at=at, reason=reason.strip())


def take_back_leave(question: Question, *, by: User | None, at: datetime) -> Question:
    """The asker no longer agrees; `question` is locked, its leave already changed."""
    reason = _("The asker took back the leave to publish.")
    if question.state == State.PUBLISHED:
        question.public_changed_at = at
        return move(question, State.PRIVATE, by=by, at=at, reason=reason)
    if question.state == State.IN_REVIEW:
        _end_review(question, at)
        return move(question, State.PRIVATE, by=by, at=at, reason=reason)
    question.save(update_fields=["may_publish", "may_publish_at"])
    return question


@transaction.atomic
def confirm_answer(*, question: Question, by: User, at: datetime) -> Question:
    """Somebody who knows says that it still holds: for another year, and back into the lists if it had left them."""
    question = locked(question)
    if question.state != State.PUBLISHED:
        raise PublishRefused(_("Only a published answer is confirmed."))
    _hold_from(question, timezone.localdate(at))
    question.public_changed_at = at
    question.save()
    search.changed(PUBLIC_KIND, [question.pk])
    audit.note(deed="confirm_answer", subject=f"question:{question.pk}", by=by.pk, at=at)
    return question


@transaction.atomic
def ask_to_confirm(*, at: datetime) -> int:
    """Write to the experts whose answers are a year old, once for each; how many letters."""
    waiting = Question.objects.to_confirm(timezone.localdate(at)).filter(confirm_asked_at=None)
    asked = 0
    for question in waiting.select_for_update(of=("self",)).order_by("confirm_on", "pk"):
        question.confirm_asked_at = at
        question.save(update_fields=["confirm_asked_at"])
        tell_expert(question, "confirm")
        asked += 1
    return asked


@transaction.atomic
def expire_answers(*, at: datetime) -> int:
    """Take out of the lists what nobody confirmed within the grace; the pages stay and say so. How many."""
    late = Question.objects.listed().filter(confirm_on__lte=timezone.localdate(at) - GRACE)
    gone = list(late.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    Question.objects.filter(pk__in=gone).update(expired_at=at, public_changed_at=at)
    search.forget(PUBLIC_KIND, [str(pk) for pk in gone])
    return len(gone)


def _hold_from(question: Question, day: date) -> None:
    question.confirmed_on, question.confirm_on = day, day + HOLDS_FOR
    question.expired_at = question.confirm_asked_at = None


def _is_accepted(question: Question) -> bool:
    """Whether the latest verdict is a yes to the words as they stand now. One query."""
    now = fingerprint(question.public_title, question.public_text, question.public_answer, question.links)
    last = question.reviews.exclude(decided_at=None).order_by("-decided_at", "-pk").first()
    return last is not None and last.verdict == Verdict.ACCEPT and last.fingerprint == now


def _end_review(question: Question, at: datetime) -> None:
    question.reviews.filter(decided_at=None).update(decided_at=at, verdict=Verdict.KEEP_PRIVATE)


def _free_slug(title: str) -> str:
    """Words of the title, numbered where they were taken before. Two queries at most."""
    stem = slugify(fold(title))[:150].strip("-") or "kerdes"
    taken = set(Question.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
