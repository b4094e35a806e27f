"""Experts: the office's list, opening and closing a profile, and one's own."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door

from ..actions import experts
from ..forms.desk_more import OpenExpertForm, ProfileForm, shown
from ..models import Expert
from ..queries.experts import accounts_without_profile, expert_of, experts_with_load, load_words
from ..queries.experts import expert as expert_named
from ..queries.public import counties_shown, topics_offered
from .desk_parts import REFUSALS, show_refusal
from .people import user_of


@door("questions.sort")
def desk_experts(request: HttpRequest) -> HttpResponse:
    """Who answers what, and how much each has on the desk."""
    today = timezone.localdate()
    rows = [
        {
            "expert": one,
            "topics": ", ".join(topic.name for topic in one.topics.all()),
            "load": ", ".join(load_words(one, one.open, today)),  # type: ignore[attr-defined]
        }
        for one in experts_with_load(today)
    ]
    manages = request.user.has_perm("questions.manage_experts")
    return render(request, "questions/desk_experts.html", {"rows": rows, "manages": manages})


@door("questions.manage_experts")
def open_expert(request: HttpRequest) -> HttpResponse:
    """Make somebody with an account an expert."""
    accounts = accounts_without_profile()
    form = OpenExpertForm(
        request.POST or None,
        initial={"is_available": True, "most_open": 5},
        accounts=accounts,
        topics=topics_offered(),
        counties=counties_shown(),
    )
    if form.is_valid():
        user = next(one for one in accounts if one.pk == UUID(form.cleaned_data["user"]))
        try:
            expert = experts.open_expert(
                user=user, draft=form.draft(), by=user_of(request), at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%(name)s is an expert now.") % {"name": expert.name})
            return redirect("questions:desk_experts")
    return _page(request, form, _("Open a profile"), reverse("questions:desk_experts"))


@door("questions.own_profile")
def my_profile(request: HttpRequest) -> HttpResponse:
    expert = expert_of(request.user)
    if expert is None:
        raise Http404
    return redirect("questions:revise_expert", pk=expert.pk)


@door("questions.revise_expert", get=expert_named)
def revise_expert(request: HttpRequest, expert: Expert) -> HttpResponse:
    """A profile, by its expert or the office."""
    form = ProfileForm(
        request.POST or None, initial=shown(expert), topics=topics_offered(), counties=counties_shown()
    )
    if form.is_valid():
        try:
            experts.revise_expert(expert=expert, draft=form.draft(), by=user_of(request), at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The profile is saved."))
            return redirect("questions:desk")
    may_close = request.user.has_perm("questions.manage_experts")
    return _page(request, form, expert.name, reverse("questions:desk"), expert=expert if may_close else None)


@door("questions.manage_experts", get=expert_named)
@require_POST
def close_expert(request: HttpRequest, expert: Expert) -> HttpResponse:
    try:
        experts.close_expert(expert=expert, by=user_of(request), at=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s answers no more questions.") % {"name": expert.name})
    return redirect("questions:desk_experts")


def _page(
    request: HttpRequest, form: ProfileForm, heading: str, back: str, *, expert: Expert | None = None
) -> HttpResponse:
    trail = [(_("Questions"), reverse("questions:desk")), (heading, "")]
    content = {"form": form, "heading": heading, "back": back, "trail": trail, "expert": expert}
    return render(request, "questions/desk_profile.html", content)
