"""The desk of responses: what came, one of them read, decided on, its versions compared; what was returned to whom."""

from collections.abc import Collection
from hashlib import sha256

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.numbers import UNKNOWN, moment
from mentorhalo.core.work import later

from ..actions.reviewing import DecisionRefused, accept_responses, reject_response, return_response
from ..choices import ResponseState
from ..explaining import explained
from ..forms.review import (
    ACCEPT,
    REJECT,
    RETURN,
    DecisionForm,
    RejectForm,
    ResponseFilter,
    ids_in,
    reject_form,
)
from ..models import Response, Submission, SubmissionFile, Wave
from ..queries import flags, reading, studies
from ..queries import review as queries
from ..queries.parts import part_named
from ..queries.people import interviewer_of
from ..queries.reach import counties_of
from ..queries.schemas import form_of
from ..queries.telling import files_shown
from ..tasks import accept_all_unflagged
from .pages import form_page, trail_of, ways_of

A_PAGE = 50
DECIDED = {
    ACCEPT: gettext_lazy("The questionnaire is accepted."),
    RETURN: gettext_lazy("The questionnaire is returned to who recorded it."),
    REJECT: gettext_lazy("The questionnaire is rejected."),
}


@door("surveys.view_responses", get=studies.wave)
def responses(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """What came, of the counties one has a say in; those to be looked at unless another state is chosen."""
    return _list(request, wave, DecisionForm())


def _list(
    request: SignedInRequest, wave: Wave, decision: DecisionForm, ticked: Collection[str] = ()
) -> HttpResponse:
    counties = counties_of(request.user, timezone.localdate())
    given = request.GET.copy()
    given.setdefault("state", ResponseState.RECEIVED)
    filters = ResponseFilter(given, interviewers=queries.interviewers_of(wave, counties))
    chosen = filters.chosen()
    may_review = request.user.has_perm("surveys.review")
    unflagged = queries.chosen_of(queries.unflagged(wave, counties, request.user), chosen)
    content = {
        "wave": wave,
        "trail": trail_of(wave, (_("Responses"), "")),
        "ways": ways_of(request, wave, "surveys:responses"),
        "filters": filters,
        "part": part_named(wave, place=chosen.get("place", ""), stratum=chosen.get("stratum", "")),
        "page": Paginator(queries.chosen_of(queries.responses_of(wave, counties), chosen), A_PAGE).get_page(
            request.GET.get("page")
        ),
        "states": [
            (ResponseState(state).label, state, count)
            for state, count in sorted(queries.states_of(wave, counties).items())
        ],
        "may_review": may_review,
        "decision": decision,
        "ticked": ticked,
        "unflagged": unflagged.count() if may_review else 0,
        "shown": given.urlencode(),
    }
    return render(
        request, "surveys/responses.html#rows" if request.htmx else "surveys/responses.html", content
    )


@door("surveys.review", get=studies.wave)
def decide_several(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """The ticked ones are accepted together, returned or rejected with one reason; what cannot be is named.

    Where nothing can be done, the list comes back with the ticks and the reason; what is asked of it then leads to the list itself.
    """
    back = f"{reverse('surveys:responses', args=[wave.pk])}?{request.GET.urlencode()}".rstrip("?")
    if request.method != "POST":
        return redirect(back)
    form = DecisionForm(request.POST)
    counties = counties_of(request.user, timezone.localdate())
    ticked = queries.responses_of(wave, counties).filter(pk__in=ids_in(request.POST.getlist("response")))
    asks, count = reject_form(request.POST), ticked.count()
    if asks is not None and count:
        return _ask_first(request, asks, trail_of(wave, (_("Responses"), back)), count)
    if form.is_valid() and not count:
        form.add_error(None, _("Nothing was ticked, or it was decided on meanwhile."))
    if not form.is_valid():
        return _list(request, wave, form, {str(one.pk) for one in ticked})
    done = 0
    for response in ticked[:A_PAGE]:
        try:
            done += _decide(request, response, form)
        except DecisionRefused as refusal:
            messages.error(request, f"{_name_of(response)}: {refusal}")
    if done:
        messages.success(
            request,
            ngettext("%(count)s questionnaire decided on.", "%(count)s questionnaires decided on.", done)
            % {"count": done},
        )
    return redirect(back)


@door("surveys.review", get=studies.wave)
@require_POST
def accept_clean(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """Accept in the background what the checks found nothing about, among those the filter in the address shows."""
    counties = counties_of(request.user, timezone.localdate())
    filters = ResponseFilter(request.GET, interviewers=queries.interviewers_of(wave, counties))
    later(
        accept_all_unflagged,
        wave_id=str(wave.pk),
        user_id=str(request.user.pk),
        counties=None if counties is None else sorted(counties),
        chosen=filters.told(),
    )
    messages.success(request, _("They are being accepted; this page counts fewer and fewer."))
    return redirect(f"{reverse('surveys:responses', args=[wave.pk])}?{request.GET.urlencode()}")


@door("surveys.view_response", get=queries.response)
def response(request: SignedInRequest, response: Response) -> HttpResponse:
    return _page(request, response, DecisionForm())


@door("surveys.review_response", get=queries.response)
@require_POST
def decide(request: SignedInRequest, response: Response) -> HttpResponse:
    asks = reject_form(request.POST)
    if asks is not None:
        return _ask_first(request, asks, _trail_to(request, response), 1)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            _decide(request, response, form)
        except DecisionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, DECIDED[form.cleaned_data["deed"]])
            return redirect("surveys:response", response.pk)
    return _page(request, response, form)


def _ask_first(
    request: SignedInRequest, form: RejectForm, trail: list[tuple[str, str]], count: int
) -> HttpResponse:
    """Rejecting cannot be undone: it is asked once more, with the reason."""
    return form_page(
        request,
        form,
        heading=ngettext("Reject the questionnaire?", "Reject %(count)s questionnaires?", count)
        % {"count": count},
        submit=_("Reject"),
        tone="danger",
        trail=trail,
        intro=_(
            "It cannot be undone. What was sent is kept and counts nowhere; a unit with no other questionnaire is to be visited again."
        ),
    )


def _decide(request: SignedInRequest, response: Response, form: DecisionForm) -> int:
    deed, reason, now = form.cleaned_data["deed"], form.cleaned_data["reason"], timezone.now()
    if deed == ACCEPT:
        return accept_responses(responses=[response.pk], by=request.user, at=now)
    decided = return_response if deed == RETURN else reject_response
    decided(response=response, reason=reason, by=request.user, at=now)
    return 1


def _page(request: SignedInRequest, response: Response, form: DecisionForm) -> HttpResponse:
    may_review = request.user.has_perm("surveys.review_response", response)
    with_people = request.user.has_perm("surveys.view_telling_files", response)
    counties = counties_of(request.user, timezone.localdate())
    decisions = queries.decisions_on(response)
    content = {
        "response": response,
        "name": _name_of(response),
        "trail": _trail(request, response),
        "facts": _facts(response),
        "sections": reading.sections_of(response, is_exact=with_people),
        "files": [
            {
                "name": one.name,
                "href": reverse("surveys:response_file", args=[response.pk, one.pk]),
                "size": one.size,
                "sha256": one.stored_sha256,
            }
            for one in files_shown(response, with_people=with_people)
        ],
        "versions": queries.versions_of(response),
        "decisions": decisions,
        "decided": decisions[-1] if decisions and response.state != ResponseState.RECEIVED else None,
        "flags": explained(flags.flags_on(response), reading.labels_of(form_of(response.version)))
        if may_review
        else [],
        "form": form,
        "may_review": may_review,
        "may_correct": request.user.has_perm("surveys.correct_response", response)
        and response.state != ResponseState.REJECTED,
        "next": queries.next_waiting(response, counties) if may_review and response.wave_id else None,
    }
    return render(request, "surveys/response.html", content)


@door("surveys.view_response", get=queries.response)
def response_changes(request: SignedInRequest, response: Response) -> HttpResponse:
    """What a version (`?version=`, else the newest) says otherwise than the one before it."""
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 5 else response.revision
    pair = queries.pair_of(response, number)
    if pair is None:
        raise Http404
    content = {
        "response": response,
        "number": number,
        "facts": [
            (_("When"), moment(pair[1].received_at)),
            (_("Sent by"), _sender_of(pair[1])),
            (_("Why"), pair[1].reason or UNKNOWN),
        ],
        "changes": reading.changes_between(
            *pair,
            response.version.identity_keys,
            is_exact=request.user.has_perm("surveys.view_telling_files", response),
        ),
        "trail": [
            *_trail_to(request, response),
            (_("What was changed"), ""),
        ],
    }
    return render(request, "surveys/response_changes.html", content)


@door("surveys.view_response_file", get=queries.response_file)
def response_file(request: SignedInRequest, file: SubmissionFile) -> HttpResponse:
    """The file as it arrived, to be saved: never shown within our pages, and never if its fingerprint is another."""
    with file.file.open("rb") as stream:
        content = stream.read()  # bounded when it arrived
    if sha256(content).hexdigest() != file.stored_sha256:
        messages.error(request, _("The stored file is not the one that arrived. Tell the operator."))
        return redirect("surveys:response", file.submission.thread)
    return HttpResponse(
        content,
        content_type=file.media_type or "application/octet-stream",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=file.name)
            or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )


@door("surveys.interview")
def returned(request: SignedInRequest) -> HttpResponse:
    """What was sent back to this interviewer, and why."""
    interviewer = interviewer_of(request.user)
    if interviewer is None:
        raise Http404
    rows = [(row, decision, _name_of(row)) for row, decision in queries.corrections_asked_of(interviewer)]
    return render(request, "surveys/returned.html", {"rows": rows})


def _responses_crumb(wave: Wave) -> tuple[str, str]:
    return _("Responses"), reverse("surveys:responses", args=[wave.pk])


def _facts(response: Response) -> list[tuple[str, str]]:
    return [
        (_("State"), response.get_state_display()),
        (_("Interviewer"), response.interviewer.name if response.interviewer else UNKNOWN),
        (_("Settlement"), response.settlement.name if response.settlement else UNKNOWN),
        (_("Unit"), response.unit.code if response.unit else UNKNOWN),
        (_("Began"), moment(response.started_at)),
        (_("Ended"), moment(response.ended_at)),
        (_("Received"), moment(response.received_at)),
        (_("Way"), response.get_way_display()),
        (_("Questionnaire"), f"{response.version.instrument.title}, {response.version.version}"),
    ]


def _sender_of(submission: Submission) -> str:
    """Who sent it, as far as that is known."""
    person = submission.sent_by or submission.interviewer
    return person.name if person else submission.get_way_display()


def _name_of(response: Response) -> str:
    """By the unit's code, or the settlement and the day: nobody's name is known here."""
    day = timezone.localdate(response.started_at or response.received_at)
    place = response.settlement.name if response.settlement else ""
    if response.unit:
        return f"{response.unit.code}{f', {place}' if place else ''}"
    return f"{place or _('no place')}, {day:%Y-%m-%d}"


def _trail_to(request: SignedInRequest, response: Response) -> list[tuple[str, str]]:
    """For what lies beyond the page of the response."""
    address = reverse("surveys:response", args=[response.pk])
    return [*_trail(request, response)[:-1], (_name_of(response), address)]


def _trail(request: SignedInRequest, response: Response) -> list[tuple[str, str]]:
    if response.wave is None or not request.user.has_perm("surveys.view_responses"):
        return [(_("Returned to me"), reverse("surveys:returned")), (_name_of(response), "")]
    return trail_of(response.wave, _responses_crumb(response.wave), (_name_of(response), ""))
