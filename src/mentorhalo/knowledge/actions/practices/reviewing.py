"""The field editor's review: marks with reasons, an opinion, a verdict; what is accepted is frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit

from ...choices import PracticeState, Verdict
from ...fingerprints import fingerprint_of
from ...models import Consent, Criterion, FieldEditor, Mark, Practice, PracticeReview, PracticeVersion
from .checking import call_duplicate, reject_version, return_version
from .states import PracticeRefused, locked, move

HIGHEST = 3


@dataclass(frozen=True)
class Judgement:
    """What a field editor says: marks by criterion as (value, reason)."""

    verdict: str
    opinion: str
    marks: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    original: Practice | None = None  # of a duplicate


@transaction.atomic
def open_review(*, version: PracticeVersion, by: User, at: datetime) -> PracticeReview:
    """A field editor takes it. Whoever contributed or wrote it may not; one that is taken already is refused, one's own returned.

    What somebody took who edits the field no more goes over to the next editor, with the criteria of its opening.
    """
    version = locked(version)
    opened = version.reviews.filter(decided_at=None).first()
    if opened is not None and opened.reviewer_id == by.pk:
        return opened
    practice = version.practice
    if PracticeVersion.objects.owed_to(by).filter(pk=version.pk).exists():
        raise PracticeRefused(_("Somebody else than who contributed it reviews it."))
    if opened is not None and not _edits(opened.reviewer_id, practice.field):
        audit.note(
            deed="take_over_review",
            subject=f"practice:{practice.pk}",
            by=by.pk,
            at=at,
            details={"version": version.number, "before": str(opened.reviewer_id)},
        )
        opened.reviewer = by
        opened.save(update_fields=["reviewer"])
        return opened
    move(version, PracticeState.IN_REVIEW, by=by, at=at)
    return PracticeReview.objects.create(version=version, reviewer=by, opened_at=at)


@transaction.atomic
def decide_review(*, review: PracticeReview, judgement: Judgement, by: User, at: datetime) -> PracticeVersion:
    """The verdict. To accept takes a mark with a reason by each criterion, none of them nought. Raises `PracticeRefused`."""
    version = locked(review.version)
    review = PracticeReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if review.decided_at is not None:
        raise PracticeRefused(_("This review is decided already."))
    if review.reviewer_id != by.pk:
        raise PracticeRefused(_("Somebody else reviews it."))
    if not judgement.opinion.strip():
        raise PracticeRefused(_("Say in a few sentences what you think of it."), field="opinion")
    marks = _marks(review, judgement)
    Mark.objects.filter(review=review).delete()
    Mark.objects.bulk_create(marks)
    review.verdict, review.opinion, review.decided_at = judgement.verdict, judgement.opinion.strip(), at
    review.fingerprint = fingerprint_of(version)
    review.save()
    match judgement.verdict:
        case Verdict.ACCEPT:
            return _accept(version, review, by, at)
        case Verdict.RETURN:
            return return_version(
                version=version, reason=review.opinion, remarks=judgement.remarks, by=by, at=at
            )
        case Verdict.DUPLICATE:
            if judgement.original is None:
                raise PracticeRefused(_("Say which practice tells it already."), field="original")
            return call_duplicate(
                version=version, original=judgement.original, reason=review.opinion, by=by, at=at
            )
    return reject_version(version=version, reason=review.opinion, by=by, at=at)


@transaction.atomic
def open_editor(*, user: User, field: str, by: User, at: datetime) -> FieldEditor:
    """Give somebody a field to edit. Again returns the first."""
    editor, _is_new = FieldEditor.objects.get_or_create(
        user=user, field=field, ended_on=None, defaults={"since": timezone.localdate(at)}
    )
    return editor


@transaction.atomic
def close_editor(*, editor: FieldEditor, by: User, at: datetime) -> FieldEditor:
    editor.ended_on = editor.ended_on or timezone.localdate(at)
    editor.save(update_fields=["ended_on"])
    return editor


def _edits(user: UUID, field: str) -> bool:
    return FieldEditor.objects.in_office().filter(user=user, field=field).exists()


def _marks(review: PracticeReview, judgement: Judgement) -> list[Mark]:
    criteria = {one.code: one for one in Criterion.objects.in_use(review.opened_at)}
    marks = []
    for code, criterion in criteria.items():
        value, reason = judgement.marks.get(code, (-1, ""))
        if 0 <= value <= HIGHEST:
            if not reason.strip():
                raise PracticeRefused(
                    _("Give a reason for your mark: %(name)s.") % {"name": criterion.name},
                    field=f"reason_{code}",
                )
            marks.append(Mark(review=review, criterion=criterion, value=value, reason=reason.strip()))
        elif judgement.verdict == Verdict.ACCEPT:
            raise PracticeRefused(
                _("To accept it, mark every criterion: %(name)s.") % {"name": criterion.name},
                field=f"mark_{code}",
            )
        if value == 0 and judgement.verdict == Verdict.ACCEPT:
            raise PracticeRefused(
                _("What has nought by a criterion is not accepted: %(name)s.") % {"name": criterion.name},
                field=f"mark_{code}",
            )
    return marks


def _accept(version: PracticeVersion, review: PracticeReview, by: User, at: datetime) -> PracticeVersion:
    consent = Consent.objects.in_force().filter(version=version, fingerprint=review.fingerprint)
    if not consent.exists():
        raise PracticeRefused(_("The institution has not agreed to exactly these words."))
    version.fingerprint, version.accepted_at = review.fingerprint, at
    practice = version.practice
    practice.accepted_on = practice.accepted_on or timezone.localdate(at)
    return move(version, PracticeState.ACCEPTED, by=by, at=at)
