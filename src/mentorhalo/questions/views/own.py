"""The page of one's own question, opened by the secret link (and, for a member's, by its account)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door

from .. import actions
from ..actions import AskRefused, StateRefused, VoteRefused
from ..actions.asking import CAN_BE_WITHDRAWN, CLOSED
from ..actions.voting import ASKER, ASKER_VOTES_ON
from ..choices import State
from ..forms.asking import VoteForm, WordForm
from ..models import Question
from ..queries import public
from ..queries.own import in_plain_words, key_of, question_by, said_to_asker, steps_of
from ..queries.steps import steps_of_question
from .people import member_asking


@never_cache
@door("questions.open_own", get=question_by)
def own(request: HttpRequest, question: Question) -> HttpResponse:
    """Where it stands, what was said, and what one may do about it. Opening it changes nothing."""
    return _page(request, question, WordForm())


@door("questions.open_own", get=question_by)
@require_POST
def confirm(request: HttpRequest, question: Question) -> HttpResponse:
    actions.confirm_question(question=question, at=timezone.now())
    messages.success(request, _("Thank you: your question is with us now."))
    return _back(question)


@door("questions.open_own", get=question_by)
@require_POST
def word(request: HttpRequest, question: Question) -> HttpResponse:
    """A further word, or the answer to what was asked back."""
    form = WordForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.add_word(
                question=question,
                text=said["text"],
                key=said["key"],
                by=member_asking(request),
                at=timezone.now(),
            )
        except AskRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("We received it."))
            return _back(question)
    return _page(request, question, form)


@door("questions.open_own", get=question_by)
@require_POST
def leave(request: HttpRequest, question: Question) -> HttpResponse:
    """Give leave to publish, or take it back."""
    gives = request.POST.get("may_publish") == "yes"

    def deed() -> str:
        actions.change_leave(
            question=question, may_publish=gives, by=member_asking(request), at=timezone.now()
        )
        return _("Thank you: others may learn from it.") if gives else _("It is not public, and will not be.")

    return _done(request, question, deed)


@door("questions.open_own", get=question_by)
@require_POST
def withdraw(request: HttpRequest, question: Question) -> HttpResponse:
    try:
        left = actions.withdraw_question(question=question, by=member_asking(request), at=timezone.now())
    except AskRefused as refusal:
        messages.error(request, str(refusal))
        return _back(question)
    messages.success(request, _("Your question is withdrawn; its words are deleted."))
    return _back(left) if left else redirect("questions:public")


@door("questions.open_own", get=question_by)
@require_POST
def erase(request: HttpRequest, question: Question) -> HttpResponse:
    """Forget who asked. Letters stop; this link still opens the page."""

    def deed() -> str:
        actions.erase_asker(question=question, at=timezone.now())
        return _("Your name and address are erased. No more letters come; keep the address of this page.")

    return _done(request, question, deed)


@door("questions.open_own", get=question_by)
@require_POST
def judge(request: HttpRequest, question: Question) -> HttpResponse:
    """The asker says whether it was useful, and what came of it."""
    form = VoteForm(request.POST)

    def deed() -> str:
        if not form.is_valid():
            raise VoteRefused(next(error for errors in form.errors.values() for error in errors))
        said = form.cleaned_data
        actions.cast_vote(
            question=question,
            voter=ASKER,
            is_useful=said["useful"] == "yes",
            change=said["change"],
            at=timezone.now(),
        )
        return _("Thank you for telling us.")

    return _done(request, question, deed)


def _page(request: HttpRequest, question: Question, form: WordForm) -> HttpResponse:
    content = {
        "question": question,
        "key": key_of(question),
        "draft_key": f"question-{question.pk}",
        "form": form,
        "vote_form": VoteForm(auto_id="vote_%s"),
        "voted": public.vote_of(question, ASKER),
        "words": in_plain_words(question),
        "steps": steps_of(question),
        "further_steps": steps_of_question(question),
        "said": said_to_asker(question),
        "is_unconfirmed": question.state == State.UNCONFIRMED,
        "is_waiting": question.state == State.WAITING,
        "is_published": question.state == State.PUBLISHED,
        "is_closed": question.state in CLOSED,
        "may_vote": question.state in ASKER_VOTES_ON,
        "may_withdraw": question.state in CAN_BE_WITHDRAWN,
        "is_promised": question.state in CAN_BE_WITHDRAWN and question.due_at is not None,
    }
    return render(request, "questions/ask_own.html", content)


def _done(request: HttpRequest, question: Question, deed: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, deed())
    except (AskRefused, StateRefused, VoteRefused) as refusal:
        messages.error(request, str(refusal))
    return _back(question)


def _back(question: Question) -> HttpResponse:
    return redirect("questions:own", key=key_of(question))
