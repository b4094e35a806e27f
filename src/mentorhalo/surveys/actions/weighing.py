"""A sending is weighed before anything is written: who sends what to which version, and what arrived before."""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import VersionState
from ..models import Enrolment, InstrumentVersion, Submission
from ..queries.inviting import why_ended
from ..xforms import Envelope
from .sendings import (
    FormClosed,
    OtherContent,
    OutdatedEdit,
    Sending,
    UnknownForm,
    UnknownOriginal,
    UnknownVersion,
)


def versions_of(form_ids: Collection[str]) -> dict[str, list[InstrumentVersion]]:
    """All versions of some forms. One query."""
    found: dict[str, list[InstrumentVersion]] = {}
    versions = InstrumentVersion.objects.lists().filter(instrument__form_id__in=form_ids)
    for version in versions.select_related("instrument"):
        found.setdefault(version.instrument.form_id, []).append(version)
    return found


def studies_of(interviewers: Collection[tuple[UUID, date]]) -> dict[tuple[UUID, date], set[UUID]]:
    """The studies some interviewers may send to, each on a day. One query for a day."""
    found: dict[tuple[UUID, date], set[UUID]] = {}
    for day in {day for _interviewer, day in interviewers}:
        enrolments = Enrolment.objects.sending_on(day).filter(
            interviewer__in={pk for pk, _day in interviewers}
        )
        for interviewer, study in enrolments.values_list("interviewer_id", "study_id"):
            found.setdefault((interviewer, day), set()).add(study)
    return found


@dataclass(frozen=True, slots=True)
class Lookups:
    """Where it is looked up what may be sent by whom; who takes many a second may remember the answers for a moment."""

    versions: Callable[[Collection[str]], Mapping[str, Collection[InstrumentVersion]]] = versions_of
    studies: Callable[[Collection[tuple[UUID, date]]], Mapping[tuple[UUID, date], Collection[UUID]]] = (
        studies_of
    )


FRESH = Lookups()


@dataclass(slots=True)
class Weighed:
    """A sending that may be written."""

    sending: Sending
    sha256: str
    envelope: Envelope
    version: InstrumentVersion
    thread: UUID = field(default_factory=uuid4)
    deprecates: Submission | None = None
    earlier: Submission | None = None


@dataclass(frozen=True, slots=True)
class Weigher:
    """What some sendings have to be compared with. Two queries at most, however many they are."""

    versions: dict[tuple[str, str], InstrumentVersion]
    known: dict[str, Submission]
    studies: Mapping[tuple[UUID, date], Collection[UUID]]  # of an interviewer who may send to them on the day
    day: date

    @classmethod
    def of(
        cls,
        sendings: Sequence[tuple[Sending, Envelope]],
        known: dict[str, Submission],
        lookups: Lookups,
        at: datetime,
    ) -> Self:
        forms = lookups.versions({envelope.form_id for _sending, envelope in sendings})
        day = timezone.localdate(at)
        interviewers = {(one.interviewer.pk, day) for one, _envelope in sendings if one.interviewer}
        return cls(
            versions={
                (form_id, version.version): version for form_id, found in forms.items() for version in found
            },
            known=known,
            studies=lookups.studies(interviewers) if interviewers else {},
            day=day,
        )

    def weigh(self, sending: Sending, envelope: Envelope) -> Weighed:
        version = self.version_of(envelope)
        digest = hashlib.sha256(sending.xml).hexdigest()
        one = Weighed(sending, digest, envelope, version, earlier=self.known.get(envelope.instance_id))
        self._refuse_stranger(one)
        if one.earlier is not None:
            if one.earlier.sha256 != digest:
                raise OtherContent(
                    _("This questionnaire is here already, with other answers. Nothing was overwritten.")
                )
            one.thread = one.earlier.thread
            return one
        if version.state == VersionState.DRAFT:
            raise FormClosed(_("This version is a draft: it can be tried, but takes no answers."))
        if version.state == VersionState.RETIRED:
            raise FormClosed(_("This version of the questionnaire was retired and takes no more answers."))
        self._refuse_closed_link(one)
        if envelope.deprecated_id:
            self._follow_up(one, self.known.get(envelope.deprecated_id))
        return one

    def version_of(self, envelope: Envelope) -> InstrumentVersion:
        version = self.versions.get((envelope.form_id, envelope.version))
        if version is not None:
            return version
        if any(form_id == envelope.form_id for form_id, _version in self.versions):
            raise UnknownVersion(
                _("There is no version “%(version)s” of this questionnaire: get the current one.")
                % {"version": envelope.version[:60]}
            )
        raise UnknownForm(
            _("There is no questionnaire called “%(form)s” here.") % {"form": envelope.form_id[:80]}
        )

    def _refuse_stranger(self, one: Weighed) -> None:
        interviewer, study = one.sending.interviewer, one.version.instrument.study_id
        if interviewer is None:
            return
        if study not in self.studies.get((interviewer.pk, self.day), ()):
            raise FormClosed(_("You are not at work in the study of this questionnaire."))

    def _refuse_closed_link(self, one: Weighed) -> None:
        invitation = one.sending.invitation
        if invitation is None:
            return
        if invitation.instrument_id != one.version.instrument_id:
            raise FormClosed(_("This link is for another questionnaire."))
        if ended := why_ended(invitation, self.day):
            raise FormClosed(ended)

    def _follow_up(self, one: Weighed, original: Submission | None) -> None:
        """An edit goes on with the thread of what it changes, whoever changed that last: it is its recorder's."""
        form_id = original.version.instrument_id if original is not None else None
        if original is None or form_id != one.version.instrument_id:
            raise UnknownOriginal(_("What this questionnaire changes never arrived here."))
        sender = one.sending.interviewer
        if sender is not None and original.recorder != sender.pk:  # type: ignore[attr-defined]  # by `with_follower`
            raise UnknownOriginal(_("What this questionnaire changes never arrived here."))
        if original.is_followed:  # type: ignore[attr-defined]  # by `with_follower`
            raise OutdatedEdit(
                _("This questionnaire was changed meanwhile. Get its newest version, then change that.")
            )
        one.deprecates, one.thread = original, original.thread
