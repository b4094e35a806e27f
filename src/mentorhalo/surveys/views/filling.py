"""Filling questionnaires with an account: an interviewer's own, corrections of what came back, and trying a version."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from ..actions import filling as actions
from ..models import FormFile, InstrumentVersion, Interviewer, Response, SampleUnit, WebDraft
from ..queries import drafts as queries
from ..queries.filling import package_of
from ..queries.people import interviewer_of
from ..queries.review import rejected_lately
from ..queries.served import forms_to_begin
from . import filling_parts as parts
from .filling_parts import Place, with_own_media

HOME = "filling:home"


def version(pk: UUID) -> InstrumentVersion:
    return InstrumentVersion.objects.select_related("instrument__study").get(pk=pk)


def response(pk: UUID) -> Response:
    return Response.objects.select_related(
        "submission", "version__instrument__study", "unit", "settlement"
    ).get(pk=pk)


@door("surveys.interview")
def home(request: SignedInRequest) -> HttpResponse:
    """What can be filled, what was begun, what came back, what was rejected."""
    interviewer = interviewer_of(request.user)
    if interviewer is None:
        raise Http404
    unit = _asked_unit(interviewer, request.GET.get("unit", ""))
    content = {
        "unit": unit,
        "forms": forms_to_begin(interviewer, timezone.localdate(), unit),
        "drafts": queries.drafts_of(interviewer),
        "returned": queries.to_be_corrected_by(interviewer),
        "rejected": rejected_lately(interviewer, timezone.now()),
    }
    return render(request, "surveys/filling.html", content)


def _asked_unit(interviewer: Interviewer, asked: str) -> SampleUnit | None:
    """The unit a questionnaire is to be filled of; one that is not this interviewer's is none."""
    return queries.assigned_units(interviewer).filter(pk=asked).first() if _is_uuid(asked) else None


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@door("surveys.interview")
@require_POST
def begin(request: SignedInRequest, instrument: UUID) -> HttpResponse:
    interviewer = interviewer_of(request.user)
    if interviewer is None:
        raise Http404
    unit = _asked_unit(interviewer, request.POST.get("unit", ""))
    offered = forms_to_begin(interviewer, timezone.localdate(), unit)
    version = next((one for one in offered if one.instrument_id == instrument), None)
    if version is None:
        raise Http404
    draft = actions.begin_draft(version=version, interviewer=interviewer, unit=unit, at=timezone.now())
    return redirect("filling:fill", draft.pk)


@door("surveys.correct_response", get=response)
@require_POST
def correct(request: SignedInRequest, response: Response) -> HttpResponse:
    draft = actions.begin_correction(response=response, by=request.user, at=timezone.now())
    return redirect("filling:fill", draft.pk)


def _place(request: SignedInRequest, draft: WebDraft) -> Place:
    return Place(draft, "filling", str(draft.pk), by=request.user)


@door("surveys.open_draft", get=queries.draft)
@with_own_media
def fill(request: SignedInRequest, draft: WebDraft) -> HttpResponse:
    return parts.show(request, _place(request, draft), leave=reverse(HOME))


@door("surveys.open_draft", get=queries.draft)
def package(request: SignedInRequest, draft: WebDraft) -> HttpResponse:
    return parts.package(request, _place(request, draft))


@door("surveys.open_draft", get=queries.draft)
@require_POST
def keep(request: SignedInRequest, draft: WebDraft) -> HttpResponse:
    return parts.keep(request, _place(request, draft))


@door("surveys.open_draft", get=queries.draft)
@require_POST
def file(request: SignedInRequest, draft: WebDraft) -> HttpResponse:
    return parts.keep_file(request, _place(request, draft))


def _draft_of(pk: UUID, file: UUID) -> WebDraft:
    return queries.draft(pk)


def _version_of(pk: UUID, file: UUID) -> InstrumentVersion:
    return version(pk)


def _asked_file(request: SignedInRequest) -> UUID:
    match = request.resolver_match
    assert match is not None
    return UUID(str(match.kwargs["file"]))


@door("surveys.open_draft", get=_draft_of)
def draft_file(request: SignedInRequest, draft: WebDraft) -> HttpResponseBase:
    return parts.draft_file(draft, _asked_file(request))


@door("surveys.open_draft", get=_draft_of)
def media(request: SignedInRequest, draft: WebDraft) -> HttpResponseBase:
    return parts.media(draft.version, _asked_file(request))


@door("surveys.open_draft", get=queries.draft)
@with_own_media
def review(request: SignedInRequest, draft: WebDraft) -> HttpResponse:
    return parts.review(request, _place(request, draft))


@door("surveys.open_draft", get=queries.draft)
@require_POST
def send(request: SignedInRequest, draft: WebDraft) -> HttpResponse:
    return parts.send(request, _place(request, draft), sent=reverse(HOME))


@door("surveys.open_draft", get=queries.draft)
def discard(request: SignedInRequest, draft: WebDraft) -> HttpResponse:
    return parts.discard(request, _place(request, draft), gone=reverse(HOME))


@door("surveys.preview", get=version)
@with_own_media
def preview(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    """A version, also a draft, as who fills it will see it. Nothing is kept."""
    may_read = request.user.has_perm("surveys.view", version)
    content = {
        "version": version,
        "study": version.instrument.study,
        "package": reverse("filling:preview_package", args=[version.pk]),
        "leave": reverse("surveys:version", args=[version.pk]) if may_read else "",
    }
    return render(request, "surveys/fill.html", content)


@door("surveys.preview", get=version)
def preview_package(request: SignedInRequest, version: InstrumentVersion) -> JsonResponse:
    def address(file: FormFile) -> str:
        return reverse("filling:preview_media", args=[version.pk, file.pk])

    opened = package_of(version, interviewer=interviewer_of(request.user), address=address)
    return JsonResponse(opened | {"language": get_language(), "session": {"deviceid": "preview"}})


@door("surveys.preview", get=_version_of)
def preview_media(request: SignedInRequest, version: InstrumentVersion) -> HttpResponseBase:
    return parts.media(version, _asked_file(request))
