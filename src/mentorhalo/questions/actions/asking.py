"""What who asked may do: ask, confirm, add a word, give or take back leave to publish, withdraw, be forgotten."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit, search
from mentorhalo.core.letters import unlinked
from mentorhalo.core.working_days import due_after
from mentorhalo.knowledge.models import Practice
from mentorhalo.network.models import CountyGroup
from mentorhalo.programmes.queries import current_programme
from mentorhalo.territory.queries import county_of

from ..choices import Author, Channel, State
from ..models import Message, Question
from ..searching import OWN_KIND
from .letters import tell_asker, tell_expert
from .owners import tell_owners
from .publishing import take_back_leave
from .states import locked, move

MOST_UNCONFIRMED = 3  # letters of ours that wait in one mailbox
MOST_A_DAY = 10
MOST_WORDS_A_DAY = 20
UNCONFIRMED_DAYS = 7
LONGEST_TEXT = 8000
CLOSED = (State.REJECTED, State.WITHDRAWN)
CAN_BE_WITHDRAWN = (State.UNCONFIRMED, State.RECEIVED, State.TRIAGED, State.ASSIGNED, State.WAITING)


class AskRefused(Exception):
    """It cannot be so; the message is meant for the person, `field` names what to mend."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class AskDraft:
    """A question as it is asked. `key` comes with the form: the same key again is the same question."""

    key: UUID
    title: str
    text: str
    topic: str = ""
    practice: UUID | None = None  # a public one it is about: those who did it hear of it
    settlement: str = ""
    language: str = "hu"
    name: str = ""
    email: str = ""  # of a guest; a member is written to by their account
    may_publish: bool = False


@transaction.atomic
def ask_question(*, draft: AskDraft, by: User | None, at: datetime) -> Question:
    """Take a question: from a member at once, from a guest once they confirm the letter that goes out.

    Raises `AskRefused` when an address has asked too much. The same key again returns the first question.
    """
    earlier = Question.objects.filter(client_key=draft.key).first()
    if earlier is not None:
        return earlier
    email = "" if by else draft.email.strip().lower()
    if not by and not email:
        raise AskRefused(_("We need an e-mail address to send the answer to."), field="email")
    _refuse_flood(by, email, at)
    day = timezone.localdate(at)
    programme = current_programme(day)
    county = county_of(draft.settlement, day) if draft.settlement else ""
    practice = Practice.objects.public().filter(pk=draft.practice).first() if draft.practice else None
    seat = practice.county if practice else county  # whose group hears of it
    question, is_new = Question.objects.get_or_create(
        client_key=draft.key,
        defaults={
            "title": " ".join(draft.title.split()),
            "text": draft.text.strip(),
            "topic_id": draft.topic or None,
            "settlement": draft.settlement,
            "county": county,
            "programme": programme.code if programme else "",
            "practice": practice,
            "group": _group_of(programme.pk, seat) if programme and seat else None,
            "language": draft.language,
            "asker": by,
            "asker_name": " ".join(draft.name.split()),
            "asker_email": email,
            "may_publish": draft.may_publish,
            "may_publish_at": at,
            "asked_at": at,
        },
    )
    if not is_new:  # the same sending came in meanwhile
        return question
    if by is None:
        tell_asker(question, "confirm", days=UNCONFIRMED_DAYS, title=unlinked(question.title))
        return question
    return _receive(question, by=by, at=at)


@transaction.atomic
def confirm_question(*, question: Question, at: datetime) -> Question:
    """The guest opened the letter and said yes: from now on the promise runs. Again is harmless."""
    question = locked(question)
    return question if question.state != State.UNCONFIRMED else _receive(question, by=None, at=at)


@transaction.atomic
def add_word(
    *,
    question: Question,
    text: str,
    by: User | None,
    at: datetime,
    key: UUID | None = None,
    channel: Channel = Channel.PAGE,
    message_id: str = "",
) -> Message:
    """A further word of the asker; one who was asked back has answered by it. The same key or e-mail again adds nothing."""
    question = locked(question)
    earlier = _word_taken(question, key, message_id)
    if earlier is not None:
        return earlier
    if question.state == State.UNCONFIRMED or question.state in CLOSED:
        raise AskRefused(_("This question is closed: nothing can be added to it. You can ask a new one."))
    said = text.strip()
    if not said:
        raise AskRefused(_("Write a few words."), field="text")
    today = Message.objects.filter(question=question, author=Author.ASKER, at__gt=at - timedelta(days=1))
    if today.count() >= MOST_WORDS_A_DAY:
        raise AskRefused(_("That was a lot for one day. Please go on tomorrow."), field="text")
    message = Message.objects.create(
        **({"pk": key} if key else {}),
        question=question,
        at=at,
        author=Author.ASKER,
        by=by,
        text=said[:LONGEST_TEXT],
        channel=channel,
        message_id=message_id,
    )
    if question.state == State.WAITING:
        back = State.ASSIGNED if question.expert_id else State.TRIAGED
        move(question, back, by=by, at=at)
    tell_expert(question, "asker_wrote", said=message.text)
    return message


@transaction.atomic
def change_leave(*, question: Question, may_publish: bool, by: User | None, at: datetime) -> Question:
    """Let the question be published, or no more: then what is public disappears at once."""
    question = locked(question)
    if question.may_publish == may_publish or question.state in CLOSED:
        return question
    question.may_publish, question.may_publish_at = may_publish, at
    if not may_publish:
        return take_back_leave(question, by=by, at=at)
    if question.state == State.PRIVATE:
        return move(question, State.ANSWERED, by=by, at=at)
    question.save(update_fields=["may_publish", "may_publish_at"])
    return question


@transaction.atomic
def withdraw_question(*, question: Question, by: User | None, at: datetime) -> Question | None:
    """Take an unanswered question back. Its words, name and address go; that there was one stays. None: it never counted."""
    question = locked(question)
    if question.state == State.WITHDRAWN:
        return question
    if question.state not in CAN_BE_WITHDRAWN:
        raise AskRefused(
            _("It has been answered meanwhile. You can keep it private and have your name erased.")
        )
    if question.state == State.UNCONFIRMED:
        question.delete()
        return None
    tell_expert(question, "withdrawn")
    question.messages.all().delete()
    question.title, question.text, question.answer_draft = "", "", ""
    question.public_title, question.public_text, question.public_answer = "", "", ""
    _forget(question, at)
    return move(question, State.WITHDRAWN, by=None, at=at)


@transaction.atomic
def erase_asker(*, question: Question, at: datetime) -> Question:
    """Forget name, address and account of who asked; the question goes on without them. Again is harmless."""
    question = locked(question)
    if question.erased_at is None:
        _forget(question, at)
        question.save()
        audit.note(deed="erase_asker", subject=f"question:{question.pk}", by=None, at=at)
    return question


@transaction.atomic
def discard_unconfirmed(*, at: datetime) -> int:
    """Delete what nobody confirmed within a week, address and all; how many."""
    old = Question.objects.filter(state=State.UNCONFIRMED, asked_at__lt=at - timedelta(days=UNCONFIRMED_DAYS))
    return old.delete()[1].get("questions.Question", 0)


def _receive(question: Question, *, by: User | None, at: datetime) -> Question:
    question.received_at = at
    question.due_at = due_after(at, settings.QUESTION_DAYS)
    question = move(question, State.RECEIVED, by=by, at=at)
    tell_owners(question)
    return question


def _refuse_flood(by: User | None, email: str, at: datetime) -> None:
    own = Question.objects.filter(asker=by) if by else Question.objects.filter(asker_email=email)
    recent = own.filter(asked_at__gt=at - timedelta(days=1))
    if recent.count() >= MOST_A_DAY:
        raise AskRefused(_("You asked a lot today. Please go on tomorrow; what you typed stays here."))
    if not by and recent.filter(state=State.UNCONFIRMED).count() >= MOST_UNCONFIRMED:
        raise AskRefused(
            _("Several letters wait in this mailbox already. Please confirm one of those questions first."),
            field="email",
        )


def _group_of(programme: UUID, county: str) -> UUID | None:
    groups = CountyGroup.objects.filter(programme=programme, county=county, ends_on=None)
    return groups.values_list("pk", flat=True).first()


def _word_taken(question: Question, key: UUID | None, message_id: str) -> Message | None:
    words = Message.objects.filter(question=question)
    if key is not None and (found := words.filter(pk=key).first()):
        return found
    return words.filter(message_id=message_id).first() if message_id else None


def _forget(question: Question, at: datetime) -> None:
    """Set what is forgotten; the caller writes the question."""
    question.messages.filter(author=Author.ASKER).update(by=None)
    question.moves.filter(by=question.asker).update(by=None)
    question.asker, question.asker_name, question.asker_email = None, "", ""
    question.erased_at = at
    search.forget(OWN_KIND, [str(question.pk)])
