"""An organiser's occasions: written, announced, changed, cancelled, closed."""

from collections.abc import Callable
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.programmes.queries import current_programme

from .. import actions
from ..actions import OccasionRefused
from ..calendars import where
from ..choices import OccasionState
from ..forms.desk import CancelForm, OccasionForm
from ..models import Occasion
from ..queries import desk as queries
from ..queries import occasions

A_PAGE = 30


@door("events.plan")
def listed(request: SignedInRequest) -> HttpResponse:
    """One's own occasions, those of one's group, the office's all."""
    page = Paginator(queries.managed_by(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "events/desk.html", {"page": page})


@door("events.plan")
def plan(request: SignedInRequest) -> HttpResponse:
    form = OccasionForm(request.POST or None, user=request.user)
    programme = current_programme()
    if form.is_valid() and programme is not None:
        try:
            occasion = actions.plan_occasion(
                key=form.cleaned_data["key"] or uuid4(),
                draft=form.draft(),
                programme=programme,
                by=request.user,
                at=timezone.now(),
            )
        except OccasionRefused as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, _("It is written down. Look it over, then announce it."))
            return redirect("events:manage", pk=occasion.pk)
    content = {
        "form": form,
        "heading": _("Plan an occasion"),
        "submit": _("Save"),
        "back": reverse("events:desk"),
        "draft_key": "occasion-new",
        "tone": "",
        "intro": "",
        "trail": [(_("Occasions"), reverse("events:desk")), (_("Plan an occasion"), "")],
    }
    return render(request, "events/form.html", content)


@door("events.manage", get=occasions.occasion)
def manage(request: SignedInRequest, occasion: Occasion) -> HttpResponse:
    """Everything of one occasion, and what is to be done next."""
    now = timezone.now()
    is_standing = occasion.state == OccasionState.PUBLISHED
    content = {
        "occasion": occasion,
        "where": where(occasion),
        "rows": queries.sheet_of(occasion),
        "waiting": queries.waiting_list(occasion),
        "questions": occasion.questions.all(),
        "opinion": queries.opinion_on(occasion),
        "files": queries.files_of(occasion, is_public_only=False),
        "is_draft": occasion.state == OccasionState.DRAFT,
        "is_standing": is_standing,
        "may_revise": occasion.state != OccasionState.CANCELLED,
        "has_begun": is_standing | (occasion.state == OccasionState.HELD)
        and occasion.starts_on <= timezone.localdate(now),
        "may_close": is_standing and occasion.ends_at <= now,
        "trail": [(_("Occasions"), reverse("events:desk")), (occasion.title, "")],
        "nothing": (),
    }
    return render(request, "events/manage.html", content)


@door("events.manage", get=occasions.occasion)
def revise(request: SignedInRequest, occasion: Occasion) -> HttpResponse:
    form = OccasionForm(request.POST or None, user=request.user, occasion=occasion)
    if form.is_valid():
        try:
            actions.revise_occasion(occasion=occasion, draft=form.draft(), by=request.user, at=timezone.now())
        except OccasionRefused as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, _("It is changed."))
            return redirect("events:manage", pk=occasion.pk)
    content = {
        "form": form,
        "heading": _("Change the occasion"),
        "submit": _("Save the change"),
        "back": reverse("events:manage", args=[occasion.pk]),
        "draft_key": f"occasion-{occasion.pk}",
        "tone": "",
        "intro": _("Whoever has a place gets a letter if time or place change.")
        if occasion.is_announced
        else "",
        "trail": trail_of(occasion, _("Change")),
    }
    return render(request, "events/form.html", content)


@door("events.manage", get=occasions.occasion)
@require_POST
def publish(request: SignedInRequest, occasion: Occasion) -> HttpResponse:
    def deed() -> str:
        actions.publish_occasion(occasion=occasion, by=request.user, at=timezone.now())
        return _("It is announced.")

    return done(request, occasion, deed)


@door("events.manage", get=occasions.occasion)
def cancel(request: SignedInRequest, occasion: Occasion) -> HttpResponse:
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            actions.cancel_occasion(
                occasion=occasion, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except OccasionRefused as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, _("It is cancelled; whoever registered gets a letter."))
            return redirect("events:manage", pk=occasion.pk)
    content = {
        "form": form,
        "heading": _("Cancel the occasion"),
        "submit": _("Cancel the occasion"),
        "back": reverse("events:manage", args=[occasion.pk]),
        "draft_key": "",
        "tone": "danger",
        "intro": _("It stays on its page and in calendars, marked as cancelled. It does not count."),
        "trail": trail_of(occasion, _("Cancel the occasion")),
    }
    return render(request, "events/form.html", content)


@door("events.manage", get=occasions.occasion)
@require_POST
def hold(request: SignedInRequest, occasion: Occasion) -> HttpResponse:
    def deed() -> str:
        actions.hold_occasion(occasion=occasion, by=request.user, at=timezone.now())
        return _("It is closed and counts. Those who were there are asked how it was.")

    return done(request, occasion, deed)


@door("events.manage", get=occasions.occasion)
@require_POST
def drop(request: SignedInRequest, occasion: Occasion) -> HttpResponse:
    try:
        actions.drop_draft(occasion=occasion)
    except OccasionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("events:manage", pk=occasion.pk)
    messages.success(request, _("The draft is deleted."))
    return redirect("events:desk")


def trail_of(occasion: Occasion, words: str) -> list[tuple[str, str]]:
    return [
        (_("Occasions"), reverse("events:desk")),
        (occasion.title, reverse("events:manage", args=[occasion.pk])),
        (words, ""),
    ]


def done(request: HttpRequest, occasion: Occasion, deed: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, deed())
    except OccasionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("events:manage", pk=occasion.pk)


def _refused(form: OccasionForm | CancelForm, refusal: OccasionRefused) -> None:
    field = {"ends_at": "ends_on", "closes_at": "closes_on"}.get(refusal.field, refusal.field)
    form.add_error(field if field in form.fields else None, str(refusal))
