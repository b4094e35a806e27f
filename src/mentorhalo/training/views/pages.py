"""What the pages of this room share: a form with its deed, a deed behind a button."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ..actions import TrainingRefused

type Trail = list[tuple[str, str]]


def form_page(
    request: HttpRequest,
    form: forms.Form,
    deed: Callable[[], str],
    *,
    heading: str,
    submit: str,
    back: str,
    trail: Trail,
    template: str = "training/form.html",
    **content: Any,
) -> HttpResponse:
    """Show the form; once it is right do the deed, say what it said, and go back."""
    if form.is_valid():
        try:
            said = deed()
        except TrainingRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(back)
    shared = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "back": back,
        "trail": [*trail, (heading, "")],
        "intro": "",
        "tone": "",
    }
    return render(request, template, {**shared, **content})


def done(request: HttpRequest, deed: Callable[[], str], to: str) -> HttpResponse:
    """What a button does; a refusal is told on the page one comes back to."""
    try:
        messages.success(request, deed())
    except TrainingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(to)
