"""Who calls: an interviewer's phone, by the token in its address or by Digest or Basic; or somebody who tries a draft."""

import base64
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from uuid import UUID

from django.conf import settings
from django.core.cache import caches
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language_from_request

from mentorhalo.core.remembered import Remembered
from mentorhalo.core.throttle import COUNTERS, is_used_up, is_within, keyed_hash, network_of

from ..choices import VersionState
from ..devices import REALM, ha1_of, token_hash_of
from ..models import FormFile, InstrumentVersion, Interviewer
from ..queries.served import newest_forms, served_file, served_form, with_files_noted
from .digest import NONCE_SECONDS, DigestAnswer

WRONG = "openrosa.sign-in"
WRONG_SECONDS = 600
MOST_WRONG_OF_NAME = 10  # of one name, from one network
MOST_WRONG = 200  # from one network: a mobile carrier may show a thousand phones under one address
REMEMBERED_SECONDS = 1.0  # for so long another process may still let in a phone whose sign-in was renewed


class SignInNeeded(Exception):
    """401: nobody, or wrong. `is_stale`: all was right, but for a nonce too old or used before."""

    def __init__(self, *, is_stale: bool = False) -> None:
        super().__init__()
        self.is_stale = is_stale


class ForeignToken(Exception):
    """403, not 401: the phone would ask for a password that does not help."""


class TooManyTries(Exception):
    """429."""


@dataclass(frozen=True, slots=True)
class Device:
    """An interviewer's phone. `base` is the address all others are built on; it carries the token where the call did."""

    base: str
    language: str
    interviewer: Interviewer

    def forms(self) -> list[InstrumentVersion]:
        return newest_forms(self.interviewer, timezone.localdate())

    def form(self, form_id: str, version: str) -> InstrumentVersion:
        return served_form(self.interviewer, form_id, version, timezone.localdate())

    def file(self, pk: UUID) -> FormFile:
        return served_file(self.interviewer, pk, timezone.localdate())


@dataclass(frozen=True, slots=True)
class Trial:
    """Somebody who tries a draft, and gets nothing but that."""

    base: str
    language: str
    draft: InstrumentVersion
    interviewer: None = None

    def forms(self) -> list[InstrumentVersion]:
        return [self.draft]

    def form(self, form_id: str, version: str) -> InstrumentVersion:
        if (self.draft.instrument.form_id, self.draft.version) != (form_id, version):
            raise InstrumentVersion.DoesNotExist
        return self.draft

    def file(self, pk: UUID) -> FormFile:
        return self.draft.files.get(pk=pk)


type Caller = Device | Trial


def device_calling(request: HttpRequest, token: str) -> Device:
    """Raises `SignInNeeded`, `ForeignToken`, `TooManyTries`."""
    interviewer = _by_token(request, token) if token else _by_credentials(request)
    way = f"/key/{token}" if token else ""
    return Device(f"{_root(request)}{way}", language_spoken_by(interviewer), interviewer)


def trial_calling(request: HttpRequest, token: str) -> Trial:
    """Somebody who was given the address of a draft. Raises `ForeignToken`, `TooManyTries`."""
    _refuse_guessing(request)
    drafts = with_files_noted(InstrumentVersion.objects.filter(state=VersionState.DRAFT))
    found = drafts.filter(test_token_hash=token_hash_of(token)).defer("schema", "definition").first()
    if found is None:
        _note_wrong(request)
        raise ForeignToken
    return Trial(f"{_root(request)}/test/{token}", language_of(request), found)


def language_of(request: HttpRequest) -> str:
    """Of somebody we do not know."""
    return get_language_from_request(request)


def may_use_basic(request: HttpRequest) -> bool:
    """Where nobody can listen."""
    if request.is_secure():
        return True
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def known_by_token(token: str) -> Interviewer | None:
    hashed = _hashed(token)
    return _interviewers_by_token([hashed]).get(hashed)


def language_spoken_by(interviewer: Interviewer) -> str:
    return interviewer.user.language if interviewer.user is not None else settings.LANGUAGE_CODE


def _by_token(request: HttpRequest, token: str) -> Interviewer:
    known = known_by_token(token)
    if known is not None:
        return known
    _refuse_guessing(request)
    _note_wrong(request)
    raise ForeignToken


def _by_credentials(request: HttpRequest) -> Interviewer:
    scheme, _space, credentials = request.headers.get("Authorization", "").partition(" ")
    try:
        match scheme.lower():
            case "digest":
                return _by_digest(request, DigestAnswer.read(credentials.strip()))
            case "basic" if may_use_basic(request):
                return _by_basic(request, *_name_and_passphrase(credentials.strip()))
    except ValueError:
        _refuse_guessing(request)
        _note_wrong(request)
    raise SignInNeeded


def _by_digest(request: HttpRequest, answer: DigestAnswer) -> Interviewer:
    _refuse_guessing(request, answer.username)
    interviewer = _named(answer.username)
    is_meant = answer.realm == REALM and answer.is_for(request.path_info, request.META["QUERY_STRING"])
    if (
        interviewer is None
        or not is_meant
        or not answer.is_true(interviewer.device_ha1, request.method or "")
    ):
        _note_wrong(request, answer.username)
        raise SignInNeeded
    # Under one nonce each count is good once: what somebody overheard cannot be said again.
    spoken = f"openrosa:nc:{keyed_hash(answer.nonce + answer.nc)}"
    if not answer.is_fresh or not caches[COUNTERS].add(spoken, 1, NONCE_SECONDS):
        raise SignInNeeded(is_stale=True)
    return interviewer


def _by_basic(request: HttpRequest, code: str, passphrase: str) -> Interviewer:
    _refuse_guessing(request, code)
    interviewer = _named(code)
    if interviewer is None or not constant_time_compare(interviewer.device_ha1, ha1_of(code, passphrase)):
        _note_wrong(request, code)
        raise SignInNeeded
    return interviewer


def _name_and_passphrase(credentials: str) -> tuple[str, str]:
    """Raises `ValueError`."""
    name, _colon, passphrase = base64.b64decode(credentials, validate=True).decode().partition(":")
    return name, passphrase


def _named(code: str) -> Interviewer | None:
    return _interviewers_by_code([code]).get(code)


def _ask_by_token(hashes: Collection[str]) -> dict[str, Interviewer]:
    found = _devices().filter(token_hash__in=hashes)
    return {one.token_hash: one for one in found}


def _ask_by_code(codes: Collection[str]) -> dict[str, Interviewer]:
    found = _devices().filter(code__in=codes).exclude(device_ha1="")
    return {one.code: one for one in found}


def _devices() -> QuerySet[Interviewer]:
    named = Interviewer.objects.select_related("user").order_by("pk")
    return named.only("code", "device_ha1", "token_hash", "user__language")


_hashed = lru_cache(maxsize=1000)(token_hash_of)
_interviewers_by_token = Remembered(_ask_by_token, seconds=REMEMBERED_SECONDS)
_interviewers_by_code = Remembered(_ask_by_code, seconds=REMEMBERED_SECONDS)


def _root(request: HttpRequest) -> str:
    """By the name the phone called us: it need not know another one."""
    return f"{request.scheme}://{request.get_host()}/openrosa"


def _refuse_guessing(request: HttpRequest, name: str = "") -> None:
    network = network_of(request)
    if is_used_up(WRONG, network, most=MOST_WRONG) or (
        name and is_used_up(WRONG, f"{network}:{name}", most=MOST_WRONG_OF_NAME)
    ):
        raise TooManyTries


def _note_wrong(request: HttpRequest, name: str = "") -> None:
    network = network_of(request)
    is_within(WRONG, network, most=MOST_WRONG, seconds=WRONG_SECONDS)
    if name:
        is_within(WRONG, f"{network}:{name}", most=MOST_WRONG_OF_NAME, seconds=WRONG_SECONDS)
