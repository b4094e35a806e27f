"""What who sorts questions does: sort, give to an expert, refuse, ask back, write notes, hide a message."""

from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.core.numbers import day as in_words

from ..choices import Author, Sensitivity, State
from ..models import Expert, Message, Move, Question
from .asking import AskRefused
from .desk_letters import tell_expert_of
from .states import locked, move, tell

SORTABLE = (State.RECEIVED, State.TRIAGED, State.ASSIGNED, State.WAITING)
LONGEST_REASON = 300


class HandlingRefused(AskRefused):
    """The question cannot be handled so; the message is meant for the person, `field` names what to mend."""


@transaction.atomic
def triage_question(
    *,
    question: Question,
    topic: str,
    group: UUID | None,
    sensitivities: list[str],
    expert: Expert | None = None,
    due_on: date | None = None,
    by: User,
    at: datetime,
) -> Question:
    """Say what it is about, whose county it is and what makes it delicate; with `expert` also give it to one."""
    question = locked(question)
    if question.state not in SORTABLE:
        raise HandlingRefused(_("This question is not waiting to be sorted any more."))
    if set(sensitivities) - set(Sensitivity.values):
        raise HandlingRefused(_("Choose from the list."), field="sensitivities")
    question.topic_id, question.group = topic or None, group
    question.sensitivities = sorted(set(sensitivities))
    if question.state == State.RECEIVED:
        move(question, State.TRIAGED, by=by, at=at)
    else:
        question.save()
        tell(question, by=by, at=at)
    if expert is not None and expert.pk != question.expert_id:
        return assign_question(question=question, expert=expert, due_on=due_on, by=by, at=at)
    return question


@transaction.atomic
def assign_question(
    *,
    question: Question,
    expert: Expert,
    due_on: date | None = None,
    reason: str = "",
    by: User,
    at: datetime,
) -> Question:
    """Give it to an expert, or from one to another; both get a letter. Without `due_on` the promise stays as it is.

    What the expert before had begun to write becomes a note that colleagues can read, so that nothing is lost.
    """
    question = locked(question)
    if question.state not in (State.TRIAGED, State.ASSIGNED, State.WAITING):
        raise HandlingRefused(
            _("Sort the question first; one that is answered is not given to anybody any more.")
        )
    if not expert.user.holds(Role.EXPERT, on=timezone.localdate(at)):
        raise HandlingRefused(
            _("%(name)s is not an expert any more.") % {"name": expert.name}, field="expert"
        )
    if question.asker_id == expert.user_id:
        raise HandlingRefused(_("Nobody answers their own question."), field="expert")
    before = question.expert
    _set_due(question, due_on, at)
    question.reminded_at = question.escalated_at = None
    if before is not None and before.pk != expert.pk:
        _keep_draft(question, before, at)
        tell_expert_of(question, before, "taken_over")
    question.expert = expert
    if question.state == State.TRIAGED:
        move(question, State.ASSIGNED, by=by, at=at, reason=reason)
    else:
        question.save()
        Move.objects.create(
            question=question,
            before=question.state,
            after=question.state,
            at=at,
            by=by,
            reason=(reason or _("Given to %(name)s.") % {"name": expert.name})[:LONGEST_REASON],
        )
        tell(question, by=by, at=at)
    tell_expert_of(question, expert, "assigned", can_reply=True)
    return question


@transaction.atomic
def hand_back_question(*, question: Question, reason: str, by: User, at: datetime) -> Question:
    """The expert cannot answer it: it waits to be given to somebody else."""
    question = locked(question)
    said = _reason(reason, _("Say why, so that somebody else can be found."))
    if question.expert is None or question.state not in (State.ASSIGNED, State.WAITING):
        raise HandlingRefused(_("This question is not with an expert now."))
    _keep_draft(question, question.expert, at)
    question.expert = None
    question.reminded_at = None
    return move(question, State.TRIAGED, by=by, at=at, reason=said)


@transaction.atomic
def reject_question(*, question: Question, reason: str, by: User, at: datetime) -> Question:
    """Not taken; the asker gets the reason by letter."""
    question = locked(question)
    said = _reason(reason, _("Say why: the asker will read it."))
    return move(question, State.REJECTED, by=by, at=at, reason=said)


@transaction.atomic
def ask_back(*, question: Question, text: str, by: User, at: datetime) -> Message:
    """Ask the asker something; the clock stands still until they answer."""
    question = locked(question)
    if not text.strip():
        raise HandlingRefused(_("Write what you need to know."), field="text")
    is_expert = question.expert is not None and question.expert.user_id == by.pk
    message = Message.objects.create(
        question=question,
        at=at,
        author=Author.EXPERT if is_expert else Author.OFFICE,
        by=by,
        text=text.strip(),
    )
    move(question, State.WAITING, by=by, at=at)
    return message


@transaction.atomic
def go_on_without_answer(*, question: Question, by: User, at: datetime) -> Question:
    """The asker did not reply: the clock runs again."""
    question = locked(question)
    return move(question, State.ASSIGNED if question.expert_id else State.TRIAGED, by=by, at=at)


@transaction.atomic
def add_note(*, question: Question, text: str, by: User, at: datetime) -> Message:
    """A note among colleagues; the asker never sees it."""
    if not text.strip():
        raise HandlingRefused(_("Write a few words."), field="text")
    is_expert = question.expert is not None and question.expert.user_id == by.pk
    return Message.objects.create(
        question=question,
        at=at,
        author=Author.EXPERT if is_expert else Author.OFFICE,
        by=by,
        text=text.strip(),
        is_internal=True,
    )


@transaction.atomic
def hide_message(*, message: Message, reason: str, by: User, at: datetime) -> Message:
    """Hide one message from everybody but those who handle the question; the reason is shown in its place."""
    if reason not in Sensitivity.values:
        raise HandlingRefused(_("Choose why it is hidden."), field="reason")
    message.hidden_at, message.hidden_reason = at, reason
    message.save(update_fields=["hidden_at", "hidden_reason"])
    return message


@transaction.atomic
def show_message(*, message: Message, by: User, at: datetime) -> Message:
    message.hidden_at, message.hidden_reason = None, ""
    message.save(update_fields=["hidden_at", "hidden_reason"])
    return message


def _set_due(question: Question, due_on: date | None, at: datetime) -> None:
    """The promise can be made tighter, never looser: the asker was told a day."""
    promised = timezone.localdate(question.due_at) if question.due_at else None
    if due_on is None or due_on == promised:
        return
    if due_on < timezone.localdate(at):
        raise HandlingRefused(_("The day has passed already."), field="due_on")
    if promised is not None and due_on > promised:
        raise HandlingRefused(
            _("The asker was promised %(day)s: it cannot be later.") % {"day": in_words(promised)},
            field="due_on",
        )
    question.due_at = datetime.combine(due_on, time(16), tzinfo=timezone.get_current_timezone())


def _keep_draft(question: Question, expert: Expert, at: datetime) -> None:
    if question.answer_draft.strip():
        Message.objects.create(
            question=question,
            at=at,
            author=Author.EXPERT,
            by=expert.user,
            text=question.answer_draft.strip(),
            is_internal=True,
        )
    question.answer_draft = ""


def _reason(reason: str, missing: str) -> str:
    said = " ".join(reason.split())
    if not said:
        raise HandlingRefused(missing, field="reason")
    return said[:LONGEST_REASON]
