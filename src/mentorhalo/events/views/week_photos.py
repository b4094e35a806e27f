"""Photos of programmes of the Week: sent by the secret link, looked at by the county group, shown to everybody."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from .. import actions, keys
from ..actions import OccasionRefused
from ..forms.photos import WeekPhotoForm
from ..models import WeekPhoto, WeekProgramme
from ..queries import week as queries


@never_cache
@door("events.open_own", get=keys.own_programme_by)
def photos(request: HttpRequest, programme: WeekProgramme) -> HttpResponse:
    """The photos of a programme, and a form for one more."""
    key, now = keys.joiner_key(programme.joiner), timezone.now()
    form = WeekPhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            actions.add_week_photo(
                programme=programme, upload=form.cleaned_data["file"], at=now, **form.said()
            )
        except OccasionRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Thank you. It is shown once the county group has looked at it."))
            return redirect("events:week_photos", key=key, pk=programme.pk)
    page = reverse("events:week_own", args=[key])
    content = {
        "programme": programme,
        "key": key,
        "form": form,
        "photos": queries.photos_of(programme),
        "may_add": actions.may_report(programme, now),
        "back": page,
        "trail": [
            (_("Week of Communities"), reverse("events:week")),
            (programme.joiner.name, page),
            (_("Photos"), ""),
        ],
    }
    return render(request, "events/week_photos.html", content)


@door("events.open_own", get=keys.own_photo_by)
@require_GET
def own_photo(request: HttpRequest, photo: WeekPhoto) -> HttpResponse:
    return _picture(photo)


@door("events.open_own", get=keys.own_photo_by)
@require_POST
def remove_own(request: HttpRequest, photo: WeekPhoto) -> HttpResponse:
    programme = photo.programme
    actions.remove_week_photo(photo=photo, by=None, at=timezone.now())
    messages.success(request, _("The photo is gone."))
    return redirect("events:week_photos", key=keys.joiner_key(programme.joiner), pk=programme.pk)


@door("events.view_week_photo", get=queries.photo)
@require_GET
def photo(request: HttpRequest, photo: WeekPhoto) -> HttpResponse:
    """The picture itself. It may be taken down at any time: it is asked for each time."""
    return _picture(photo)


@door("events.check_week_photo", get=queries.photo)
@require_POST
def show(request: SignedInRequest, photo: WeekPhoto) -> HttpResponse:
    try:
        actions.show_photo(photo=photo, by=request.user, at=timezone.now())
    except OccasionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Everybody sees the photo on the page of the programme."))
    return _back_to_check(photo.programme.joiner_id)


@door("events.check_week_photo", get=queries.photo)
@require_POST
def remove(request: SignedInRequest, photo: WeekPhoto) -> HttpResponse:
    joiner = photo.programme.joiner_id
    actions.remove_week_photo(photo=photo, by=request.user, at=timezone.now())
    messages.success(request, _("The photo is gone."))
    return _back_to_check(joiner)


def _back_to_check(joiner: UUID) -> HttpResponse:
    return redirect("events:week_check", pk=joiner)


def _picture(photo: WeekPhoto) -> HttpResponse:
    try:
        with photo.file.open("rb") as stream:
            content = stream.read()
    except FileNotFoundError:  # it was taken down this moment
        raise Http404 from None
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache"}
    return HttpResponse(content, content_type="image/jpeg", headers=headers)
