"""What the pages of this room have in common: their trails, and the page of one form."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Interviewer, SampleUnit, Study, Wave

Crumb = tuple[str, str]

# The pages of a wave, each a click from the others: address (by the wave's key), words, named rule.
WAVE_PAGES = [
    ("surveys:wave", gettext_lazy("Progress"), "surveys.view_fieldwork"),
    ("surveys:sample", gettext_lazy("Sample"), "surveys.view_fieldwork"),
    ("surveys:assign", gettext_lazy("Give units"), "surveys.assign"),
    ("surveys:units", gettext_lazy("Units"), "surveys.assign"),
    ("surveys:responses", gettext_lazy("Responses"), "surveys.view_responses"),
    ("surveys:flags", gettext_lazy("Flags"), "surveys.review"),
    ("surveys:work", gettext_lazy("Interviewers compared"), "surveys.review"),
    ("surveys:recontacts", gettext_lazy("Asked again"), "surveys.review"),
    ("surveys:checks", gettext_lazy("Checks"), "surveys.check"),
    ("filling:links", gettext_lazy("Links"), "surveys.invite"),
]


def ways_of(request: HttpRequest, wave: Wave, here: str) -> list[tuple[str, str, bool]]:
    """Those pages of a wave that this person may open, for the `nav` element."""
    return [
        (str(words), reverse(name, args=[wave.pk]), name == here)
        for name, words, perm in WAVE_PAGES
        if request.user.has_perm(perm)
    ]


def trail_of(record: Study | Wave | SampleUnit | Interviewer | None, *further: Crumb) -> list[Crumb]:
    """The way to a record's page and on; the last crumb has no address."""
    if isinstance(record, Interviewer):
        return [(record.name, reverse("surveys:interviewer", args=[record.pk])), *further]
    crumbs = [(_("Studies"), reverse("surveys:studies"))]
    unit = record if isinstance(record, SampleUnit) else None
    wave = unit.wave if unit else record if isinstance(record, Wave) else None
    study = wave.study if wave else record if isinstance(record, Study) else None
    if study:
        crumbs.append((study.title, reverse("surveys:study", args=[study.pk])))
    if wave:
        crumbs.append((wave.title, reverse("surveys:wave", args=[wave.pk])))
    if unit:
        crumbs.append((unit.code, reverse("surveys:unit", args=[unit.pk])))
    return [*crumbs, *further]


def ask_first(
    request: HttpRequest, *, heading: str, submit: str, trail: list[Crumb], intro: str
) -> HttpResponse | None:
    """The page that stands before a final deed; None once its button was pressed."""
    if request.method == "POST":
        return None
    return form_page(
        request, forms.Form(), heading=heading, submit=submit, trail=trail, intro=intro, tone="danger"
    )


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    heading: str,
    submit: str,
    trail: list[Crumb],
    intro: str = "",
    tone: str = "",
    **more: Any,
) -> HttpResponse:
    """The page of a form that has nothing else on it; calling off leads back one step of the trail."""
    content = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "intro": intro,
        "tone": tone,
        "back": trail[-1][1],
        "trail": [*trail, (heading, "")],
    }
    return render(request, "surveys/form.html", content | more)
