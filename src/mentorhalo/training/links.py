"""What the room tells the house: how its records are named and linked, and what waits for whom."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.ids import known_ids
from mentorhalo.core.numbers import day
from mentorhalo.core.registry import SourceLink, Waiting

from .models import Certificate, Course, Enrolment, MaterialVersion, Session
from .queries.courses import sessions_to_teach
from .queries.materials import to_review, to_revise


def people(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """Developers, reviewers and instructors: named for those who run the training, for others opaque. One query."""
    is_named = _is_named(request)
    rows = User.objects.filter(pk__in=known_ids(ids))
    return {str(one.pk): SourceLink(str(one) if is_named else _("a contributor"), None) for one in rows}


def learners(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    return enrolments(request, ids)


def courses(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    rows = Course.objects.filter(pk__in=known_ids(ids))
    return {str(one.pk): SourceLink(one.title, reverse("training:course", args=[one.pk])) for one in rows}


def enrolments(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    is_named = _is_named(request)
    rows = Enrolment.objects.filter(pk__in=known_ids(ids)).select_related("cohort")
    return {
        str(one.pk): SourceLink(f"{one.name}, {one.cohort.title}", reverse("training:own", args=[one.pk]))
        if is_named
        else SourceLink(_("a learner, %(group)s") % {"group": one.cohort.title}, None)
        for one in rows
    }


def certificates(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """By number; the page of verification names nobody who did not agree."""
    rows = Certificate.objects.filter(pk__in=known_ids(ids))
    return {
        str(one.pk): SourceLink(one.number, reverse("training:certificate_state", args=[one.number]))
        for one in rows
    }


def sessions(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    is_named = _is_named(request)
    rows = Session.objects.filter(pk__in=known_ids(ids)).select_related("module")
    return {
        str(one.pk): SourceLink(
            f"{one.module.title}, {day(one.on, 'short')}",
            reverse("training:sheet", args=[one.pk]) if is_named else None,
        )
        for one in rows
    }


def materials(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    is_named = _is_named(request)
    rows = MaterialVersion.objects.filter(pk__in=known_ids(ids)).select_related("material")
    return {
        str(one.pk): SourceLink(
            f"{one.material.title} ({one.number})",
            reverse("training:material", args=[one.material_id]) if is_named else None,
        )
        for one in rows
    }


def waiting_for(user: Any, now: datetime) -> list[Waiting]:
    """Opinions that are asked, material that came back, lists that are not closed. Three queries."""
    if not isinstance(user, User):
        return []
    today = timezone.localdate(now)
    reviews = [
        Waiting(
            _("“%(title)s” waits for your opinion until %(day)s.")
            % {"title": one.material.title, "day": day(one.due_on)},
            _("Review it"),
            reverse("training:review", args=[one.pk]),
            is_urgent=one.due_on is not None and one.due_on < today,
        )
        for one in to_review(user)[:10]
    ]
    drafts = [
        Waiting(
            _("“%(title)s” came back from its reviewer to be revised.") % {"title": one.material.title},
            _("Read the opinion"),
            reverse("training:material", args=[one.material_id]),
        )
        for one in to_revise(user)[:10]
    ]
    lists = [
        Waiting(
            _("Who was there? %(title)s is over and not closed yet.") % {"title": one.module.title},
            _("Fill in the list"),
            reverse("training:sheet", args=[one.pk]),
        )
        for one in sessions_to_teach(user, now)
        if one.ends_at < now and not one.is_held
    ]
    return [*reviews, *drafts, *lists[:10]]


def _is_named(request: HttpRequest | None) -> bool:
    return request is None or bool(request.user.has_perm("training.manage"))
