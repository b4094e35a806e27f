"""SWOT sessions for those with an account: opened, closed, looked through, compared, made use of."""

from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from .. import actions
from ..actions import ProcessRefused
from ..choices import EXPLOITABLE
from ..forms.plans import CloseSessionForm, FlipchartForm, SessionForm
from ..keys import board_key
from ..models import Process, SwotItem, SwotSession
from ..queries import boards as queries
from ..queries.phases import process_named
from .parts import Trail, form_page, pressed, trail_of


@door("processes.view", get=process_named)
def sessions(request: SignedInRequest, process: Process) -> HttpResponse:
    content = {
        "process": process,
        "sessions": queries.sessions_of(process),
        "may_contribute": request.user.has_perm("processes.contribute", process),
        "trail": trail_of(process, (_("SWOT"), "")),
    }
    return render(request, "processes/swot/sessions.html", content)


@door("processes.contribute", get=process_named)
def open_session(request: SignedInRequest, process: Process) -> HttpResponse:
    return form_page(
        request,
        SessionForm(request.POST or None, initial={"held_on": timezone.localdate()}),
        lambda said: actions.open_session(process=process, **said, by=request.user, at=timezone.now()),
        heading=_("New SWOT session"),
        submit=_("Open the board"),
        done=_("The board is open. Share its link with those who are there."),
        back=reverse("processes:swot_sessions", args=[process.pk]),
        trail=_trail(process),
    )


@door("processes.view", get=queries.session_named)
def session(request: SignedInRequest, session: SwotSession) -> HttpResponse:
    """What was said and voted; a strength or opportunity becomes an action of the plan in one tap."""
    content = {
        "session": session,
        "process": session.process,
        "lanes": queries.lanes_with_assets(session),
        "exploitable": EXPLOITABLE,
        "board": settings.SITE_URL + reverse("processes:board", args=[board_key(session)])
        if session.is_open
        else "",
        "may_contribute": request.user.has_perm("processes.contribute", session),
        "trail": [*_trail(session.process), (_("Session %(number)s") % {"number": session.number}, "")],
    }
    return render(request, "processes/swot/session.html", content)


@door("processes.contribute", get=queries.session_named)
def close(request: SignedInRequest, session: SwotSession) -> HttpResponse:
    return form_page(
        request,
        CloseSessionForm(request.POST or None, initial={"participants": session.participants}),
        lambda said: actions.close_session(session=session, **said, by=request.user, at=timezone.now()),
        heading=_("Close the session"),
        submit=_("Close the board"),
        done=_("The session is closed; its link opens nothing any more."),
        back=_page(session.pk),
        trail=_trail(session.process),
    )


@door("processes.contribute", get=queries.session_named)
@require_POST
def reopen(request: SignedInRequest, session: SwotSession) -> HttpResponse:
    return pressed(
        request,
        lambda: actions.reopen_session(session=session, by=request.user, at=timezone.now()),
        back=_page(session.pk),
    )


@door("processes.contribute", get=queries.session_named)
def keep_flipchart(request: SignedInRequest, session: SwotSession) -> HttpResponse:
    return form_page(
        request,
        FlipchartForm(request.POST or None, request.FILES or None),
        lambda said: actions.keep_flipchart(session=session, **said, by=request.user, at=timezone.now()),
        heading=_("Photo of the flipchart"),
        submit=_("Keep the photo"),
        done=_("The photo is kept."),
        back=_page(session.pk),
        trail=_trail(session.process),
    )


@door("processes.view", get=queries.session_named)
def flipchart(request: SignedInRequest, session: SwotSession) -> HttpResponse:
    """The photo as it is kept, to be saved, and never if its fingerprint is another."""
    if not session.photo:
        raise Http404
    with session.photo.open("rb") as stream:
        content = stream.read()  # bounded by EVIDENCE_MAX_MEGABYTES
    if sha256(content).hexdigest() != session.photo_sha256:
        messages.error(request, _("The stored file is not the one that arrived. Tell the operator."))
        return redirect(_page(session.pk))
    name = content_disposition_header(as_attachment=True, filename=session.photo_name)
    headers = {
        "Content-Disposition": name or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=session.photo_type, headers=headers)


@door("processes.view", get=process_named)
def compare(request: SignedInRequest, process: Process) -> HttpResponse:
    """Two sessions side by side: the last two, or those asked for by their numbers."""
    found = {str(one.number): one for one in process.swot_sessions.order_by("number")}
    numbers = list(found)
    before = request.GET.get("before", numbers[-2] if len(numbers) > 1 else "")
    after = request.GET.get("after", numbers[-1] if numbers else "")
    both = found.get(before), found.get(after)
    content = {
        "process": process,
        "sessions": list(found.values()),
        "before": before,
        "after": after,
        "lanes": queries.compared(both[0], both[1]) if both[0] and both[1] else [],
        "trail": [*_trail(process), (_("Compare"), "")],
    }
    return render(request, "processes/swot/compare.html", content)


@door("processes.view", get=process_named)
def strengths(request: SignedInRequest, process: Process) -> HttpResponse:
    """Which strengths and opportunities were exploited."""
    content = {
        "process": process,
        "items": queries.strengths_of(process),
        "may_contribute": request.user.has_perm("processes.contribute", process),
        "trail": trail_of(process, (_("Strengths and opportunities"), "")),
    }
    return render(request, "processes/swot/strengths.html", content)


@door("processes.contribute", get=queries.item_named)
@require_POST
def plan_from_strength(request: SignedInRequest, item: SwotItem) -> HttpResponse:
    try:
        made = actions.plan_from_strength(item=item, by=request.user, at=timezone.now())
    except ProcessRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(_page(item.session_id))
    messages.success(request, _("It stands in the plan. Write who does it, and by when."))
    return redirect("processes:write_plan_item", pk=made.pk)


def _page(pk: UUID) -> str:
    return reverse("processes:swot_session", args=[pk])


def _trail(process: Process) -> Trail:
    return trail_of(process, (_("SWOT"), reverse("processes:swot_sessions", args=[process.pk])))
