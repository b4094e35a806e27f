"""The one way in which a question changes its state."""

from datetime import datetime

from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.evidence import actions as evidence

from ..choices import State
from ..facts import QUESTION_SOURCE, facts_of_question
from ..models import Move, Question
from ..searching import OWN_KIND, PUBLIC_KIND
from .letters import tell_asker_of_step

NEXT_STATES: dict[str, frozenset[str]] = {
    State.UNCONFIRMED: frozenset({State.RECEIVED}),
    State.RECEIVED: frozenset({State.TRIAGED, State.REJECTED, State.WITHDRAWN}),
    State.TRIAGED: frozenset({State.ASSIGNED, State.WAITING, State.REJECTED, State.WITHDRAWN}),
    State.ASSIGNED: frozenset({State.TRIAGED, State.WAITING, State.ANSWERED, State.WITHDRAWN}),
    State.WAITING: frozenset({State.TRIAGED, State.ASSIGNED, State.ANSWERED, State.WITHDRAWN}),
    State.ANSWERED: frozenset({State.IN_REVIEW, State.PRIVATE}),
    State.IN_REVIEW: frozenset({State.ANSWERED, State.PUBLISHED, State.PRIVATE}),
    State.PUBLISHED: frozenset({State.PRIVATE}),
    State.PRIVATE: frozenset({State.ANSWERED}),  # the asker gave leave later
    State.REJECTED: frozenset(),
    State.WITHDRAWN: frozenset(),
}


class StateRefused(Exception):
    """This step does not lead there; the message is meant for the person, `field` names what to mend."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def locked(question: Question) -> Question:
    """The question as it is now, held until the transaction ends. Actions change this one, then `move` or `save` it."""
    return Question.objects.select_for_update(of=("self",)).get(pk=question.pk)


def move(question: Question, to: State, *, by: User | None, at: datetime, reason: str = "") -> Question:
    """Write the question (with whatever the caller set on it) in its next state, the Move row, the facts and the asker's letter.

    What the letter quotes (an answer, a question back) is a Message written before. Call it inside a transaction, on what `locked` returned. Raises `StateRefused`.
    """
    before = State(question.state)
    standing = Question.objects.filter(pk=question.pk).values_list("state", flat=True).get()
    if standing != before or to not in NEXT_STATES[before]:
        raise StateRefused(
            _("This question is “%(state)s” now: the step is not possible any more.")
            % {"state": State(standing).label}
        )
    if before == State.WAITING:
        _add_waiting_time(question, at)
    question.state = to
    question.save()
    Move.objects.create(question=question, before=before, after=to, at=at, by=by, reason=reason[:300])
    tell(question, by=by, at=at)
    _let_find(question, before)
    tell_asker_of_step(question, before, to, reason=reason)
    return question


def tell(question: Question, *, by: User | None, at: datetime) -> None:
    """Let the journal say what the question says now. Repeating it is harmless."""
    evidence.sync(QUESTION_SOURCE, question.pk, facts_of_question(question), by=by, at=at)


def _let_find(question: Question, before: State) -> None:
    """What became public is found soon; what is not any more vanishes from the search in this transaction."""
    if question.asker_id is not None:
        search.changed(OWN_KIND, [question.pk])
    if question.state == State.PUBLISHED:
        search.changed(PUBLIC_KIND, [question.pk])
    elif before == State.PUBLISHED:
        search.forget(PUBLIC_KIND, [str(question.pk)])


def _add_waiting_time(question: Question, at: datetime) -> None:
    """While the asker is asked the clock stands still: what is due moves by as long as that took. One query."""
    asked_at = (
        question.moves.filter(after=State.WAITING).order_by("-at", "-pk").values_list("at", flat=True)[:1]
    )
    for since in asked_at:
        if question.due_at is not None and at > since:
            question.due_at += at - since
