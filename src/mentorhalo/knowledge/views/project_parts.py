"""What the pages of model projects share: the way back, a page with one form, and what happens when an action says no."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ..actions.projects import ProjectRefused
from ..models.projects import ModelProject

Trail = list[tuple[str, str]]


def trail_of(project: ModelProject | None = None, here: str = "") -> Trail:
    trail = [(_("Model projects"), reverse("knowledge:projects_desk"))]
    if project is not None:
        own = reverse("knowledge:application", args=[project.pk]) if here else ""
        trail.append((f"{project.code} {project.title}", own))
    return [*trail, (here, "")] if here else trail


def show_refusal(form: forms.Form, refusal: ProjectRefused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def form_page(
    request: HttpRequest,
    project: ModelProject,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    heading: str,
    submit: str,
    done: str,
    intro: str = "",
    tone: str = "",
) -> HttpResponse:
    """Show the form; sent and accepted by the action it leads back to the application with what was done in words."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except ProjectRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect("knowledge:application", pk=project.pk)
    content = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "intro": intro,
        "tone": tone,
        "multipart": form.is_multipart(),
        "back": reverse("knowledge:application", args=[project.pk]),
        "trail": trail_of(project, heading),
    }
    return render(request, "knowledge/projects/form.html", content)


def acted(request: HttpRequest, project: ModelProject, act: Callable[[], Any], words: str) -> HttpResponse:
    """Do it and say so, or say why not; back to the application in both cases."""
    try:
        act()
    except ProjectRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("knowledge:application", pk=project.pk)
