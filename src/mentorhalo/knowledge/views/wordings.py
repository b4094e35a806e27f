"""The office's page of words: the criteria of the review, the words of the search, the wording of the consent."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from ..actions.practices import PracticeRefused, banding, wording
from ..choices import BandKind, TermKind
from ..forms.wordings import BandForm, ConsentTextForm, CriterionForm, TermForm
from ..models import Band, ConsentText, Criterion, Term
from ..queries import bands
from ..queries import wordings as queries
from .practice_parts import Trail, show_refusal

AFTER_THE_LAST = 100


@door("knowledge.manage_practices")
def words(request: SignedInRequest) -> HttpResponse:
    in_use, retired = queries.criterion_rows()
    content = {
        "criteria": in_use,
        "retired": retired,
        "ladders": bands.band_lists(),
        "lists": queries.term_lists(),
        "wordings": queries.wording_rows(timezone.localdate()),
        "trail": _trail(),
    }
    return render(request, "knowledge/practices/words.html", content)


@door("knowledge.manage_practices")
def add_criterion(request: SignedInRequest) -> HttpResponse:
    form = CriterionForm(request.POST or None, initial={"order": AFTER_THE_LAST})
    return _form_deed(
        request,
        form,
        lambda: wording.add_criterion(words=form.words(), by=request.user, at=timezone.now()),
        heading=_("New criterion"),
        intro=_("Reviews that are opened from now on go by it, too."),
    )


@door("knowledge.manage_practices", get=queries.criterion)
def reword_criterion(request: SignedInRequest, criterion: Criterion) -> HttpResponse:
    form = CriterionForm(request.POST or None, initial=_told(criterion, CriterionForm))
    return _form_deed(
        request,
        form,
        lambda: wording.reword_criterion(
            criterion=criterion, words=form.words(), by=request.user, at=timezone.now()
        ),
        heading=criterion.name,
        intro=_(
            "Marks that were given, and reviews that are open, keep the words as they read until now. Only what is opened from now on goes by the new ones."
        ),
    )


@door("knowledge.manage_practices")
@require_POST
def retire_criterion(request: SignedInRequest, code: str) -> HttpResponse:
    found = Criterion.objects.filter(pk=code).first()
    if found is None:
        raise Http404
    return _acted(
        request,
        lambda: wording.retire_criterion(criterion=found, by=request.user, at=timezone.now()),
        _("Reviews that are opened from now on go without it."),
    )


@door("knowledge.manage_practices")
def add_term(request: SignedInRequest, kind: str) -> HttpResponse:
    if kind not in TermKind.values:
        raise Http404
    form = TermForm(request.POST or None, initial={"order": AFTER_THE_LAST, "is_active": True})
    return _form_deed(
        request,
        form,
        lambda: wording.add_term(kind=kind, words=form.words(), by=request.user, at=timezone.now()),
        heading=_("New word of the list: %(list)s") % {"list": TermKind(kind).label},
    )


@door("knowledge.manage_practices", get=queries.term)
def revise_term(request: SignedInRequest, term: Term) -> HttpResponse:
    form = TermForm(request.POST or None, initial=_told(term, TermForm))
    return _form_deed(
        request,
        form,
        lambda: wording.revise_term(term=term, words=form.words(), by=request.user, at=timezone.now()),
        heading=term.name,
        intro=_(
            "The new name stands with every practice that has this word. If it shall mean something else, add a new word instead."
        ),
    )


@door("knowledge.manage_practices")
def add_band(request: SignedInRequest, kind: str) -> HttpResponse:
    if kind not in BandKind.values:
        raise Http404
    form = BandForm(request.POST or None, kind=kind, initial={"is_active": True})
    return _form_deed(
        request,
        form,
        lambda: banding.add_band(kind=kind, words=form.words(), by=request.user, at=timezone.now()),
        heading=_("New band of the ladder: %(list)s") % {"list": BandKind(kind).label},
        intro=_(
            "The band that stands at the same place is offered no more: practices that are told by it keep it, and are found by it."
        ),
    )


@door("knowledge.manage_practices", get=bands.band)
def revise_band(request: SignedInRequest, band: Band) -> HttpResponse:
    is_fixed = bands.is_fixed(band)
    form = BandForm(request.POST or None, kind=band.kind, is_fixed=is_fixed, initial=_told(band, BandForm))
    return _form_deed(
        request,
        form,
        lambda: banding.revise_band(band=band, words=form.words(), by=request.user, at=timezone.now()),
        heading=band.name,
        intro=_(
            "Institutions have agreed to what this band says: its name and place stay. If it shall say something else, add a new band at the same place; this one is offered no more then."
        )
        if is_fixed
        else _(
            "The new name stands with every practice that is told by this band. If it shall mean something else, add a new band at the same place instead."
        ),
    )


@door("knowledge.manage_practices")
def word_consent(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    now = queries.wording_rows(today)
    holds = next(row.text for row in now if row.holds)
    initial = {"text_hu": holds.text_hu, "text_en": holds.text_en, "valid_from": today}
    form = ConsentTextForm(request.POST or None, initial=initial)
    return _form_deed(
        request,
        form,
        lambda: wording.word_consent(**form.words(), by=request.user, at=timezone.now()),
        heading=_("New wording of the consent"),
        intro=_(
            "Institutions that have agreed keep the wording they read; from the day you give here others read and accept the new one."
        ),
    )


@door("knowledge.manage_practices")
@require_POST
def drop_wording(request: SignedInRequest, number: int) -> HttpResponse:
    found = ConsentText.objects.filter(number=number).first()
    if found is None:
        raise Http404
    return _acted(
        request,
        lambda: wording.drop_wording(text=found, by=request.user, at=timezone.now()),
        _("The wording is dropped."),
    )


def _trail(here: str = "") -> Trail:
    own = reverse("knowledge:practice_words") if here else ""
    trail = [(_("Practices in work"), reverse("knowledge:work_list")), (_("Words and criteria"), own)]
    return [*trail, (here, "")] if here else trail


def _told(row: Band | Criterion | Term, form: type[forms.Form]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.base_fields}


def _acted(request: SignedInRequest, act: Callable[[], Any], words: str) -> HttpResponse:
    try:
        act()
    except PracticeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("knowledge:practice_words")


def _form_deed(
    request: SignedInRequest, form: forms.Form, act: Callable[[], Any], *, heading: str, intro: str = ""
) -> HttpResponse:
    if form.is_valid():
        try:
            act()
        except PracticeRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("It is kept."))
            return redirect("knowledge:practice_words")
    content = {
        "form": form,
        "heading": heading,
        "submit": _("Keep"),
        "intro": intro,
        "tone": "",
        "back": reverse("knowledge:practice_words"),
        "trail": _trail(heading),
    }
    return render(request, "knowledge/practices/form.html", content)
