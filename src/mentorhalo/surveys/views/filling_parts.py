"""Filling a questionnaire in the browser, whoever does it: the page, what it fetches, what it keeps, looking through, sending."""

import json
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from mentorhalo.accounts.models import User

from ..actions import filling as actions
from ..actions.filling import ChangedElsewhere, DraftRefused
from ..actions.receiving import SendingRefused
from ..actions.reviewing import DecisionRefused
from ..models import FormFile, InstrumentVersion, WebDraft
from ..queries.filling import package_of
from ..queries.lookthrough import look_through

# As on every page; sounds and films that somebody has just recorded are played from memory.
POLICY = cast("dict[str, list[str]]", settings.SECURE_CSP)
with_own_media = csp_override({**POLICY, "media-src": [CSP.SELF, "blob:"]})


@dataclass(frozen=True)
class Place:
    """A draft, and where it is filled: `space` is the part of the addresses, `key` what they name it by."""

    draft: WebDraft
    space: str
    key: str
    by: User | None = None

    def to(self, name: str, *more: object) -> str:
        return reverse(f"{self.space}:{name}", args=[self.key, *more])

    @property
    def is_guest(self) -> bool:
        return self.by is None


def show(request: HttpRequest, place: Place, **more: Any) -> HttpResponse:
    draft = place.draft
    content = {
        "draft": draft,
        "version": draft.version,
        "study": draft.version.instrument.study,
        "place": place,
        "package": place.to("package"),
        "keep": place.to("keep"),
        "file": place.to("file"),
        "review": place.to("review"),
        "discard": place.to("discard"),
    }
    return _private(render(request, "surveys/fill.html", content | more), place)


def package(request: HttpRequest, place: Place) -> HttpResponse:
    """All that the page needs, and what was answered so far."""
    draft = place.draft
    opened = package_of(
        draft.version,
        interviewer=draft.interviewer,
        unit=draft.unit,
        address=lambda file: place.to("media", file.pk),
    )
    opened |= {
        "instanceId": draft.instance_id,
        "mark": draft.mark,
        "language": get_language(),
        "attachments": {one.name: place.to("draft_file", one.pk) for one in draft.files.all()},
        "session": {
            "deviceid": f"browser:{draft.pk}",
            "username": draft.interviewer.code if draft.interviewer else "",
        },
        "prefill": _known(draft),
    }
    if draft.xml:
        opened["instance"] = draft.xml
    return _private(JsonResponse(opened), place)


def _known(draft: WebDraft) -> dict[str, str]:
    """What the assignment says need not be asked again."""
    unit, version = draft.unit, draft.version
    if unit is None:
        return {}
    known = {version.unit_key: unit.code, version.settlement_key: unit.settlement_id}
    return {path: value for path, value in known.items() if path}


def keep(request: HttpRequest, place: Place) -> HttpResponse:
    try:
        said = json.loads(request.body)
        kept = actions.keep_answers(
            draft=place.draft,
            xml=str(said["xml"]),
            seen=str(said["seen"]),
            title=str(said.get("title", "")),
            is_ready=said.get("is_ready") is True,
            at=timezone.now(),
        )
    except ChangedElsewhere as refusal:
        return JsonResponse({"reason": str(refusal)}, status=409)
    except DraftRefused as refusal:
        return JsonResponse({"reason": str(refusal)}, status=400)
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"reason": ""}, status=400)
    return JsonResponse({"mark": kept.mark})


def keep_file(request: HttpRequest, place: Place) -> HttpResponse:
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"reason": ""}, status=400)
    try:
        actions.keep_file(draft=place.draft, upload=upload, at=timezone.now())
    except DraftRefused as refusal:
        return JsonResponse({"reason": str(refusal)}, status=400)
    return JsonResponse({})


def draft_file(draft: WebDraft, file: UUID) -> FileResponse:
    found = draft.files.filter(pk=file).first()
    if found is None:
        raise Http404
    return _file(found.file, found.media_type)


def media(version: InstrumentVersion, file: UUID) -> FileResponse:
    """A picture or a sound of the form."""
    found: FormFile | None = version.files.exclude(file="").filter(pk=file).first()
    if found is None:
        raise Http404
    return _file(found.file, found.media_type)


def review(request: HttpRequest, place: Place, **more: Any) -> HttpResponse:
    """All the answers once more, in words, each with a way back to it."""
    draft = place.draft
    if not draft.ready_xml:
        return redirect(place.to("fill"))
    content = {
        "draft": draft,
        "version": draft.version,
        "place": place,
        "sections": look_through(
            draft.version,
            draft.ready_xml,
            language=get_language() or "hu",
            interviewer=draft.interviewer,
            unit=draft.unit,
        ),
        "files": {one.name: place.to("draft_file", one.pk) for one in draft.files.all()},
        "fill": place.to("fill"),
        "send": place.to("send"),
    }
    return _private(render(request, "surveys/look_through.html", content | more), place)


def send(request: HttpRequest, place: Place, *, sent: str) -> HttpResponse:
    reason = request.POST.get("reason", "")
    try:
        actions.send_draft(draft=place.draft, reason=reason, by=place.by, at=timezone.now())
    except (DraftRefused, SendingRefused, DecisionRefused) as refusal:
        return review(request, place, refusal=str(refusal), reason=reason)
    if not place.is_guest:  # whose page of thanks says it
        messages.success(request, _said_of_sent(place.draft))
    return redirect(sent)


def _said_of_sent(draft: WebDraft) -> str:
    title = draft.version.instrument.title
    if draft.unit is None:
        return _("“%(title)s” was sent. Thank you!") % {"title": title}
    return _("“%(title)s” was sent for %(unit)s. Thank you!") % {"title": title, "unit": draft.unit.code}


def discard(request: HttpRequest, place: Place, *, gone: str) -> HttpResponse:
    if request.method != "POST":
        content = {
            "draft": place.draft,
            "place": place,
            "fill": place.to("fill"),
            "discard": place.to("discard"),
        }
        return _private(render(request, "surveys/discard_draft.html", content), place)
    actions.discard_draft(draft=place.draft)
    messages.success(request, _("The questionnaire was thrown away."))
    return redirect(gone)


def _file(file: Any, media_type: str) -> FileResponse:
    """Shown inside the page where it is a picture or can be played; anything else is only downloaded."""
    kind = (
        media_type if media_type.split("/")[0] in ("image", "audio", "video") else "application/octet-stream"
    )
    answer = FileResponse(
        file.open("rb"), content_type=kind, as_attachment=kind == "application/octet-stream"
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


def _private(answer: HttpResponse, place: Place) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    if place.is_guest:
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer["Referrer-Policy"] = "same-origin"
    return answer
