"""Answering by a link, without an account: what it is about, the questionnaire, going on elsewhere, thanks."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door
from mentorhalo.core.throttle import is_within, network_of

from .. import codes
from ..actions import filling as actions
from ..actions.filling import DraftRefused
from ..choices import InvitationKind, VersionState
from ..forms.answering import BeginForm, CodeForm
from ..models import WebDraft
from ..queries import drafts as queries
from ..queries.inviting import why_closed, why_ended
from . import filling_parts as parts
from .filling_parts import Place, with_own_media

# Codes are long; whoever tries many of them is stopped all the same.
TRIES, TRIES_SECONDS = 30, 600
BEGUN, BEGUN_SECONDS = 30, 3600

type View = Callable[..., HttpResponseBase]


def _unseen(answer: HttpResponse) -> HttpResponse:
    """Nothing here is for search engines, nor for whoever a link leads to."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "same-origin"
    answer["Cache-Control"] = "no-store"
    return answer


def _gone(request: HttpRequest, *, words: str = "", status: int = 404, discard: str = "") -> HttpResponse:
    content = {"words": words, "discard": discard}
    return _unseen(render(request, "surveys/answering/gone.html", content, status=status))


def by_code(view: View) -> View:
    """The view gets the place of the draft that the code in the address names."""

    @wraps(view)
    def found(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        if not is_within("answering-code", network_of(request), most=TRIES * 20, seconds=TRIES_SECONDS):
            return _gone(request, words=_("Too many tries. Please wait some minutes."), status=429)
        draft = queries.draft_by_code(code)
        if draft is None:
            return _gone(request)
        return view(request, Place(draft, "answering", codes.plain(code)), **kwargs)

    return found


@door("core.public")
def enter_code(request: HttpRequest) -> HttpResponse:
    """The code of an invitation, or of a questionnaire begun elsewhere."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        code = form.cleaned_data["code"]
        if not is_within("answering-tries", network_of(request), most=TRIES, seconds=TRIES_SECONDS):
            form.add_error(None, _("Too many tries. Please wait some minutes."))
        elif queries.draft_by_code(code):
            return redirect("answering:fill", code)
        elif queries.invitation_by_token(code):
            return redirect("answering:invitation", code)
        else:
            form.add_error(
                "code", _("No questionnaire is waiting under this code. If it was sent, it needs no more.")
            )
    return _unseen(render(request, "surveys/answering/code.html", {"form": form}))


@door("core.public")
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """What it is about, who asks, what becomes of the answers; then the questionnaire."""
    found = queries.invitation_by_token(code)
    if found is None:
        return _gone(request)
    closed = why_closed(found, timezone.localdate())
    if closed:
        return _gone(request, words=closed, status=410)
    form = BeginForm(request.POST or None)
    if form.is_valid() and _may_begin(request, form):
        try:
            _draft, key = actions.begin_invited(invitation=found, at=timezone.now())
        except DraftRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(reverse("answering:fill", args=[key]) + "?begun")
    content = {
        "form": form,
        "invitation": found,
        "study": found.wave.study,
        "instrument": found.instrument,
        "is_begun": found.kind == InvitationKind.SINGLE and found.drafts.exists(),
    }
    return _unseen(render(request, "surveys/answering/invitation.html", content))


def _may_begin(request: HttpRequest, form: BeginForm) -> bool:
    if is_within("answering-begin", network_of(request), most=BEGUN, seconds=BEGUN_SECONDS):
        return True
    form.add_error(None, _("Too many questionnaires were begun from here. Please wait a little."))
    return False


def _why_stopped(draft: WebDraft) -> str:
    """Why what was begun cannot be sent any more: said before somebody goes on with it."""
    if draft.version.state == VersionState.RETIRED:
        return _("This version of the questionnaire was retired and takes no more answers.")
    return why_ended(draft.invitation, timezone.localdate()) if draft.invitation else ""


def while_open(view: View) -> View:
    """Shows what was begun only where it can still be sent."""

    @wraps(view)
    def shown(request: HttpRequest, place: Place) -> HttpResponseBase:
        if stopped := _why_stopped(place.draft):
            return _gone(request, words=stopped, status=410, discard=place.to("discard"))
        return view(request, place)

    return shown


@door("core.public")
@with_own_media
@by_code
@while_open
def fill(request: HttpRequest, place: Place) -> HttpResponse:
    ways = _ways_on(request, place)
    return parts.show(request, place, **ways, leave=place.to("later"), is_new="begun" in request.GET)


def _ways_on(request: HttpRequest, place: Place) -> dict[str, str]:
    """By which somebody goes on: to be written down, or to be kept."""
    return {"code": codes.shown(place.key), "link": request.build_absolute_uri(place.to("fill"))}


@door("core.public")
@by_code
def later(request: HttpRequest, place: Place) -> HttpResponse:
    """It is kept; how to go on, and until when."""
    content = {
        **_ways_on(request, place),
        "instrument": place.draft.version.instrument,
        "fill": place.to("fill"),
        "entry": request.build_absolute_uri(reverse("answering:enter_code")),
        "until": place.draft.changed_at + actions.KEPT_FOR,
    }
    return _unseen(render(request, "surveys/answering/later.html", content))


@door("core.public")
@by_code
def package(request: HttpRequest, place: Place) -> HttpResponse:
    return parts.package(request, place)


@door("core.public")
@require_POST
@by_code
def keep(request: HttpRequest, place: Place) -> HttpResponse:
    return parts.keep(request, place)


@door("core.public")
@require_POST
@by_code
def file(request: HttpRequest, place: Place) -> HttpResponse:
    return parts.keep_file(request, place)


@door("core.public")
@by_code
def draft_file(request: HttpRequest, place: Place, file: UUID) -> HttpResponseBase:
    return parts.draft_file(place.draft, file)


@door("core.public")
@by_code
def media(request: HttpRequest, place: Place, file: UUID) -> HttpResponseBase:
    return parts.media(place.draft.version, file)


@door("core.public")
@with_own_media
@by_code
@while_open
def review(request: HttpRequest, place: Place) -> HttpResponse:
    return parts.review(request, place)


@door("core.public")
@require_POST
@by_code
def send(request: HttpRequest, place: Place) -> HttpResponse:
    return parts.send(request, place, sent=reverse("answering:sent"))


@door("core.public")
@by_code
def discard(request: HttpRequest, place: Place) -> HttpResponse:
    return parts.discard(request, place, gone=reverse("answering:enter_code"))


@door("core.public")
def sent(request: HttpRequest) -> HttpResponse:
    return _unseen(render(request, "surveys/answering/sent.html"))
