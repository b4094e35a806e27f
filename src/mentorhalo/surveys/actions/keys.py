"""The keys to people are destroyed on their day, in the answers, in what was sent, and in the files sent along.

So are exact places, and what devices wrote beside photos: where a household was asked says who lives there. What is left is what
exports give without identities.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import batched
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Round
from django.utils import timezone

from mentorhalo.accounts.models import User
from mentorhalo.core import audit

from ..choices import VersionState
from ..models import (
    InstrumentVersion,
    RespondentKey,
    Response,
    Study,
    Submission,
    SubmissionFile,
    UnitKey,
)
from ..queries.identities import identity_paths
from ..queries.schemas import places_in
from ..queries.telling import telling_of, tells_who
from ..xforms import COARSE, MalformedXml, with_answers_blanked, with_places_coarse
from .device_notes import take_notes_out
from .filling import forget_corrections
from .reading import split_identities
from .sweeping import delete_stored

AT_ONCE = 500
# What came in while the job ran bears an earlier moment than the job.
LATE = timedelta(days=1)
HEAVY = ("version__xform", "version__schema", "version__definition")


def erase_due_keys(*, at: datetime) -> int:
    """Destroy every identity whose day has come; how many. Goes on where it was stopped."""
    day = timezone.localdate(at)
    erased = 0
    while done := _erase_some(RespondentKey.objects.filter(delete_on__lte=day, erased_at=None), at):
        erased += done
    _blank_what_has_no_key(Study.objects.filter(keys_end_on__lte=day), at)
    _erase_late_files(at)
    units = UnitKey.objects.filter(delete_on__lte=day, erased_at=None)
    erased += units.update(address="", name="", contact="", erased_at=at)
    if erased:
        audit.note(deed="erase_due_keys", subject="surveys:keys", by=None, at=at, details={"erased": erased})
    return erased


def erase_keys(*, study: Study, by: User, at: datetime) -> int:
    """Destroy all identities of a study before their day; how many."""
    keys = RespondentKey.objects.filter(response__version__instrument__study=study, erased_at=None)
    erased = 0
    while done := _erase_some(keys, at):
        erased += done
    _blank_what_has_no_key(Study.objects.filter(pk=study.pk), at)
    units = UnitKey.objects.filter(unit__wave__study=study, erased_at=None)
    erased += units.update(address="", name="", contact="", erased_at=at)
    audit.note(deed="erase_keys", subject=f"study:{study.pk}", by=by.pk, at=at, details={"erased": erased})
    return erased


def _erase_some(keys: QuerySet[RespondentKey], at: datetime) -> int:
    """The key itself and its answers in every submission of the thread, with their files; the hash of what was sent stays."""
    threads = list(keys.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    take_notes_out(threads)
    with transaction.atomic():
        _blank(threads, at)
        return RespondentKey.objects.filter(pk__in=threads).update(answers={}, erased_at=at)


def _blank_what_has_no_key(studies: QuerySet[Study], at: datetime) -> None:
    """What could not be read, or whose newest version names nobody, has no key, and may say who it was all the same."""
    keyed = RespondentKey.objects.filter(erased_at=None).values("response")
    marked = InstrumentVersion.objects.exclude(identity_keys=[])
    asking = marked.exclude(state=VersionState.DRAFT).values("instrument")
    versions = InstrumentVersion.objects.filter(instrument__study__in=studies).only("content_sha256")
    placing = [version.pk for version in versions if places_in(version)]
    files = SubmissionFile.objects.filter(submission=OuterRef("pk"), erased_at=None)
    named = Q(version__in=marked.values("pk")) | Q(version__instrument__in=asking)
    telling = named | Q(version__in=placing) | Q(Exists(files))
    left = Submission.objects.filter(telling, version__instrument__study__in=studies)
    left = left.filter(blanked_at=None, read_at__isnull=False).exclude(thread__in=keyed).order_by("pk")
    while threads := list(left.values_list("thread", flat=True)[:AT_ONCE]):
        take_notes_out(threads)
        with transaction.atomic():
            _blank(threads, at)
    _make_coarse(Response.objects.filter(version__instrument__study__in=studies))


def _make_coarse(responses: QuerySet[Response]) -> None:
    """Where each was asked, to a kilometre; those that are so already are left alone."""
    latitude, longitude = _to_a_kilometre("latitude"), _to_a_kilometre("longitude")
    exact = ~Q(latitude=latitude) | ~Q(longitude=longitude) | Q(accuracy__isnull=False)
    responses.filter(exact, latitude__isnull=False).update(
        latitude=latitude, longitude=longitude, accuracy=None
    )


def _to_a_kilometre(name: str) -> CombinedExpression:
    """Rounded as a whole number: PostgreSQL rounds no others but whole ones and decimals."""
    scale = 10.0**COARSE
    return Round(F(name) * scale) / scale


def _blank(threads: list[UUID], at: datetime) -> None:
    """Identities and exact places in all submissions of the threads, files that tell them, and corrections that were begun."""
    forget_corrections(threads=threads)
    _erase_files(threads, at)
    sent = Submission.objects.filter(thread__in=threads, blanked_at=None).select_related("version")
    changed = list(sent.defer(*HEAVY))
    marked = identity_paths({submission.version.instrument_id for submission in changed})
    for submission in changed:
        paths = marked.get(submission.version.instrument_id, frozenset())
        submission.xml, submission.blanked_at = _without_people(submission, paths), at
    Submission.objects.bulk_update(changed, ["xml", "blanked_at"])
    _take_from_answers(threads, marked)


def _take_from_answers(threads: list[UUID], paths: Mapping[UUID, frozenset[str]]) -> None:
    """What only another version marks stands among the answers, and what was not of its type among the misfits."""
    changed = []
    there = Response.objects.filter(pk__in=threads).select_related("version").defer(*HEAVY)
    for response in there:
        wanted = paths.get(response.version.instrument_id, frozenset()).union(response.version.identity_keys)
        places = places_in(response.version)
        answers, _apart = split_identities(response.answers, wanted)
        answers = with_places_coarse(answers, places)
        untold = wanted | places.points | places.lines
        misfits = [one for one in response.misfits if one["path"] not in untold]
        if answers != response.answers or len(misfits) < len(response.misfits):
            response.answers, response.misfits = answers, misfits
            changed.append(response)
    Response.objects.bulk_update(changed, ["answers", "misfits"])


def _without_people(submission: Submission, paths: frozenset[str]) -> bytes:
    """Nothing stays of what cannot be read: nobody can tell who is named in it."""
    places = places_in(submission.version)
    emptied = paths.union(submission.version.identity_keys, places.lines)
    if not (emptied or places):
        return bytes(submission.xml)
    try:
        return with_answers_blanked(bytes(submission.xml), emptied, points=places.points)
    except MalformedXml:
        return b""


def _erase_late_files(at: datetime) -> None:
    """Files may come when their questionnaire has lost its identities already: a phone that was offline sends them after it."""
    late = SubmissionFile.objects.filter(
        erased_at=None,
        submission__blanked_at__isnull=False,
        received_at__gte=F("submission__blanked_at") - LATE,
    )
    threads = late.order_by("submission__thread").values_list("submission__thread", flat=True).distinct()
    for some in batched(list(threads), AT_ONCE):
        take_notes_out(some)
        with transaction.atomic():
            _erase_files(list(some), at)


def _erase_files(threads: list[UUID], at: datetime) -> None:
    """A file whose deletion is cut off belongs to no record then, and is swept away."""
    told = telling_of(threads)
    telling = [
        file
        for file in SubmissionFile.objects.filter(
            submission__thread__in=list(told), erased_at=None
        ).select_related("submission")
        if tells_who(file, told[file.submission.thread])
    ]
    stored = [file.file.name for file in telling if file.file.name]
    for file in telling:
        file.file, file.erased_at = "", at
    SubmissionFile.objects.bulk_update(telling, ["file", "erased_at"])
    transaction.on_commit(partial(delete_stored, stored))
