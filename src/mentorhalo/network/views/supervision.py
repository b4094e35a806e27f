"""Sessions of supervision, as the mentors who took part and the supervisors who gave them see and confirm them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.network import actions
from mentorhalo.network.choices import Answer
from mentorhalo.network.forms.supervision import ContestForm, OwnSessionForm, SessionForm, as_typed
from mentorhalo.network.models import Mentor, SupervisionSession
from mentorhalo.network.queries import mentor_of
from mentorhalo.network.queries import supervision as queries

A_PAGE = 50
OWN, GIVEN = "network:own_supervision", "network:supervise"
HOURS_ONLY = gettext_lazy(
    "Day, kind and length, and nothing else: what was said belongs to those who were there."
)


@door("network.own_supervision")
def own_supervision(request: SignedInRequest) -> HttpResponse:
    """A mentor's own hours: what waits for their word, what is confirmed, this year and in all."""
    everything = list(queries.participations_of(_mentor(request)))
    waiting = [one for one in everything if one.answer == Answer.UNCONFIRMED]
    page = Paginator([one for one in everything if one not in waiting], A_PAGE).get_page(
        request.GET.get("page")
    )
    year = timezone.localdate().year
    content = {
        "page": page,
        "lists": _lists(waiting, page),
        "year": year,
        "this_year": queries.hours_of(one for one in everything if one.session.held_on.year == year),
        "ever": queries.hours_of(everything),
    }
    return render(request, "network/own_supervision.html", content)


@door("network.supervise")
def supervise(request: SignedInRequest) -> HttpResponse:
    """What a supervisor gave: sessions, who took part, and whose word is missing."""
    rows = queries.sessions_given(request.user)
    page = Paginator(rows.exclude(answer=Answer.UNCONFIRMED), A_PAGE).get_page(request.GET.get("page"))
    lists = _lists(list(rows.filter(answer=Answer.UNCONFIRMED)), page)
    return render(request, "network/supervise.html", {"page": page, "lists": lists})


@door("network.supervise")
def record_session(request: SignedInRequest) -> HttpResponse:
    """`?like=` begins with the kind, length and mentors of an earlier session."""
    today = timezone.localdate()
    contracts = queries.contracts_of(request.user)
    like = queries.given_like(request.user, request.GET.get("like", ""))
    form = SessionForm(
        request.POST or None,
        initial=as_typed(like, day=today) if like else {"held_on": today},
        contracts=contracts,
        mentors=queries.mentors_for(contracts, today),
    )
    if form.is_valid() and _is_recorded(request, form):
        return redirect(GIVEN)
    return _form_page(request, form, _("Write down a session"), GIVEN, submit=_("Write the session down"))


@door("network.own_supervision")
def record_own_session(request: SignedInRequest) -> HttpResponse:
    """An individual session; the supervisor is asked to confirm it."""
    mentor, today = _mentor(request), timezone.localdate()
    form = OwnSessionForm(
        request.POST or None,
        initial={"held_on": today},
        contracts=queries.supervisors_for(mentor, today),
        mentor=mentor,
    )
    if form.is_valid() and _is_recorded(request, form):
        return redirect(OWN)
    return _form_page(
        request, form, _("Write down an individual session"), OWN, submit=_("Write the session down")
    )


@door("network.change_session", get=queries.session)
def correct_session(request: SignedInRequest, session: SupervisionSession) -> HttpResponse:
    form = _form_of(request, session)
    form.fields["supervisor"].disabled = True
    home = _home(request, session)
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            actions.correct_session(
                session=session, seen=seen, by=request.user, at=timezone.now(), **form.drafted()
            )
        except actions.SupervisionRefused as refusal:
            _tell(form, refusal)
        else:
            messages.success(
                request, _("The session is saved. Whoever has not confirmed it as it stands is asked to.")
            )
            return redirect(home)
    return _form_page(request, form, _("Correct the session"), home, submit=_("Save"))


@door("network.change_session", get=queries.session)
@require_POST
def take_back_session(request: SignedInRequest, session: SupervisionSession) -> HttpResponse:
    home = _home(request, session)
    try:
        actions.take_back_session(session=session, by=request.user, at=timezone.now())
    except actions.SupervisionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The session is taken back."))
    return redirect(home)


@door("network.answer_session", get=queries.session)
@require_POST
def confirm_session(request: SignedInRequest, session: SupervisionSession) -> HttpResponse:
    """One side's yes to what it saw."""
    try:
        actions.confirm_session(
            session=session, seen=request.POST.get("seen", ""), by=request.user, at=timezone.now()
        )
    except actions.SupervisionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You confirmed the hours."))
    return redirect(_home(request, session))


@door("network.answer_session", get=queries.session)
def contest_session(request: SignedInRequest, session: SupervisionSession) -> HttpResponse:
    """One side's no, with a reason out of a list."""
    form, home = ContestForm(request.POST if request.method == "POST" else None), _home(request, session)
    if form.is_valid():
        try:
            actions.contest_session(session=session, by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.SupervisionRefused as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, _("The session is contested; who wrote it down is asked to mend it."))
            return redirect(home)
    intro = _("Choose what is wrong. You can still confirm it once it is mended.")
    return _form_page(
        request,
        form,
        _("Something is wrong with it"),
        home,
        session=session,
        intro=intro,
        submit=_("Contest it"),
    )


def _lists(waiting: list[Any], page: Any) -> list[tuple[str, Any]]:
    own = [(_("Waits for your word"), waiting)] if waiting else []
    rest = [(_("Supervision sessions"), page.object_list)] if page.object_list or not waiting else []
    return [*own, *rest]


def _is_recorded(request: SignedInRequest, form: SessionForm | OwnSessionForm) -> bool:
    try:
        actions.record_session(
            supervisor=form.cleaned_data["supervisor"],
            key=form.cleaned_data["key"],
            by=request.user,
            at=timezone.now(),
            **form.drafted(),
        )
    except actions.SupervisionRefused as refusal:
        _tell(form, refusal)
        return False
    messages.success(request, _("The session is written down. The other side is asked to confirm it."))
    return True


def _form_of(request: SignedInRequest, session: SupervisionSession) -> SessionForm | OwnSessionForm:
    initial, today = as_typed(session), timezone.localdate()
    if session.is_from_mentor:
        return OwnSessionForm(
            request.POST or None,
            initial=initial,
            contracts=queries.contracts_of(session.supervisor.user),
            mentor=_mentor(request),
        )
    contracts = queries.contracts_of(request.user)
    there = initial["mentors"]
    return SessionForm(
        request.POST or None,
        initial=initial,
        contracts=contracts,
        mentors=queries.mentors_for(contracts, today, there),
    )


def _form_page(
    request: SignedInRequest,
    form: forms.Form,
    heading: str,
    home: str,
    *,
    submit: str,
    intro: str = "",
    session: SupervisionSession | None = None,
) -> HttpResponse:
    back = reverse(home)
    words = _("Supervision sessions") if home == GIVEN else _("My supervision")
    content = {
        "form": form,
        "heading": heading,
        "home": back,
        "submit": submit,
        "intro": intro or HOURS_ONLY,
        "session": session,
        "trail": [(words, back), (heading, "")],
    }
    return render(request, "network/session_form.html", content)


def _tell(form: forms.Form, refusal: actions.SupervisionRefused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def _home(request: SignedInRequest, session: SupervisionSession) -> str:
    return GIVEN if session.supervisor.user_id == request.user.pk else OWN


def _mentor(request: SignedInRequest) -> Mentor:
    mentor = mentor_of(request.user)
    if mentor is None:
        raise Http404
    return mentor
