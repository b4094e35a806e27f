"""What the pages share: the way back, a page with one form, and what happens when an action says no."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ..actions import ProcessRefused
from ..models import Process

Trail = list[tuple[str, str]]


def trail_of(process: Process | None = None, *here: tuple[str, str]) -> Trail:
    """Down to the process; the page puts its own name behind it."""
    trail = [(_("Community processes"), reverse("processes:processes"))]
    if process is not None:
        trail.append((str(process), reverse("processes:process", args=[process.pk])))
    return [*trail, *here]


def ends_here(trail: Trail) -> Trail:
    """The last one is the page itself."""
    return [*trail[:-1], (trail[-1][0], "")]


def show_refusal(form: forms.Form, refusal: ProcessRefused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def pressed(request: HttpRequest, act: Callable[[], Any], *, back: str, done: str = "") -> HttpResponse:
    """A button alone, without a form: what was done, or why not, stands on the page it leads back to."""
    try:
        act()
    except ProcessRefused as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)
    return redirect(back)


def form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    heading: str,
    submit: str,
    done: str,
    back: str,
    trail: Trail,
    intro: str = "",
    tone: str = "",
    draft: str = "",
    template: str = "processes/form.html",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the form; sent and accepted by the action it leads back with what was done in words."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except ProcessRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect(back)
    content = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "intro": intro,
        "tone": tone,
        "draft": draft,
        "multipart": form.is_multipart(),
        "back": back,
        "trail": [*trail, (heading, "")],
        **(more or {}),
    }
    return render(request, template, content)
