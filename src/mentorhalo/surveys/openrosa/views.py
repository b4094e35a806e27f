"""The addresses of the protocol. Each answers a program, not a browser: no sessions, no redirects, messages as XML."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote, unquote
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from ..actions.receiving import Sending, SendingRefused, UnknownForm, try_out
from ..choices import FileSource
from ..devices import REALM
from ..models import FormFile, InstrumentVersion
from ..queries.datasets import DataSet, live_data_set
from ..queries.served import files_of
from . import documents
from .answers import XML, Challenge, message, spoken
from .committing import TooMany
from .digest import challenge
from .documents import ListedFile, ListedForm
from .parcels import Parcel, open_parcel
from .reception import arrived, device_named, not_taken, take
from .signin import (
    Caller,
    ForeignToken,
    SignInNeeded,
    TooManyTries,
    Trial,
    device_calling,
    language_of,
    may_use_basic,
    trial_calling,
)

VERSIONS_BEGAN_AT = (
    1_767_225_600  # 2026-01-01: what counts from here fits the 32 bits that clients have for it
)

type View = Callable[..., HttpResponseBase]


def _spoken_with(calling: Callable[[HttpRequest, str], Caller]) -> Callable[[View], View]:
    """Let in who is known, in their language; turn refusals into the protocol's answers."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *, token: str = "", **kwargs: Any) -> HttpResponseBase:
            try:
                caller = calling(request, token)
            except (SignInNeeded, ForeignToken, TooManyTries) as refusal:
                with translation.override(language_of(request)):
                    return spoken(_turned_away(request, refusal))
            with translation.override(caller.language):
                try:
                    response = view(request, caller, **kwargs)
                except (SendingRefused, TooMany) as refusal:
                    response = not_taken(refusal)
                except ObjectDoesNotExist:
                    response = message(_("There is no such thing here, or not for this phone."), 404)
                return spoken(response)

        guarded.door = "surveys.collect"  # type: ignore[attr-defined]
        return guarded

    return decorate


by_device = _spoken_with(device_calling)
by_trial = _spoken_with(trial_calling)


def form_list(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    only = request.GET.get("formID")
    listed = [
        _listed_form(version, caller)
        for version in caller.forms()
        if only in (None, version.instrument.form_id)
    ]
    return HttpResponse(documents.form_list(listed), content_type=XML)


def form(request: HttpRequest, caller: Caller, form_id: str, version: str) -> HttpResponseBase:
    found = caller.form(unquote(form_id), unquote(version))
    return _unless_known(request, found.xform_md5, lambda: HttpResponse(bytes(found.xform), content_type=XML))


def manifest(request: HttpRequest, caller: Caller, form_id: str, version: str) -> HttpResponseBase:
    files = files_of(caller.form(unquote(form_id), unquote(version)))
    listed = [_listed_file(file, caller) for file in files]
    return HttpResponse(documents.manifest(listed), content_type=XML)


def file(request: HttpRequest, caller: Caller, pk: UUID) -> HttpResponseBase:
    found = caller.file(pk)
    if found.source == FileSource.UPLOAD:
        media_type = found.media_type or "application/octet-stream"
        return _unless_known(
            request, found.md5, lambda: FileResponse(found.file.open("rb"), content_type=media_type)
        )
    rows = _rows(found, caller)
    version = int(timezone.now().timestamp()) - VERSIONS_BEGAN_AT
    return _unless_known(
        request,
        rows.tag,
        lambda: HttpResponse(rows.to_csv(version=version), content_type="text/csv; charset=utf-8"),
    )


def integrity(request: HttpRequest, caller: Caller, pk: UUID) -> HttpResponseBase:
    """Which of the rows a phone has are gone here."""
    rows = _rows(caller.file(pk), caller)
    asked = [name for name in request.GET.get("id", "").split(",") if name]
    there = rows.names_among(asked)
    return HttpResponse(documents.integrity({name: name in there for name in asked}), content_type=XML)


def submission(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse(status=204)
    if request.method != "POST":
        response = message(_("Questionnaires are sent here."), 405)
        response.headers["Allow"] = "HEAD, POST"
        return response
    parcel = open_parcel(request.META)
    try:
        return _taken(request, caller, parcel)
    finally:
        parcel.close()


def _taken(request: HttpRequest, caller: Caller, parcel: Parcel) -> HttpResponse:
    device = device_named(request.META["QUERY_STRING"])
    sending = parcel.sending(device_id=device, interviewer=caller.interviewer)
    if isinstance(caller, Trial):
        _try(sending, caller.draft)
        return message(
            _("It was tried and is in order. It was not kept, as this questionnaire is a draft."), 201
        )
    take(sending, language=caller.language)
    return arrived(is_complete=parcel.is_complete)


def _try(sending: Sending, draft: InstrumentVersion) -> None:
    envelope = try_out(sending=sending, at=timezone.now())
    if (envelope.form_id, envelope.version) != (draft.instrument.form_id, draft.version):
        raise UnknownForm(_("This address is for trying another questionnaire."))


def _rows(file: FormFile, caller: Caller) -> DataSet:
    if file.source == FileSource.UPLOAD:
        raise FormFile.DoesNotExist
    return live_data_set(FileSource(file.source), caller.interviewer)


def _listed_form(version: InstrumentVersion, caller: Caller) -> ListedForm:
    address = f"{caller.base}/forms/{_segment(version.instrument.form_id)}/{_segment(version.version)}"
    return ListedForm(
        form_id=version.instrument.form_id,
        name=version.instrument.title,
        version=version.version,
        md5=version.xform_md5,
        download_url=f"{address}.xml",
        manifest_url=f"{address}/manifest" if version.has_files else "",  # type: ignore[attr-defined]  # by `with_files_noted`
    )


def _segment(text: str) -> str:
    """As a part of an address. A slash is written twice over, as servers undo the first: old forms are called by an address."""
    return quote(text.replace("%", "%25").replace("/", "%2F"), safe="")


def _listed_file(file: FormFile, caller: Caller) -> ListedFile:
    address = f"{caller.base}/files/{file.pk}"
    if file.source == FileSource.UPLOAD:
        return ListedFile(file.name, file.md5, address)
    return ListedFile(file.name, _rows(file, caller).tag, address, integrity_url=f"{address}/integrity")


def _unless_known(request: HttpRequest, tag: str, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """304 where the client has it already."""
    etag = f'"{tag}"'
    known = get_conditional_response(request, etag=etag)
    response = known if known is not None else make()
    response.headers["ETag"] = etag
    return response


def _turned_away(request: HttpRequest, refusal: Exception) -> HttpResponse:
    match refusal:
        case ForeignToken():
            return message(_("This address is not valid any more: ask for a new QR code."), 403)
        case TooManyTries():
            response = message(_("Too many wrong attempts. Try again in ten minutes."), 429)
            response.headers["Retry-After"] = "600"
            return response
        case SignInNeeded(is_stale=is_stale):
            ways = [challenge(REALM, stale=is_stale)]
            if may_use_basic(request):
                ways.append(f'Basic realm="{REALM}", charset="UTF-8"')
            said = message(_("Sign in with the name and the passphrase of the phone."), 401)
            return Challenge(said.content, ways)
    raise refusal
