"""What the pages of the desk share: the way back, a page with one form, and what happens when an action says no."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ..actions.practices import PracticeRefused
from ..models import PracticeVersion

Trail = list[tuple[str, str]]


def trail_of(version: PracticeVersion, here: str = "") -> Trail:
    own = reverse("knowledge:work", args=[version.pk]) if here else ""
    trail = [(_("Practices in work"), reverse("knowledge:work_list")), (version.practice.code, own)]
    return [*trail, (here, "")] if here else trail


def show_refusal(form: forms.Form, refusal: PracticeRefused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def to_version(version: PracticeVersion) -> HttpResponse:
    return redirect("knowledge:work", pk=version.pk)


def acted(request: HttpRequest, version: PracticeVersion, act: Callable[[], Any], words: str) -> HttpResponse:
    """Do it and say so, or say why not; back to the version in both cases."""
    try:
        act()
    except PracticeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return to_version(version)


def form_deed(
    request: HttpRequest,
    version: PracticeVersion,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    heading: str,
    submit: str,
    done: str,
    intro: str = "",
    tone: str = "",
) -> HttpResponse:
    """A page with one form; once it is filled in rightly the deed is done, or refused beside the field."""
    if form.is_valid():
        try:
            act()
        except PracticeRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, done)
            return to_version(version)
    content = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "intro": intro,
        "tone": tone,
        "back": reverse("knowledge:work", args=[version.pk]),
        "trail": trail_of(version, heading),
    }
    return render(request, "knowledge/practices/form.html", content)
