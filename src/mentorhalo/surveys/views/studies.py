"""Studies: found one, read it, plan its waves, name who holds its keys."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.numbers import day as in_words

from ..actions import studies as actions
from ..actions.studies import StudyRefused
from ..forms.fields import show_refusal
from ..forms.studies import EndKeyHolderForm, FoundStudyForm, KeyHolderForm, StudyForm, WaveForm
from ..models import KeyHolder, Study
from ..queries import studies as queries
from ..queries.instruments import instruments_of
from .pages import form_page, trail_of


@door("surveys.view")
def studies(request: SignedInRequest) -> HttpResponse:
    content = {
        "studies": queries.studies(),
        "may_found": request.user.has_perm("surveys.design"),
    }
    return render(request, "surveys/studies.html", content)


@door("surveys.design")
def found_study(request: SignedInRequest) -> HttpResponse:
    form = FoundStudyForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            study = actions.found_study(
                programme=said["programme"],
                code=said["code"],
                draft=form.draft(),
                by=request.user,
                at=timezone.now(),
            )
        except StudyRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The study is set up. Now give it a questionnaire and plan a wave."))
            return redirect("surveys:study", study.pk)
    return form_page(request, form, heading=_("Set up a study"), submit=_("Set it up"), trail=trail_of(None))


@door("surveys.view", get=queries.study)
def study(request: SignedInRequest, study: Study) -> HttpResponse:
    today = timezone.localdate()
    may_name = request.user.has_perm("surveys.name_key_holders", study)
    content = {
        "study": study,
        "trail": trail_of(None, (study.title, "")),
        "facts": [
            (_("Whom it asks"), study.get_kind_display()),
            (_("Who answers for it"), study.owner),
            (_("Programme"), study.programme.name),
            (_("Code"), study.code),
            (_("Identities are deleted on"), in_words(study.keys_end_on)),
        ],
        "waves": queries.waves_of(study),
        "holders": queries.key_holders_of(study) if may_name else [],
        "holds_keys": request.user.has_perm("surveys.view_keys", study),
        "today": today,
        "may_design": request.user.has_perm("surveys.design"),
        "may_see_waves": request.user.has_perm("surveys.view_fieldwork"),
        "may_name": may_name,
        "may_export": request.user.has_perm("surveys.export"),
        "may_enrol": request.user.has_perm("surveys.manage_interviewers"),
        "instruments": instruments_of(study),
    }
    return render(request, "surveys/study.html", content)


@door("surveys.design", get=queries.study)
def revise_study(request: SignedInRequest, study: Study) -> HttpResponse:
    form = StudyForm(request.POST or None, initial=StudyForm.of(study))
    if form.is_valid():
        try:
            actions.revise_study(study=study, draft=form.draft(), by=request.user, at=timezone.now())
        except StudyRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The study is saved."))
            return redirect("surveys:study", study.pk)
    heading = _("Change the study")
    return form_page(request, form, heading=heading, submit=_("Save"), trail=trail_of(study))


@door("surveys.design", get=queries.study)
def plan_wave(request: SignedInRequest, study: Study) -> HttpResponse:
    form = WaveForm(request.POST or None)
    if form.is_valid():
        try:
            wave = actions.plan_wave(study=study, draft=form.draft(), by=request.user, at=timezone.now())
        except StudyRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The wave is planned. Now give it a sample."))
            return redirect("surveys:wave", wave.pk)
    return form_page(request, form, heading=_("Plan a wave"), submit=_("Plan it"), trail=trail_of(study))


@door("surveys.name_key_holders", get=queries.study)
def name_key_holder(request: SignedInRequest, study: Study) -> HttpResponse:
    form = KeyHolderForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if form.is_valid():
        try:
            actions.name_key_holder(study=study, by=request.user, at=timezone.now(), **form.cleaned_data)
        except StudyRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("This person may see the study's identities."))
            return redirect("surveys:study", study.pk)
    intro = _(
        "A key holder sees names and addresses of respondents until the day they are deleted. It is written down who named whom and why."
    )
    return form_page(
        request,
        form,
        heading=_("Name a key holder"),
        submit=_("Name this person"),
        trail=trail_of(study),
        intro=intro,
    )


@door("surveys.name_key_holders", get=queries.key_holder)
def end_key_holder(request: SignedInRequest, holder: KeyHolder) -> HttpResponse:
    form = EndKeyHolderForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    if form.is_valid():
        try:
            actions.end_key_holder(
                holder=holder, ends_on=form.cleaned_data["ends_on"], by=request.user, at=timezone.now()
            )
        except StudyRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The leave to see identities ends."))
            return redirect("surveys:study", holder.study_id)
    return form_page(
        request,
        form,
        heading=_("End a key holder's leave"),
        submit=_("End it"),
        trail=trail_of(holder.study),
        intro=str(holder.user),
    )
