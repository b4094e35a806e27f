"""The live board of a SWOT session, for whoever has its link: read, put, vote, take off.

Without JavaScript the forms lead back to the board; with it each answer is the board's cards alone (`board.html#cards`).
"""

from typing import Any
from uuid import UUID, uuid4

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door
from mentorhalo.core.throttle import is_within, network_of

from .. import actions
from ..actions import ProcessRefused
from ..keys import board_key, open_board
from ..models import SwotSession
from ..models.boards import TEXT
from ..queries.boards import lanes_of

VOTER = "processes.voter"
MOST_A_MINUTE = 900  # of a whole hall behind one address


@door("processes.use_link", get=open_board)
def board(request: HttpRequest, session: SwotSession) -> HttpResponse:
    return _shown(request, session)


@door("processes.use_link", get=open_board)
def state(request: HttpRequest, session: SwotSession) -> HttpResponse:
    """The cards, or 204 where the reader has them as they are."""
    if request.GET.get("revision") == str(session.revision):
        return HttpResponse(status=204)
    return _cards(request, session)


@door("processes.use_link", get=open_board)
@require_POST
def put(request: HttpRequest, session: SwotSession) -> HttpResponse:
    return _done(
        request,
        session,
        lambda: actions.put_item(
            session=session,
            item=_id(request.POST.get("id")) or uuid4(),
            quadrant=request.POST.get("quadrant", ""),
            text=request.POST.get("text", ""),
            voter=_voter(request),
            at=timezone.now(),
        ),
    )


@door("processes.use_link", get=open_board)
@require_POST
def vote(request: HttpRequest, session: SwotSession) -> HttpResponse:
    return _done(
        request,
        session,
        lambda: actions.set_vote(
            session=session,
            item=_id(request.POST.get("item")) or uuid4(),
            voter=_voter(request),
            is_on=request.POST.get("on") == "1",
        ),
    )


@door("processes.use_link", get=open_board)
@require_POST
def remove(request: HttpRequest, session: SwotSession) -> HttpResponse:
    return _done(
        request,
        session,
        lambda: actions.remove_item(
            session=session,
            item=_id(request.POST.get("item")) or uuid4(),
            voter=_voter(request),
            may_any=request.user.has_perm("processes.contribute", session),
            at=timezone.now(),
        ),
    )


def _done(request: HttpRequest, session: SwotSession, act: Any) -> HttpResponse:
    """Act; the cards as they stand now, or a sentence with 400 (what was typed stays where it was typed)."""
    if not is_within("processes.board", network_of(request), most=MOST_A_MINUTE, seconds=60):
        return HttpResponse(
            _("Too much at once. Please wait a minute."), status=429, content_type="text/plain"
        )
    is_live = request.headers.get("X-Board") == "live"
    try:
        act()
    except ProcessRefused as refusal:
        if is_live:
            return HttpResponse(str(refusal), status=400, content_type="text/plain; charset=utf-8")
        messages.error(request, str(refusal))
        return _shown(request, session, typed=request.POST)
    session.refresh_from_db(fields=["revision"])
    if is_live:
        return _cards(request, session)
    return redirect("processes:board", key=board_key(session))


def _shown(request: HttpRequest, session: SwotSession, typed: Any = None) -> HttpResponse:
    content = {**_content(request, session), "typed": typed or {}}
    return render(request, "processes/swot/board.html", content, status=400 if typed else 200)


def _cards(request: HttpRequest, session: SwotSession) -> HttpResponse:
    return render(request, "processes/swot/board.html#cards", _content(request, session))


def _content(request: HttpRequest, session: SwotSession) -> dict[str, Any]:
    key = board_key(session)
    address = settings.SITE_URL + reverse("processes:board", args=[key])
    return {
        "session": session,
        "process": session.process,
        "key": key,
        "lanes": lanes_of(session, _voter(request)),
        "may_remove": request.user.has_perm("processes.contribute", session),
        "most": TEXT,
        "address": address,
        # Made from our own address alone.
        "code": mark_safe(
            segno.make(address, micro=False, error="l").svg_inline(
                scale=4, border=4, dark="#000", light="#fff", svgclass="mh-qr", lineclass=None
            )
        ),
    }


def _voter(request: HttpRequest) -> UUID:
    """A number this browser is known by as long as its session lasts; it says nothing of the person."""
    known = request.session.get(VOTER)
    if known is None:
        known = request.session[VOTER] = uuid4().hex
    return UUID(known)


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
