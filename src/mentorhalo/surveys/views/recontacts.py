"""Asking again: what is compared, who is drawn, who asks, what they were told, what that says."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from ..actions.recontacts import (
    RecontactRefused,
    assign_recontacts,
    choose_compared,
    draw_recontacts,
    record_recontact,
)
from ..choices import RecontactState
from ..forms.recontacts import AssignForm, ComparedForm, RecontactForm
from ..forms.review import ids_in
from ..models import Interviewer, Recontact, Study, Wave
from ..queries import compared, flags, studies
from ..queries import recontacts as queries
from ..queries.people import interviewer_of
from ..queries.reach import counties_of
from .pages import trail_of, ways_of

A_PAGE = 50


@door("surveys.review", get=studies.wave)
def recontacts(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """Who was drawn, who asks them again, and how far that is."""
    return _list(request, wave, forms.Form())


def _list(request: SignedInRequest, wave: Wave, form: forms.Form) -> HttpResponse:
    rows = queries.recontacts_of(wave, counties_of(request.user, timezone.localdate()))
    state = request.GET.get("state", RecontactState.OPEN)
    shown = rows.filter(state=state) if state in RecontactState.values else rows
    content = {
        "wave": wave,
        "trail": trail_of(wave, (_("Asked again"), "")),
        "ways": ways_of(request, wave, "surveys:recontacts"),
        "page": Paginator(
            shown.order_by("response__interviewer__name_sort", "drawn_at", "pk"), A_PAGE
        ).get_page(request.GET.get("page")),
        "state": state,
        "states": _states(request, wave, queries.counted_by_state(rows)),
        "seed": rows.values_list("seed", flat=True).first(),
        "form": form,
        "shown": request.GET.urlencode(),
        "compared": wave.study.compared_questions.count(),
        "compared_url": reverse("surveys:choose_compared", args=[wave.study_id], query={"wave": wave.pk}),
        "may_draw": request.user.has_perm("surveys.check"),
        "me": request.user.pk,  # nobody asks again whom they asked first
    }
    return render(request, "surveys/recontacts.html", content)


def _states(request: SignedInRequest, wave: Wave, counted: dict[str, int]) -> list[tuple[str, str, bool]]:
    shown = request.GET.get("state", RecontactState.OPEN)
    address = reverse("surveys:recontacts", args=[wave.pk])
    return [
        (
            f"{RecontactState(value).label} ({counted.get(value, 0)})",
            f"{address}?state={value}",
            value == shown,
        )
        for value in RecontactState.values
    ]


def _people(wave: Wave) -> QuerySet[Interviewer]:
    return Interviewer.objects.in_study(wave.study, timezone.localdate()).order_by("name_sort", "pk")


@door("surveys.check", get=studies.wave)
@require_POST
def draw(request: SignedInRequest, wave: Wave) -> HttpResponse:
    new = draw_recontacts(wave=wave, by=request.user, at=timezone.now())
    words = ngettext("%(count)s interview is drawn.", "%(count)s interviews are drawn.", new)
    messages.success(request, words % {"count": new} if new else _("There is nobody more to be drawn yet."))
    return redirect("surveys:recontacts", wave.pk)


@door("surveys.review", get=studies.wave)
def assign(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """The ticked ones are taken back, or given to somebody: first it is asked to whom, of those who may.

    Where none is ticked, the list comes back as it was, saying so; what is asked of it then leads to the list itself.
    """
    back = f"{reverse('surveys:recontacts', args=[wave.pk])}?{request.GET.urlencode()}".rstrip("?")
    if request.method != "POST":
        return redirect(back)
    ids = ids_in(request.POST.getlist("recontact"))
    ticked = queries.ticked_of(wave, counties_of(request.user, timezone.localdate()), ids)
    if not ticked:
        unticked = forms.Form(request.POST)
        unticked.add_error(None, _("Nothing was ticked, or it was decided on meanwhile."))
        return _list(request, wave, unticked)
    if "take_back" in request.POST:
        _give(request, ticked, None)
        return redirect(back)
    people = queries.who_may_ask(_people(wave), ticked)
    form = AssignForm(
        request.POST if "interviewer" in request.POST else None,
        interviewers=people,
        counties={one.response.settlement.county_id for one in ticked if one.response.settlement},
    )
    if form.is_valid():
        _give(request, ticked, form.cleaned_data["interviewer"])
        return redirect(back)
    content = {
        "form": form,
        "ticked": ticked,
        "has_people": people.exists(),
        "back": back,
        "trail": trail_of(wave, (_("Asked again"), back), (_("Give the ticked ones"), "")),
    }
    return render(request, "surveys/give_recontacts.html", content)


def _give(request: SignedInRequest, ticked: list[Recontact], interviewer: Interviewer | None) -> None:
    try:
        done = assign_recontacts(
            recontacts=[one.pk for one in ticked], interviewer=interviewer, by=request.user, at=timezone.now()
        )
    except RecontactRefused as refusal:
        messages.error(request, str(refusal))
        return
    words = (
        ngettext("%(count)s re-contact given.", "%(count)s re-contacts given.", done)
        if interviewer
        else ngettext("%(count)s re-contact taken back.", "%(count)s re-contacts taken back.", done)
    )
    messages.success(request, words % {"count": done})


@door("surveys.record_recontact", get=queries.recontact)
@never_cache
def recontact(request: SignedInRequest, recontact: Recontact) -> HttpResponse:
    """Ask again: the compared questions, blank. Once recorded, both answers beside each other for who reviews."""
    wave = recontact.response.wave
    if wave is None:
        raise Http404
    questions = compared.compared_questions(wave.study)
    if recontact.state != RecontactState.OPEN:
        return _told(request, recontact, wave, questions)
    form = RecontactForm(request.POST or None, questions=questions)
    if form.is_valid():
        try:
            record_recontact(
                recontact=recontact,
                answers=form.answers(),
                remark=form.cleaned_data["remark"],
                is_reached=form.cleaned_data["is_reached"],
                by=request.user,
                at=timezone.now(),
            )
        except RecontactRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Recorded. Thank you."))
            return redirect(_back(request, wave))
    content = {
        "recontact": recontact,
        "form": form,
        "back": _back(request, wave),
        "trail": _trail(request, wave),
        "where": queries.where_to_find(recontact, request.user),
        "has_questions": bool(questions),
    }
    return render(request, "surveys/recontact.html", content)


def _told(
    request: SignedInRequest, recontact: Recontact, wave: Wave, questions: list[compared.Comparable]
) -> HttpResponse:
    may_review = request.user.has_perm("surveys.review_response", recontact.response)
    content = {
        "recontact": recontact,
        "told": queries.told_twice(recontact, questions) if may_review else [],
        "may_review": may_review,
        "trail": _trail(request, wave),
    }
    return render(request, "surveys/recontact_told.html", content)


@door("surveys.interview")
def my_recontacts(request: SignedInRequest) -> HttpResponse:
    """Whom this interviewer shall ask again."""
    interviewer = interviewer_of(request.user)
    if interviewer is None:
        raise Http404
    content = {
        "rows": queries.recontacts_for(interviewer),
        "trail": [(_("My visits"), reverse("surveys:mine")), (_("My re-contacts"), "")],
    }
    return render(request, "surveys/my_recontacts.html", content)


@door("surveys.check", get=studies.wave)
def recontact_results(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """Error rates by type, by interviewer and by who asked again, and how steady each question is; by the last run."""
    run = flags.last_run(wave)
    content = {
        "wave": wave,
        "run": run,
        "trail": trail_of(
            wave,
            (_("Asked again"), reverse("surveys:recontacts", args=[wave.pk])),
            (_("What was otherwise"), ""),
        ),
        "results": queries.results_of(run, flags.labels_in(wave)),
    }
    return render(request, "surveys/recontact_results.html", content)


@door("surveys.check", get=studies.study)
def choose_questions(request: SignedInRequest, study: Study) -> HttpResponse:
    """Which questions are asked again, and what a difference in each says. Leads back to the wave one comes from."""
    form = ComparedForm(request.POST or None, questions=compared.comparable_questions(study))
    wave = next((one for one in study.waves.all() if str(one.pk) == request.GET.get("wave")), None)
    back = (
        reverse("surveys:recontacts", args=[wave.pk]) if wave else reverse("surveys:study", args=[study.pk])
    )
    crumbs = [(_("Asked again"), back)] if wave else []
    if form.is_valid():
        chosen = choose_compared(study=study, questions=form.chosen(), by=request.user, at=timezone.now())
        words = ngettext("%(count)s question is asked again.", "%(count)s questions are asked again.", chosen)
        messages.success(request, words % {"count": chosen})
        return redirect(back)
    content = {
        "form": form,
        "back": back,
        "trail": trail_of(wave or study, *crumbs, (_("Questions asked again"), "")),
    }
    return render(request, "surveys/compared.html", content)


def _back(request: SignedInRequest, wave: Wave) -> str:
    if request.user.has_perm("surveys.review"):
        return reverse("surveys:recontacts", args=[wave.pk])
    return reverse("surveys:my_recontacts")


def _trail(request: SignedInRequest, wave: Wave) -> list[tuple[str, str]]:
    if request.user.has_perm("surveys.review"):
        there = (_("Asked again"), reverse("surveys:recontacts", args=[wave.pk]))
        return trail_of(wave, there, (_("Ask again"), ""))
    return [(_("My re-contacts"), reverse("surveys:my_recontacts")), (_("Ask again"), "")]
