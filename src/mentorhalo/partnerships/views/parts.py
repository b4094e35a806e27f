"""What several pages of the room share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest

from ..actions import FileRefused, PartnershipRefused
from ..models import Partnership


def form_page(
    request: SignedInRequest,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    heading: str,
    submit: str,
    done: str,
    partnership: Partnership | None = None,
    intro: str = "",
    tone: str = "",
    draft_key: str = "",
    multipart: bool = False,
) -> HttpResponse:
    """A page with one form: acts when it is valid, shows what was refused, goes back to the partnership.

    `act` returns the partnership to go to, or anything else to go back to `partnership`.
    """
    if form.is_valid():
        try:
            result = act()
        except (PartnershipRefused, FileRefused) as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, done)
            target = result if isinstance(result, Partnership) else partnership
            return redirect("partnerships:partnership", pk=target.pk if target else None)
    back = page_of(partnership) if partnership else reverse("partnerships:partnerships")
    content = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "intro": intro,
        "tone": tone,
        "draft_key": draft_key,
        "multipart": multipart,
        "back": back,
        "trail": trail_of(partnership, heading),
    }
    return render(request, "partnerships/form.html", content)


def show_refusal(form: forms.Form, refusal: Exception) -> None:
    """What an action refused, beside the field it is about (or above all of them)."""
    field = getattr(refusal, "field", "file" if isinstance(refusal, FileRefused) else "")
    form.add_error(field if field in form.fields else None, str(refusal))


def page_of(partnership: Partnership) -> str:
    return reverse("partnerships:partnership", args=[partnership.pk])


def trail_of(partnership: Partnership | None, here: str) -> list[tuple[str, str]]:
    trail = [(_("Partnerships"), reverse("partnerships:partnerships"))]
    if partnership is not None:
        trail.append((partnership.title, page_of(partnership)))
    return [*trail, (here, "")]
