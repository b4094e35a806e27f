"""Method cards: begun, written, handed in, returned with remarks or locked, written anew, withdrawn."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.core.audit import note
from mentorhalo.core.hungarian import fold, sort_key
from mentorhalo.programmes.models import Topic

from ..choices.methods import EDITABLE_STATES, CardLanguage, MethodState, MethodVerdict
from ..models.methods import Method, MethodReview, MethodVersion
from .method_letters import tell_writers

SEARCH_KIND = "method"
RESERVED = frozenset({"desk", "new"})  # words of our own addresses


class MethodRefused(Exception):
    """The card cannot be so; the message is meant for the person, `field` names what to mend."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class CardChanged(MethodRefused):
    """What was read is not what stands there now: nothing was written."""


@dataclass(frozen=True, slots=True)
class CardDraft:
    """The words of a card."""

    title: str
    definition: str = ""
    purpose: str = ""
    key_concepts: str = ""
    conditions: str = ""
    steps: str = ""
    time_needed: str = ""
    group_size: str = ""
    tools: str = ""
    source: str = ""


@transaction.atomic
def begin_method(
    *, draft: CardDraft, language: str, topics: list[str], by: User, at: datetime, code: str = ""
) -> MethodVersion:
    """A new method with the first version of its card. Without a code the name makes one."""
    if language not in CardLanguage.values:
        raise MethodRefused(_("Choose from the list."), field="language")
    code = slugify(fold(code or draft.title))[:60].strip("-")
    if not code or code in RESERVED:
        raise MethodRefused(_("This name makes no address: choose a code of letters."), field="code")
    if Method.objects.filter(code=code).exists():
        raise MethodRefused(_("There is a method with this code already."), field="code")
    method = Method.objects.create(code=code, created_at=at, created_by=by)
    _set_topics(method, topics)
    version = _new_version(method, language, asdict(draft), by=by, at=at)
    note(deed="begin_method", subject=f"method:{method.pk}", by=by.pk, at=at, details={"code": code})
    return version


@transaction.atomic
def begin_version(*, method: Method, language: str, by: User, at: datetime) -> MethodVersion:
    """The next version in a language, with the words of the locked one; a first translation begins with the name alone.

    Where one is being written already, that one is given back.
    """
    if language not in CardLanguage.values:
        raise MethodRefused(_("Choose from the list."), field="language")
    method = Method.objects.select_for_update().get(pk=method.pk)
    _refuse_withdrawn(method)
    standing = method.versions.unlocked().filter(language=language).first()
    if standing is not None:
        return standing
    before = method.versions.in_force().filter(language=language).first()
    if before is not None:
        words = before.said()
    else:
        other = method.versions.in_force().first()
        words = {"title": other.title if other else method.code}
    return _new_version(method, language, words, by=by, at=at)


@transaction.atomic
def write_version(
    *, version: MethodVersion, draft: CardDraft, seen: str, by: User, at: datetime
) -> MethodVersion:
    """Write an editable version. `seen` is the fingerprint of the words the writer began from: nobody overwrites another unseen."""
    version = _locked_row(version)
    if version.state not in EDITABLE_STATES:
        raise MethodRefused(
            _("This version cannot be changed now: it is being reviewed, or locked for good.")
        )
    if seen != version.print_of_words():
        raise CardChanged(
            _("Somebody else changed this card after you opened it. Look at the differences and save again.")
        )
    _set_words(version, asdict(draft))
    version.changed_at = at
    version.save()
    version.writers.add(by)
    return version


@transaction.atomic
def hand_in(*, version: MethodVersion, by: User, at: datetime) -> MethodVersion:
    """Ask for a review. Every needed part must be there, and something must differ from the locked version."""
    version = _locked_row(version)
    if version.state not in EDITABLE_STATES:
        raise MethodRefused(_("This version was handed in already."))
    missing = [part for part in MethodVersion.NEEDED if not getattr(version, part).strip()]
    if missing:
        names = ", ".join(MethodVersion.part_name(part) for part in missing)
        raise MethodRefused(
            _("Before a review these still have to be written: %(parts)s.") % {"parts": names},
            field=missing[0],
        )
    before = version.method.versions.in_force().filter(language=version.language).first()
    if before is not None and before.said() == version.said():
        raise MethodRefused(_("Nothing differs from the locked version."))
    version.state, version.handed_in_at = MethodState.IN_REVIEW, at
    version.save()
    return version


@transaction.atomic
def take_back(*, version: MethodVersion, by: User, at: datetime) -> MethodVersion:
    """Go on writing what no reviewer has decided yet."""
    version = _locked_row(version)
    if version.state != MethodState.IN_REVIEW:
        raise MethodRefused(_("This version is not with a reviewer any more."))
    version.state, version.changed_at = MethodState.DRAFT, at
    version.save()
    return version


@transaction.atomic
def decide_method_review(
    *,
    version: MethodVersion,
    verdict: str,
    reason: str,
    remarks: Mapping[str, str],
    seen: str,
    by: User,
    at: datetime,
) -> MethodReview:
    """A reviewer's word on exactly the words they read (`seen`): locked, or returned with remarks by part.

    Nobody who wrote in the version decides on it. Raises `CardChanged` if a word was changed meanwhile.
    """
    version = _locked_row(version)
    if version.state != MethodState.IN_REVIEW:
        raise MethodRefused(_("This version is not with a reviewer any more."))
    if version.author_id == by.pk or version.writers.filter(pk=by.pk).exists():
        raise MethodRefused(_("Who wrote a card never locks it."))
    if verdict not in MethodVerdict.values:
        raise MethodRefused(_("Choose one of the two."), field="verdict")
    said = {part: words.strip() for part, words in remarks.items() if words.strip()}
    if set(said) - set(MethodVersion.PARTS):
        raise MethodRefused(_("Choose from the list."))
    if verdict == MethodVerdict.RETURN and not said and not reason.strip():
        raise MethodRefused(_("Say what has to be mended, so that it can be."), field="reason")
    fingerprint = version.print_of_words()
    if seen != fingerprint:
        raise CardChanged(
            _("The card was changed after you opened it. Please read it again: nothing was decided.")
        )
    review = MethodReview.objects.create(
        version=version,
        reader=by,
        decided_at=at,
        verdict=verdict,
        reason=reason.strip(),
        remarks=said,
        fingerprint=fingerprint,
    )
    if verdict == MethodVerdict.LOCK:
        _lock(version, fingerprint, by=by, at=at)
    else:
        version.state = MethodState.RETURNED
        version.save()
    tell_writers(version, review)
    return review


@transaction.atomic
def discard_version(*, version: MethodVersion, by: User, at: datetime) -> None:
    """Throw away a version that is not locked; with its first version a method goes, too, if it has no other."""
    version = _locked_row(version)
    if version.state not in EDITABLE_STATES:
        raise MethodRefused(_("This version cannot be thrown away any more."))
    method, subject = version.method, f"method:{version.method_id}"
    details = {"code": method.code, "language": version.language, "number": version.number}
    version.delete()
    if not method.versions.exists():
        method.delete()
    note(deed="discard_method_version", subject=subject, by=by.pk, at=at, details=details)


@transaction.atomic
def set_method_topics(*, method: Method, topics: list[str], by: User, at: datetime) -> Method:
    method = Method.objects.select_for_update().get(pk=method.pk)
    _set_topics(method, topics)
    _changed(method, at)
    note(deed="set_method_topics", subject=f"method:{method.pk}", by=by.pk, at=at, details={"topics": topics})
    return method


@transaction.atomic
def withdraw_method(*, method: Method, reason: str, by: User, at: datetime) -> Method:
    """Take a method out of public sight; its address answers that it was here, its versions stay."""
    method = Method.objects.select_for_update().get(pk=method.pk)
    if not method.is_public:
        raise MethodRefused(_("This method is not public."))
    if not reason.strip():
        raise MethodRefused(_("Say why."), field="reason")
    method.withdrawn_at, method.withdrawn_reason = at, reason.strip()[:300]
    _changed(method, at)
    search.forget(SEARCH_KIND, [str(method.pk)])
    note(deed="withdraw_method", subject=f"method:{method.pk}", by=by.pk, at=at, details={"reason": reason})
    return method


@transaction.atomic
def offer_method_again(*, method: Method, by: User, at: datetime) -> Method:
    method = Method.objects.select_for_update().get(pk=method.pk)
    if method.withdrawn_at is None:
        raise MethodRefused(_("This method was not withdrawn."))
    method.withdrawn_at, method.withdrawn_reason = None, ""
    _changed(method, at)
    note(deed="offer_method_again", subject=f"method:{method.pk}", by=by.pk, at=at)
    return method


def _lock(version: MethodVersion, fingerprint: str, *, by: User, at: datetime) -> None:
    """The version takes the place of the locked one of its language; everybody reads it from now on."""
    method = Method.objects.select_for_update().get(pk=version.method_id)
    method.versions.in_force().filter(language=version.language).update(state=MethodState.SUPERSEDED)
    version.state, version.locked_at, version.locked_by = MethodState.LOCKED, at, by
    version.fingerprint = fingerprint
    version.save()
    method.published_at = method.published_at or at
    _changed(method, at)
    note(
        deed="lock_method_version",
        subject=f"method:{method.pk}",
        by=by.pk,
        at=at,
        details={"language": version.language, "number": version.number, "fingerprint": fingerprint},
    )


def _changed(method: Method, at: datetime) -> None:
    """A moment never before the last: who harvests by day and hour misses nothing."""
    method.public_changed_at = max(filter(None, (method.public_changed_at, at)))
    method.save()
    if method.is_public:
        search.changed(SEARCH_KIND, [method.pk])


def _new_version(
    method: Method, language: str, words: Mapping[str, Any], *, by: User, at: datetime
) -> MethodVersion:
    last = method.versions.filter(language=language).aggregate(last=Max("number"))["last"] or 0
    version = MethodVersion(
        method=method, language=language, number=last + 1, author=by, begun_at=at, changed_at=at
    )
    _set_words(version, words)
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError:
        raise MethodRefused(_("Somebody else has just begun a version. Open the list again.")) from None
    version.writers.add(by)
    return version


def _set_words(version: MethodVersion, words: Mapping[str, Any]) -> None:
    title = " ".join(str(words.get("title", "")).split())
    if not title:
        raise MethodRefused(_("A method needs a name."), field="title")
    for part in MethodVersion.PARTS:
        setattr(version, part, str(words.get(part, "")).replace("\r\n", "\n").strip())
    version.title, version.title_sort = title, sort_key(title)


def _set_topics(method: Method, topics: list[str]) -> None:
    known = list(Topic.objects.filter(pk__in=topics))
    if len(known) != len(set(topics)):
        raise MethodRefused(_("Choose from the list."), field="topics")
    method.topics.set(known)


def _refuse_withdrawn(method: Method) -> None:
    if method.withdrawn_at is not None:
        raise MethodRefused(_("This method was withdrawn. Offer it again first."))


def _locked_row(version: MethodVersion) -> MethodVersion:
    """The version as it is now, held until the transaction ends."""
    return MethodVersion.objects.select_for_update(of=("self",)).select_related("method").get(pk=version.pk)
