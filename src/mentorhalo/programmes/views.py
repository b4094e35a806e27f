from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door
from mentorhalo.core.numbers import day
from mentorhalo.programmes import actions, queries
from mentorhalo.programmes.actions import ProgrammeRefused
from mentorhalo.programmes.forms import CallForm, NewCallForm, NewProgrammeForm, ProgrammeForm, call_initial
from mentorhalo.programmes.models import GrantCall, Programme
from mentorhalo.programmes.queries import support


@door("programmes.view")
def programmes(request: HttpRequest) -> HttpResponse:
    rows = queries.all_programmes()
    return render(
        request,
        "programmes/programmes.html",
        {"rows": rows, "may_manage": request.user.has_perm("programmes.manage")},
    )


@door("programmes.view", get=queries.programme_named)
def programme(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What the programme is, when and where it runs, who pays for it."""
    names = queries.county_names()
    facts = [(_("From"), day(programme.starts_on)), (_("Until"), day(programme.ends_on)), *support(programme)]
    content = {
        "programme": programme,
        "facts": facts,
        "counties": [
            words
            for code, words in names.items()
            if code in {one.county_code for one in programme.counties.all()}
        ],
        "trail": _trail(programme),
        "may_manage": request.user.has_perm("programmes.manage"),
    }
    return render(request, "programmes/programme.html", content)


@door("programmes.manage")
def new_programme(request: HttpRequest) -> HttpResponse:
    form = NewProgrammeForm(request.POST or None)
    if form.is_valid():
        try:
            founded = actions.create_programme(
                code=form.cleaned_data["code"],
                draft=form.draft(),
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
            )
        except ProgrammeRefused as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, _("The programme is founded."))
            return redirect("programmes:programme", code=founded.code)
    trail = [(_("Programmes"), reverse("programmes:programmes")), (_("New programme"), "")]
    return _form_page(request, form, _("New programme"), trail)


@door("programmes.manage", get=queries.programme_named)
def edit_programme(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, programme=programme)
    if form.is_valid():
        try:
            actions.revise_programme(
                programme=programme,
                draft=form.draft(),
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
            )
        except ProgrammeRefused as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, _("The programme is saved."))
            return redirect("programmes:programme", code=programme.code)
    return _form_page(request, form, _("Change the programme"), _trail(programme, _("Change")))


@door("programmes.manage", get=queries.programme_named)
def add_call(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = NewCallForm(request.POST or None)
    if form.is_valid():
        try:
            actions.add_call(
                programme=programme,
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
                **form.cleaned_data,
            )
        except ProgrammeRefused as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, _("The call is added."))
            return redirect("programmes:programme", code=programme.code)
    return _form_page(request, form, _("New call"), _trail(programme, _("New call")))


@door("programmes.manage", get=queries.call_of)
def edit_call(request: HttpRequest, call: GrantCall) -> HttpResponse:
    form = CallForm(request.POST or None, initial=call_initial(call))
    if form.is_valid():
        actions.revise_call(
            call=call,
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(request, _("The call is saved."))
        return redirect("programmes:programme", code=call.programme.code)
    return _form_page(request, form, call.code, _trail(call.programme, call.code))


def _trail(programme: Programme, here: str = "") -> list[tuple[str, str]]:
    own = reverse("programmes:programme", kwargs={"code": programme.code})
    trail = [(_("Programmes"), reverse("programmes:programmes")), (programme.name, own if here else "")]
    return [*trail, (here, "")] if here else trail


def _tell(form: forms.Form, refusal: ProgrammeRefused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def _form_page(request: HttpRequest, form: forms.Form, heading: str, trail: list[Any]) -> HttpResponse:
    content = {"form": form, "heading": heading, "trail": trail, "back": trail[-2][1]}
    return render(request, "programmes/form.html", content)
