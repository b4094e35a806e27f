"""An entry for the eyes of a supervisor: shared and taken back by its mentor, read by the supervisor."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.numbers import day

from .. import actions
from ..forms.sharing import ShareForm
from ..models import Activity, SharedEntry
from ..queries import sharing as queries
from ..queries.records import entry as entry_named

A_PAGE = 50


@door("mentoring.share_entry", get=entry_named)
def share_entry(request: SignedInRequest, activity: Activity) -> HttpResponse:
    """Who may read it, and one more."""
    supervisors = queries.supervisors_to_share_with(activity, timezone.localdate())
    form = ShareForm(request.POST if request.method == "POST" else None, supervisors=supervisors)
    if form.is_valid():
        try:
            actions.share_entry(activity=activity, by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.SharingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The supervisor can read this entry until you take it back."))
            return redirect("mentoring:share_entry", activity.pk)
    own = reverse("mentoring:entry", args=[activity.pk])
    content = {
        "activity": activity,
        "form": form if supervisors else None,
        "shares": queries.shares_of(activity),
        "trail": [(activity.kind.name, own), (_("Share it with a supervisor"), "")],
        "back": own,
    }
    return render(request, "mentoring/share_entry.html", content)


@door("mentoring.end_share", get=queries.share)
@require_POST
def end_share(request: SignedInRequest, share: SharedEntry) -> HttpResponse:
    actions.take_back_share(share=share, by=request.user, at=timezone.now())
    messages.success(request, _("The supervisor does not see this entry any more."))
    return redirect("mentoring:share_entry", share.activity_id)


@door("mentoring.shared_with_me")
def shared_entries(request: SignedInRequest) -> HttpResponse:
    """What mentors let this supervisor read."""
    rows = queries.shared_with(request.user, timezone.localdate())
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "mentoring/shared_entries.html", {"page": page})


@door("mentoring.read_shared", get=queries.share)
def shared_entry(request: SignedInRequest, share: SharedEntry) -> HttpResponse:
    activity = share.activity
    content = {
        "activity": activity,
        "facts": _facts(activity),
        "trail": [
            (_("Shared with me"), reverse("mentoring:shared_entries")),
            (activity.kind.name, ""),
        ],
    }
    return render(request, "mentoring/shared_entry.html", content)


def _facts(activity: Activity) -> list[tuple[str, Any]]:
    """What the page of sharing promises, and no more: neither other mentors nor files, decisions or the private note."""
    told = [
        (_("Mentor"), activity.mentor.name if activity.mentor else ""),
        (_("When"), day(activity.occurred_on)),
        (_("Minutes"), activity.minutes),
        (_("Where"), activity.settlement.name if activity.settlement else ""),
        (_("How"), activity.get_channel_display()),
        (_("Community"), str(activity.engagement.community) if activity.engagement else ""),
        (_("Participants"), activity.participants),
        (_("What it was about"), activity.topics),
        (_("What came of it"), activity.get_outcome_display() if activity.outcome else ""),
        (_("Next step"), activity.next_step),
    ]
    return [(term, value) for term, value in told if value not in ("", None)]
