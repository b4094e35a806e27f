"""The inbox of those who approve, and the closing of periods."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mentorhalo.accounts.models import User
from mentorhalo.core.doors import door
from mentorhalo.core.ids import known_ids
from mentorhalo.programmes.models import Programme

from .. import actions
from ..actions import ClosingRefused, DecisionRefused
from ..forms.entries import ReturnForm
from ..forms.planning import ClosePeriodForm
from ..models import Activity, PeriodClosing
from ..queries import inbox as waiting_entries
from ..queries.records import entry
from .people import user_of

A_PAGE = 25


@door("mentoring.decide")
def inbox(request: HttpRequest) -> HttpResponse:
    """Entries that wait for this person's decision, the longest waiting first."""
    user = user_of(request)
    page = Paginator(_waiting_for(user), A_PAGE).get_page(request.GET.get("page"))
    content = {"page": page, "own": _own(user, page.object_list), "return_form": ReturnForm()}
    return render(request, "mentoring/inbox.html", content)


@door("mentoring.decide")
@require_POST
def approve_several(request: HttpRequest) -> HttpResponse:
    """Approve those that are ticked; what cannot be is named with its reason."""
    user = user_of(request)
    ticked = _waiting_for(user).filter(pk__in=known_ids(request.POST.getlist("entry")))
    decided = actions.approve_many(activities=list(ticked), by=user, at=timezone.now())
    if decided.approved:
        count = len(decided.approved)
        messages.success(
            request,
            ngettext("%(count)s entry approved.", "%(count)s entries approved.", count) % {"count": count},
        )
    for activity, reason in decided.refused:
        messages.error(request, f"{activity.kind.name}, {activity.occurred_on}: {reason}")
    if not decided.approved and not decided.refused:
        messages.info(request, _("Nothing was ticked, or it was decided on meanwhile."))
    return redirect("mentoring:inbox")


@door("mentoring.decide_activity", get=entry)
@require_POST
def approve_entry(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Approve one, in place; a second hand is told that it came second."""
    try:
        actions.approve_activity(activity=activity, by=user_of(request), at=timezone.now())
    except DecisionRefused as refusal:
        return _decided(request, activity, str(refusal), is_refused=True)
    return _decided(request, activity, _("Approved."))


@door("mentoring.decide_activity", get=entry)
def return_entry(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Send one back with a reason, from the inbox or from a page of its own."""
    form = ReturnForm(request.POST or None)
    if form.is_valid():
        try:
            actions.return_activity(
                activity=activity, reason=form.cleaned_data["reason"], by=user_of(request), at=timezone.now()
            )
        except DecisionRefused as refusal:
            return _decided(request, activity, str(refusal), is_refused=True)
        return _decided(request, activity, _("Returned to its author."))
    content = {
        "form": form,
        "heading": _("Return the entry"),
        "submit": _("Return"),
        "back": reverse("mentoring:entry", args=[activity.pk]),
        "trail": [(_("To approve"), reverse("mentoring:inbox")), (_("Return"), "")],
        "intro": activity.public_sentence,
    }
    return render(request, "mentoring/form.html", content)


@door("mentoring.close_period")
def periods(request: HttpRequest) -> HttpResponse:
    """Close a period; what is closed already."""
    programmes = list(Programme.objects.all())
    form = ClosePeriodForm(request.POST or None, programmes=programmes)
    if form.is_valid():
        programme = next(one for one in programmes if str(one.pk) == form.cleaned_data["programme"])
        try:
            actions.close_period(
                programme=programme, until=form.cleaned_data["until"], by=user_of(request), at=timezone.now()
            )
        except ClosingRefused as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, _("The period is closed. Its entries change by corrections alone."))
            return redirect("mentoring:periods")
    rows = PeriodClosing.objects.select_related("programme", "closed_by").order_by("-until", "pk")
    waiting = waiting_entries().count()
    return render(request, "mentoring/periods.html", {"form": form, "rows": rows, "waiting": waiting})


def _waiting_for(user: User) -> QuerySet[Activity]:
    if user.holds("office"):
        return waiting_entries()
    return waiting_entries(groups=user.groups_led())


def _own(user: User, activities: Iterable[Activity]) -> set[UUID]:
    return {one.pk for one in activities if actions.is_author(one, user)}


def _decided(
    request: HttpRequest, activity: Activity, words: str, *, is_refused: bool = False
) -> HttpResponse:
    if request.headers.get("HX-Request"):
        content = {"decided": activity, "words": words, "is_refused": is_refused}
        return render(request, "mentoring/inbox.html#decided", content)
    (messages.error if is_refused else messages.success)(request, words)
    return redirect("mentoring:inbox")
