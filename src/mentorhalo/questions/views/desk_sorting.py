"""Sorting: what a question is about, who answers it, or why it is not taken."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door

from ..actions import handling
from ..forms.desk import AssignForm, ReasonForm, SortForm, WordsForm
from ..models import Expert, Question
from ..queries import desk as queries
from ..queries.experts import suggested_experts
from ..queries.public import topics_offered
from .desk_parts import REFUSALS, acted, form_page, show_refusal, to_question, trail_of
from .people import user_of


@door("questions.handle", get=queries.question)
def sort(request: HttpRequest, question: Question) -> HttpResponse:
    """Topic, county group, what is delicate in it, and who could answer it."""
    today = timezone.localdate()
    hints = queries.hints_of(question, f"{question.title}\n{question.text}")
    form = SortForm(
        request.POST or None,
        initial={
            "topic": question.topic_id or "",
            "group": str(question.group or ""),
            "sensitivities": question.sensitivities or sorted({hint.reason.value for hint in hints}),
            "expert": str(question.expert_id or ""),
            "due_on": _promised(question),
        },
        topics=topics_offered(),
        groups=queries.groups_offered(today),
        candidates=suggested_experts(question, today),
    )
    if form.is_valid():
        said = form.cleaned_data
        try:
            handling.triage_question(
                question=question,
                topic=said["topic"],
                group=UUID(said["group"]) if said["group"] else None,
                sensitivities=said["sensitivities"],
                expert=_expert(form.chosen_expert()),
                due_on=said["due_on"],
                by=user_of(request),
                at=timezone.now(),
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The question is sorted."))
            return to_question(question)
    content = {
        "question": question,
        "form": form,
        "hints": hints,
        "settlement": queries.settlement_of(question),
        "similar": queries.similar_answers(question, user_of(request)),
        "trail": trail_of(question, _("Sort")),
    }
    return render(request, "questions/desk_sort.html", content)


@door("questions.handle", get=queries.question)
def assign(request: HttpRequest, question: Question) -> HttpResponse:
    """Give it to an expert, or to another one."""
    initial = {"due_on": _promised(question)}
    candidates = [
        one
        for one in suggested_experts(question, timezone.localdate())
        if one.expert.pk != question.expert_id
    ]
    form = AssignForm(request.POST or None, initial=initial, candidates=candidates)
    expert = _expert(form.chosen_expert()) if form.is_valid() else None
    if expert is not None:
        try:
            handling.assign_question(
                question=question,
                expert=expert,
                due_on=form.cleaned_data["due_on"],
                reason=form.cleaned_data["reason"],
                by=user_of(request),
                at=timezone.now(),
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%(name)s has got the question.") % {"name": expert.name})
            return to_question(question)
    heading = _("Give to an expert") if question.expert_id is None else _("Give to another expert")
    return form_page(request, question, form, heading=heading, submit=_("Give"))


@door("questions.handle", get=queries.question)
def reject(request: HttpRequest, question: Question) -> HttpResponse:
    """Not taken, with a reason that the asker reads."""
    form = ReasonForm(
        request.POST or None,
        label=_("Why is it not taken?"),
        help_text=_("The asker gets this by letter. Say where they can turn, if you can."),
    )
    if form.is_valid():
        try:
            handling.reject_question(
                question=question, reason=form.cleaned_data["reason"], by=user_of(request), at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The asker was told."))
            return to_question(question)
    return form_page(
        request,
        question,
        form,
        heading=_("Do not take the question"),
        submit=_("Do not take it"),
        tone="danger",
    )


@door("questions.ask_back", get=queries.question)
def ask_back(request: HttpRequest, question: Question) -> HttpResponse:
    """Ask the asker something; meanwhile the clock stands still."""
    form = WordsForm(
        request.POST or None,
        label=_("What do you need to know?"),
        help_text=_("The asker gets it by letter. The clock stands still until they answer."),
    )
    if form.is_valid():
        try:
            handling.ask_back(
                question=question, text=form.cleaned_data["text"], by=user_of(request), at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The asker was asked."))
            return to_question(question)
    return form_page(request, question, form, heading=_("Ask the asker"), submit=_("Ask"))


@door("questions.ask_back", get=queries.question)
@require_POST
def go_on(request: HttpRequest, question: Question) -> HttpResponse:
    """Go on without what the asker was asked."""
    return acted(
        request,
        question,
        lambda: handling.go_on_without_answer(question=question, by=user_of(request), at=timezone.now()),
        _("The clock runs again."),
    )


@door("questions.answer", get=queries.question)
def hand_back(request: HttpRequest, question: Question) -> HttpResponse:
    """The expert gives it back, with a reason for those who sort."""
    form = ReasonForm(request.POST or None, label=_("Why can you not answer it?"))
    if form.is_valid():
        try:
            handling.hand_back_question(
                question=question, reason=form.cleaned_data["reason"], by=user_of(request), at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The question is given back."))
            return redirect("questions:desk")
    return form_page(request, question, form, heading=_("Give the question back"), submit=_("Give back"))


def _expert(pk: str) -> Expert | None:
    """One of those offered by the form."""
    return Expert.objects.select_related("user").filter(pk=UUID(pk)).first() if pk else None


def _promised(question: Question) -> date | None:
    """The promised day, as long as it can be kept."""
    promised = timezone.localdate(question.due_at) if question.due_at else None
    return promised if promised and promised >= timezone.localdate() else None
