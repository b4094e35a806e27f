"""Booklets: ordered, set in the background, taken away after a week."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mentorhalo.core.papers import PaperRefused, bound

from .. import signals
from ..cards import CARD, card_of
from ..choices import BookletState
from ..models import Booklet, Practice, PracticeText, PracticeVersion
from ..queries.bands import ladders
from ..queries.practice_photos import shown_photos
from ..queries.practices import text_for_reader

KEPT = timedelta(days=7)
MOST = 500
MOST_WAITING = 20
TOLD_EVERY = 5
FRONT = "knowledge/practices/booklet_front.html"

type Entry = tuple[Practice, PracticeVersion, PracticeText]


class BookletRefused(Exception):
    """The message is meant for the person."""


class Stopped(Exception):
    """Somebody asked for a stop: nothing of the file is kept."""


def order_booklet(*, practices: Sequence[UUID], title: str, language: str, at: datetime) -> Booklet:
    """The booklet of these practices as they are published now, in this order; one that is there already is given at once.

    Raises `BookletRefused`: nothing to bind, too much, too many waiting.
    """
    public = dict(
        Practice.objects.public().filter(pk__in=list(practices)).values_list("pk", "public_version_id")
    )
    versions = [str(public[pk]) for pk in practices if pk in public]
    if not versions:
        raise BookletRefused(_("There is nothing to bind: no practice is left."))
    if len(versions) > MOST:
        raise BookletRefused(
            _("A booklet holds %(most)d practices, and these are %(many)d: narrow the search.")
            % {"most": MOST, "many": len(versions)}
        )
    fingerprint = hashlib.sha256(json.dumps([language, title, versions]).encode()).hexdigest()
    made = Booklet.objects.filter(fingerprint=fingerprint)
    standing = (BookletState.WAITING, BookletState.READY)
    if (found := made.filter(state__in=standing).first()) is not None:
        return found
    if Booklet.objects.filter(state=BookletState.WAITING).count() >= MOST_WAITING:
        raise BookletRefused(_("Many booklets are being made just now. Please ask again in a few minutes."))
    try:
        with transaction.atomic():
            booklet = Booklet.objects.create(
                title=title[:200], language=language, versions=versions, fingerprint=fingerprint, asked_at=at
            )
            signals.booklet_ordered.send(Booklet, booklet=booklet.pk)
    except IntegrityError:  # somebody ordered the same a moment ago
        return made.get(state__in=standing)
    return booklet


def make_booklet(
    *, booklet: UUID, at: datetime, should_stop: Callable[[], bool] = lambda: False
) -> Booklet | None:
    """Set the booklet that was ordered; repeating it is harmless. A practice that was taken back meanwhile is left out.

    About 0.2 s of a processor for each practice; memory grows by half a megabyte a page.
    """
    found = Booklet.objects.filter(pk=booklet, state=BookletState.WAITING).first()
    if found is None:
        return None

    def told(done: int) -> None:
        if should_stop():
            raise Stopped
        if done % TOLD_EVERY == 0:
            Booklet.objects.filter(pk=found.pk).update(done=min(done, found.total))

    with translation.override(found.language):
        entries = list(_entries(found))
        if not entries:
            return _fail(found, _("There is nothing to bind: no practice is left."))
        try:
            made = bound(_papers(found, entries, at), told)
        except PaperRefused as refusal:
            return _fail(found, str(refusal))
        except Stopped:
            return None
    found.file.save(f"{found.pk}.pdf", ContentFile(made), save=False)
    found.size, found.done = len(made), found.total
    found.state, found.made_at, found.ends_at = BookletState.READY, at, at + KEPT
    found.save()
    return found


def remove_old_booklets(*, at: datetime) -> int:
    """Delete the files whose week is over; how many."""
    removed = 0
    for booklet in Booklet.objects.filter(ends_at__lte=at, state=BookletState.READY):
        booklet.file.delete(save=False)
        booklet.state = BookletState.GONE
        booklet.save(update_fields=["state", "file"])
        removed += 1
    return removed


def take_back_booklets(*, practice: UUID) -> int:
    """Those that hold this practice as it is shown no more: their files go as soon as that is sure; how many. Two queries."""
    versions = {
        str(pk) for pk in PracticeVersion.objects.filter(practice=practice).values_list("pk", flat=True)
    }
    taken = 0
    for booklet in Booklet.objects.filter(state=BookletState.READY):
        if versions.intersection(booklet.versions):
            Booklet.objects.filter(pk=booklet.pk).update(state=BookletState.GONE, file="")
            transaction.on_commit(partial(booklet.file.storage.delete, str(booklet.file.name)))
            taken += 1
    return taken


def _entries(booklet: Booklet) -> Iterator[Entry]:
    """What is public still, in its order. Four queries."""
    rows = PracticeVersion.objects.filter(pk__in=booklet.versions, public_of__isnull=False)
    versions = {
        str(one.pk): one
        for one in rows.select_related("practice__settlement", "public_of").prefetch_related("texts", "terms")
    }
    for pk in booklet.versions:
        if (version := versions.get(pk)) is not None:
            text = text_for_reader(version.texts.all(), version.language, booklet.language)
            if text is not None:
                yield version.practice, version, text


def _papers(
    booklet: Booklet, entries: Sequence[Entry], at: datetime
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The front with its contents, then a card for each, in the language of its words."""
    content = [
        {
            "code": practice.code,
            "title": text.title,
            "language": text.language,
            "institution": practice.institution_name,
            "settlement": practice.settlement.name,
        }
        for practice, _version, text in entries
    ]
    yield FRONT, {"booklet": booklet, "contents": content, "day": timezone.localdate(at)}
    bands = ladders()
    for practice, version, text in entries:
        with translation.override(text.language):  # as long as it is being set: for the words around it, too
            yield CARD, card_of(practice, version, text, shown_photos(version), bands)


def _fail(booklet: Booklet, trouble: str) -> Booklet:
    booklet.state, booklet.trouble = BookletState.FAILED, trouble[:200]
    booklet.save(update_fields=["state", "trouble"])
    return booklet
