"""Photos of a practice: shown, added, described, removed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.photo_forms import DescribePhotoForm, PhotoForm

from ..actions import practice_photos as actions
from ..keys import consent_by
from ..models import PracticePhoto, PracticeVersion
from ..queries import practice_photos as queries
from ..queries.practice_work import version as version_named
from .practice_parts import trail_of


@door("knowledge.view_photo", get=queries.photo)
@require_GET
def photo(request: HttpRequest, photo: PracticePhoto) -> HttpResponse:
    """The picture itself. What its people agreed to may change: it is asked for each time."""
    return _picture(photo)


def _with_consent(key: str, pk: UUID) -> PracticePhoto:
    """Raises `DoesNotExist`, also for a forged key and for a photo of another practice."""
    return PracticePhoto.objects.get(pk=pk, practice=consent_by(key).version.practice_id)


@door("knowledge.open_practice_link", get=_with_consent)
@require_GET
def consent_photo(request: HttpRequest, photo: PracticePhoto) -> HttpResponse:
    """The same for the institution, which sees it before it agrees."""
    return _picture(photo)


def _picture(photo: PracticePhoto) -> HttpResponse:
    with photo.file.open("rb") as stream:
        content = stream.read()
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache"}
    return HttpResponse(content, content_type="image/jpeg", headers=headers)


@door("knowledge.tend_photos", get=version_named)
def photos(request: SignedInRequest, version: PracticeVersion) -> HttpResponse:
    """All photos of the practice, and a form for one more."""
    form = PhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            actions.add_photo(
                practice=version.practice,
                upload=form.cleaned_data["file"],
                by=request.user,
                at=timezone.now(),
                **form.said(),
            )
        except actions.PhotoRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("The photo is with the practice."))
            return redirect("knowledge:photos", pk=version.pk)
    content = {
        "version": version,
        "form": form,
        "photos": queries.photos_of(version.practice),
        "back": reverse("knowledge:work", args=[version.pk]),
        "trail": trail_of(version, _("Photos")),
    }
    return render(request, "knowledge/practices/photos.html", content)


@door("knowledge.describe_photo", get=queries.photo)
def describe_photo(request: SignedInRequest, photo: PracticePhoto) -> HttpResponse:
    """Say better what is on it and who agreed."""
    version = photo.practice.versions.latest("number")
    version.practice = photo.practice
    initial = {name: getattr(photo, name) for name in ("alt", "people", "rights", "credit")}
    form = DescribePhotoForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.describe_photo(photo=photo, **form.said(), at=timezone.now())
        except actions.PhotoRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("It is kept."))
            return redirect("knowledge:photos", pk=version.pk)
    content = {
        "form": form,
        "photo": photo,
        "back": reverse("knowledge:photos", args=[version.pk]),
        "trail": trail_of(version, _("Describe the photo")),
    }
    return render(request, "knowledge/practices/photo.html", content)


@door("knowledge.describe_photo", get=queries.photo)
@require_POST
def remove_photo(request: SignedInRequest, photo: PracticePhoto) -> HttpResponse:
    version = photo.practice.versions.latest("number")
    actions.remove_photo(photo=photo, at=timezone.now())
    messages.success(request, _("The photo is gone."))
    return redirect("knowledge:photos", pk=version.pk)
