"""What the pages of the desk share: the way back, a page with one form, and what happens when an action says no."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ..actions import PublishRefused, StateRefused
from ..actions.asking import AskRefused
from ..models import Question

REFUSALS = (AskRefused, StateRefused, PublishRefused)
Trail = list[tuple[str, str]]


def trail_of(question: Question, here: str = "") -> Trail:
    trail = [(_("Questions"), reverse("questions:desk"))]
    own = reverse("questions:desk_question", args=[question.pk]) if here else ""
    trail.append((question.title or _("A question that was withdrawn"), own))
    return [*trail, (here, "")] if here else trail


def show_refusal(form: forms.Form, refusal: Exception) -> None:
    field = getattr(refusal, "field", "")
    form.add_error(field if field in form.fields else None, str(refusal))


def form_page(
    request: HttpRequest,
    question: Question,
    form: forms.Form,
    *,
    heading: str,
    submit: str,
    intro: str = "",
    tone: str = "",
) -> HttpResponse:
    content = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "intro": intro,
        "tone": tone,
        "question": question,
        "back": reverse("questions:desk_question", args=[question.pk]),
        "trail": trail_of(question, heading),
    }
    return render(request, "questions/desk_form.html", content)


def to_question(question: Question) -> HttpResponse:
    return redirect("questions:desk_question", pk=question.pk)


def acted(request: HttpRequest, question: Question, act: Callable[[], Any], words: str) -> HttpResponse:
    """Do it and say so, or say why not; back to the question in both cases."""
    try:
        act()
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return to_question(question)
