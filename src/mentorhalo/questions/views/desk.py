"""The desk: what waits for this person, and one question with everything about it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.models import User
from mentorhalo.core.doors import door

from ..actions import handling
from ..choices import State
from ..forms.desk import FilterForm, HideForm, WordsForm
from ..models import Expert, Message, Question
from ..queries import desk as queries
from ..queries.experts import expert_of
from ..queries.lateness import deadline_words
from ..queries.practices import practice_of
from ..queries.public import counties_shown, topics_offered
from ..queries.steps import steps_of_question
from .desk_parts import acted, to_question, trail_of
from .people import user_of

A_PAGE = 30


@door("questions.desk")
def desk(request: HttpRequest) -> HttpResponse:
    """An expert's own questions, what waits for them as second reader, and the queue of who sorts."""
    user, now = user_of(request), timezone.now()
    expert = expert_of(user)
    content: dict[str, Any] = {
        "expert": expert,
        "own": queries.answered_by(expert, now) if expert else [],
        "to_read": queries.to_read(user),
        "to_confirm": queries.to_confirm(user, timezone.localdate(now)).count(),
        "sorts": user.has_perm("questions.sort"),
        "manages": user.has_perm("questions.manage_experts"),
    }
    if content["sorts"]:
        content |= _queue(request, user, now)
    template = "questions/desk.html#queue" if request.headers.get("HX-Request") else "questions/desk.html"
    return render(request, template, content)


@door("questions.view_question", get=queries.question)
def desk_question(request: HttpRequest, question: Question) -> HttpResponse:
    """Everything about one question: what was said, where it stands, what this person may do next."""
    user, now = user_of(request), timezone.now()
    settlement = queries.settlement_of(question)
    content = {
        "question": question,
        "deadline": deadline_words(question, now),
        "is_late": question.is_overdue(now),
        "settlement": settlement,
        "about": practice_of(question),
        "hints": queries.hints_of(question, f"{question.title}\n{question.text}"),
        "said": queries.messages_of(question),
        "history": queries.history_of(question),
        "further_steps": steps_of_question(question),
        "review": queries.open_review(question),
        "last_review": queries.last_review(question),
        "nothing": [],
        "note_form": WordsForm(label=_("Note among colleagues"), help_text=_("The asker never sees it.")),
        "trail": trail_of(question),
        **_deeds(user, question),
    }
    return render(request, "questions/desk_question.html", content)


@door("questions.view_question", get=queries.question)
@require_POST
def note(request: HttpRequest, question: Question) -> HttpResponse:
    form = WordsForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    return acted(
        request,
        question,
        lambda: handling.add_note(question=question, text=text, by=user_of(request), at=timezone.now()),
        _("The note is kept."),
    )


@door("questions.hide_message", get=queries.message)
def hide(request: HttpRequest, message: Message) -> HttpResponse:
    """Hide one message, with the reason shown in its place."""
    form = HideForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        handling.hide_message(message=message, reason=reason, by=user_of(request), at=timezone.now())
        messages.success(request, _("The message is hidden."))
        return to_question(message.question)
    content = {
        "form": form,
        "heading": _("Hide a message"),
        "submit": _("Hide"),
        "intro": message.text,
        "tone": "",
        "back": "",
        "question": message.question,
        "trail": trail_of(message.question, _("Hide a message")),
    }
    return render(request, "questions/desk_form.html", content)


@door("questions.hide_message", get=queries.message)
@require_POST
def unhide(request: HttpRequest, message: Message) -> HttpResponse:
    handling.show_message(message=message, by=user_of(request), at=timezone.now())
    return to_question(message.question)


def _queue(request: HttpRequest, user: User, now: Any) -> dict[str, Any]:
    form = FilterForm(
        request.GET,
        topics=topics_offered(),
        counties=counties_shown(),
        experts=list(Expert.objects.order_by("name_sort", "pk")),
    )
    filters = queries.Filters(**form.said())
    page = Paginator(queries.queue(user, filters, now), A_PAGE).get_page(request.GET.get("page"))
    return {
        "filter_form": form,
        "page": page,
        "rows": queries.rows_of(page.object_list, now),
        "counts": queries.counts_of(user, now),
    }


def _deeds(user: User, question: Question) -> dict[str, bool]:
    """What this person may do with the question as it stands."""
    handles = user.has_perm("questions.handle", question)
    redacts = user.has_perm("questions.redact", question)
    answers = user.has_perm("questions.answer", question)
    state = question.state
    return {
        "handles": handles,
        "may_sort": handles and state in handling.SORTABLE,
        "may_assign": handles and state in (State.TRIAGED, State.ASSIGNED, State.WAITING),
        "may_reject": handles and state in (State.RECEIVED, State.TRIAGED),
        "may_ask_back": redacts and state in (State.TRIAGED, State.ASSIGNED),
        "may_go_on": redacts and state == State.WAITING,
        "may_answer": answers and state in (State.ASSIGNED, State.WAITING),
        "may_add": answers and state in (*queries.AFTER_ANSWER, State.PUBLISHED, State.PRIVATE),
        "may_hand_back": answers and state in (State.ASSIGNED, State.WAITING),
        "may_redact": redacts and state in queries.AFTER_ANSWER,
        "may_read": user.has_perm("questions.review", question),
        "may_publish": handles and state == State.IN_REVIEW,
        "may_keep_private": handles and state in queries.AFTER_ANSWER,
        "may_open_again": redacts and state in (State.PUBLISHED, State.PRIVATE) and bool(question.text),
        "may_unpublish": handles and state == State.PUBLISHED,
        "may_ask_leave": handles
        and not question.may_publish
        and question.erased_at is None
        and state in (*queries.AFTER_ANSWER, State.PRIVATE),
        "may_offer": redacts and question.first_answered_at is not None,
    }
