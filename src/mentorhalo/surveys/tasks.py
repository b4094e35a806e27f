"""What is done in the background: questionnaires are read into answers, keys are destroyed on their day."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from mentorhalo.accounts.models import User
from mentorhalo.core.work import every, job, later, progress, should_stop

from .actions import reminders
from .actions.accepting import accept_unflagged
from .actions.audits import read_audits
from .actions.exporting import Stopped, make_export, remove_old_exports
from .actions.filling import forget_old_drafts
from .actions.keys import erase_due_keys
from .actions.quality import run_checks
from .actions.reading import read_waiting
from .actions.sweeping import remove_ownerless_files
from .models import Wave
from .queries.waiting import waits_unread, waves_to_check


@job(words=_("Questionnaires that arrived are read"), attempts=5)
def read_sent_questionnaires() -> None:
    while read_waiting(at=timezone.now()):
        if should_stop():
            return


@job(words=_("No questionnaire is left unread"), every=every(minutes=1))
def leave_none_unread() -> None:
    """A server that was killed may have written a questionnaire and told nobody."""
    if waits_unread():
        read_sent_questionnaires.call()


@job(words=_("Questionnaires that nobody goes on with are deleted"), every=every(hours=6))
def delete_old_drafts() -> None:
    while forget_old_drafts(at=timezone.now()):
        if should_stop():
            return


@job(words=_("Files that belong to no record are deleted"), every=every(days=1), queue="bulk")
def delete_ownerless_files() -> None:
    remove_ownerless_files(at=timezone.now(), should_stop=should_stop)


@job(words=_("Identities whose day has come are deleted"), every=every(hours=6))
def delete_identities() -> None:
    erase_due_keys(at=timezone.now())


class StopAsked(Exception):
    """Ends the checks in the middle; nothing of them is kept."""


@job(words=_("Interviews of a wave are checked"), attempts=3, queue="bulk")
def check_wave(wave_id: str) -> None:
    wave = Wave.objects.select_related("study").filter(pk=wave_id).first()
    if wave is None:
        return
    read_audits(wave=wave)
    try:
        run_checks(
            wave=wave,
            at=timezone.now(),
            pulse=_stop_if_asked,
            progress=lambda code, done, total: progress(done, total, code),
        )
    except StopAsked:
        return


def _stop_if_asked() -> None:
    if should_stop():
        raise StopAsked


@job(words=_("Questionnaires without flags are accepted"), attempts=5, queue="bulk")
def accept_all_unflagged(
    wave_id: str, user_id: str, counties: list[str] | None, chosen: dict[str, Any] | None = None
) -> None:
    """Whose say has ended meanwhile decides on nothing."""
    wave, user = Wave.objects.filter(pk=wave_id).first(), User.objects.filter(pk=user_id).first()
    if wave is None or user is None or not user.has_perm("surveys.review"):
        return
    accept_unflagged(
        wave=wave,
        counties=None if counties is None else frozenset(counties),
        chosen=chosen,
        by=user,
        at=timezone.now(),
        should_stop=should_stop,
        progress=progress,
    )


@job(words=_("Waves in the field are checked every hour"), every=every(hours=1))
def check_open_waves() -> None:
    for wave in waves_to_check():
        later(check_wave, wave_id=str(wave))


def read_later(**_kwargs: object) -> None:
    """Somebody sent a questionnaire."""
    later(read_sent_questionnaires)


@job(words=_("Interviewers are reminded of what is due"), every=every(days=1))
def remind_interviewers() -> None:
    reminders.remind_interviewers(at=timezone.now())


@job(words=_("Leaders and researchers are told what is stuck in the field"), every=every(days=7))
def tell_of_what_is_stuck() -> None:
    reminders.tell_of_what_is_stuck(at=timezone.now())


@job(words=_("Responses are written to a file"), attempts=3, queue="bulk")
def make_ordered_export(export_id: str, language: str) -> None:
    with override(language):
        try:
            make_export(export=UUID(export_id), at=timezone.now(), is_stopped=should_stop)
        except Stopped:
            return


@job(words=_("Exports of yesterday are deleted"), every=every(hours=1))
def delete_exports() -> None:
    remove_old_exports(at=timezone.now())


def make_export_later(export: UUID, language: str, **_kwargs: object) -> None:
    """Somebody asked for a file that takes a while."""
    later(make_ordered_export, export_id=str(export), language=language)
