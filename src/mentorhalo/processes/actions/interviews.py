"""Community interviews are written down, withdrawn, forgotten in time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.numbers import day as day_in_words

from ..choices import Purpose
from ..models import (
    CommunityInterview,
    ConsentWording,
    InterviewText,
    Process,
    Respondent,
    Theme,
)
from .refusals import ProcessRefused, held, held_process, refuse_ended, refuse_future, words
from .words import wording_read

TEXT_KEPT, NAME_KEPT = timedelta(days=3 * 365), timedelta(days=365)
TEXT_AT_MOST, NAME_AT_MOST = timedelta(days=5 * 366), timedelta(days=2 * 366)
BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class InterviewDraft:
    """What was said; the name and the contact go to a table of their own, or are not written down at all."""

    process: UUID
    held_on: date
    said: str
    text_until: date
    wording: int = 0
    contribution: str = ""
    is_quotable: bool = False
    themes: Sequence[str] = ()
    name: str = ""
    contact: str = ""
    name_until: date | None = None
    id: UUID = field(default_factory=uuid4)


@transaction.atomic
def record_interview(*, draft: InterviewDraft, by: User, at: datetime) -> CommunityInterview:
    """Only with the consent that is in force; the same draft again is the same interview. Raises `ProcessRefused`."""
    process = held_process(draft.process)
    standing = CommunityInterview.objects.filter(pk=draft.id).first()
    if standing is not None:
        if standing.process_id != process.pk:
            raise ProcessRefused(_("This form belongs to another process. Open the page anew."))
        return standing
    refuse_ended(process)
    refuse_future(draft.held_on, at, "held_on")
    if draft.held_on < process.starts_on:
        raise ProcessRefused(_("This is before the process began."), field="held_on")
    wording = wording_read(Purpose.INTERVIEW, draft.wording)
    said = words(draft.said, "said", _("Write down what was said."))
    today = timezone.localdate(at)
    _refuse_day(draft.text_until, today, TEXT_AT_MOST, "text_until")
    if draft.name.strip():
        _refuse_day(draft.name_until or today, today, NAME_AT_MOST, "name_until")
    process.interviews_numbered += 1
    process.save(update_fields=["interviews_numbered"])
    made = CommunityInterview.objects.create(
        id=draft.id,
        process=process,
        number=process.interviews_numbered,
        held_on=draft.held_on,
        wording=wording,
        is_quotable=draft.is_quotable,
        interviewer=by,
        recorded_at=at,
    )
    made.themes.set(_themes(draft.themes))
    text, respondent = _apart(made, draft, said)
    text.save(force_insert=True)
    if respondent is not None:
        respondent.save(force_insert=True)
    return made


@transaction.atomic
def set_themes(*, interview: CommunityInterview, themes: Sequence[str], by: User, at: datetime) -> None:
    """What it was about, as its analysis finds."""
    refuse_ended(held_process(interview.process_id))
    found = _held(interview)
    found.themes.set(_themes(themes))
    audit.note(deed="set_themes", subject=f"interview:{found.pk}", by=by.pk, at=at)


@transaction.atomic
def withdraw_interview(*, interview: CommunityInterview, by: User, at: datetime) -> None:
    """The respondent takes the consent back: text, name and the interview itself are gone. Possible after the process ended, too."""
    _held(interview).delete()
    audit.note(deed="withdraw_interview", subject=f"interview:{interview.pk}", by=by.pk, at=at)


@transaction.atomic
def forget_respondent(*, interview: CommunityInterview, by: User, at: datetime) -> None:
    """The name is deleted before its day; what was said stays."""
    Respondent.objects.filter(interview=interview).delete()
    audit.note(deed="forget_respondent", subject=f"interview:{interview.pk}", by=by.pk, at=at)


def read_respondent(*, interview: CommunityInterview, by: User, at: datetime) -> Respondent | None:
    """Who it was; that it was looked at stands in the audit lines."""
    audit.note(deed="read_respondent", subject=f"interview:{interview.pk}", by=by.pk, at=at)
    return Respondent.objects.filter(interview=interview).first()


@transaction.atomic
def forget_in_time(*, at: datetime) -> int:
    """Delete texts and names whose day has come. Repeating it is harmless."""
    today = timezone.localdate(at)
    texts, _rows = InterviewText.objects.due(today).delete()
    names, _rows = Respondent.objects.due(today).delete()
    if texts or names:
        details = {"texts": texts, "names": names}
        audit.note(deed="forget_interviews", subject="processes:interviews", by=None, at=at, details=details)
    return texts + names


@transaction.atomic
def record_interviews(*, drafts: Iterable[InterviewDraft], by: User | None, at: datetime) -> int:
    """By the hundred, the process's numbers in order. A fixed number of queries a batch."""
    themes = dict(Theme.objects.values_list("code", "pk"))
    wording = ConsentWording.objects.in_force(Purpose.INTERVIEW)
    if wording is None:
        raise ProcessRefused(_("There is no wording to agree to."))
    numbers: dict[UUID, int] = {}
    made, texts, respondents, links = [], [], [], []
    through = CommunityInterview.themes.through
    for draft in drafts:
        numbers[draft.process] = numbers.get(draft.process, 0) + 1
        one = CommunityInterview(
            id=draft.id,
            process_id=draft.process,
            number=numbers[draft.process],
            held_on=draft.held_on,
            wording=wording,
            is_quotable=draft.is_quotable,
            interviewer=by,
            recorded_at=at,
        )
        made.append(one)
        text, respondent = _apart(one, draft, draft.said)
        texts.append(text)
        if respondent is not None:
            respondents.append(respondent)
        links += [through(communityinterview_id=one.pk, theme_id=themes[code]) for code in draft.themes]
    CommunityInterview.objects.bulk_create(made, batch_size=BATCH)
    InterviewText.objects.bulk_create(texts, batch_size=BATCH)
    Respondent.objects.bulk_create(respondents, batch_size=BATCH)
    through._default_manager.bulk_create(links, batch_size=BATCH)
    processes = Process.objects.in_bulk(list(numbers))
    for pk, process in processes.items():
        process.interviews_numbered = max(process.interviews_numbered, numbers[pk])
    Process.objects.bulk_update(processes.values(), ["interviews_numbered"], batch_size=BATCH // 4)
    return len(made)


def _held(interview: CommunityInterview) -> CommunityInterview:
    try:
        return held(CommunityInterview.objects.all(), interview.pk)
    except CommunityInterview.DoesNotExist:
        raise ProcessRefused(_("The respondent took the consent back: this interview is gone.")) from None


def _apart(
    interview: CommunityInterview, draft: InterviewDraft, said: str
) -> tuple[InterviewText, Respondent | None]:
    text = InterviewText(
        interview=interview,
        said=said,
        contribution=" ".join(draft.contribution.split())[:400],
        delete_on=draft.text_until,
    )
    if not draft.name.strip() or draft.name_until is None:
        return text, None
    return text, Respondent(
        interview=interview,
        name=draft.name.strip()[:120],
        contact=draft.contact.strip()[:200],
        delete_on=draft.name_until,
    )


def _themes(codes: Sequence[str]) -> list[Theme]:
    found = list(Theme.objects.filter(code__in=codes))
    if len(found) != len(set(codes)):
        raise ProcessRefused(_("Choose from the list."), field="themes")
    return found


def _refuse_day(day: date, today: date, at_most: timedelta, field: str) -> None:
    if day <= today:
        raise ProcessRefused(_("The day of deletion lies ahead."), field=field)
    if day > today + at_most:
        raise ProcessRefused(
            _("It is kept until %(day)s at most.") % {"day": day_in_words(today + at_most)}, field=field
        )
