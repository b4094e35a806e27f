"""Writing log entries, one or a hundred thousand: the same rules for a phone, an import and the demo programme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.numbers import day as in_words
from mentorhalo.core.rows import whole
from mentorhalo.programmes.models import Programme

from ..choices import ActivityState, Channel
from ..models import Activity, ActivityKind, Engagement
from ..queries.mandates import MandateBook

# Fields of a draft that are the entry's own, by the same name.
PLAIN = (
    "occurred_on",
    "started_at",
    "minutes",
    "channel",
    "is_two_way",
    "participants",
    "counting_method",
    "new_participants",
    "public_sentence",
    "group_note",
    "outcome",
    "next_step",
    "next_step_on",
    "topics",
    "travel_from",
    "travel_km",
    "external_id",
)
POINTING = {
    "programme": "programme_id",
    "mentor": "mentor_id",
    "engagement": "engagement_id",
    "consortium": "consortium_id",
    "settlement": "settlement_id",
}

CHANNELS = frozenset(Channel.values)  # the list is made anew each time it is asked for
WORDS = ("public_sentence", "group_note", "private_note", "outcome", "next_step", "topics")


class EntryRefused(Exception):
    """The entry cannot be so; the message is meant for the person, `field` names what to mend."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class UnknownCode(EntryRefused):
    """A kind, an engagement or a programme nobody knows."""


class FutureDay(EntryRefused):
    """What has not happened cannot be logged."""


class EngagementClosed(EntryRefused):
    """The engagement had closed by that day."""


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """An entry as it is written: ids of what it is about, codes of what it was. `id` may be minted on a phone.

    `submitted_at`, `created_at`, `decided_at` and `decided_by` are for entries of earlier times; a phone leaves them out.
    """

    kind: str
    occurred_on: date
    mentor: UUID | None = None
    engagement: UUID | None = None
    programme: UUID | None = None  # else the engagement's, else that of the mentor's mandate on the day
    consortium: UUID | None = None
    organisations: tuple[UUID, ...] = ()
    other_mentors: tuple[UUID, ...] = ()
    methods: tuple[UUID, ...] | None = None  # None leaves those that were named before
    settlement: str | None = None
    channel: str = Channel.IN_PERSON
    is_two_way: bool = True
    started_at: time | None = None
    minutes: int | None = None
    participants: int | None = None
    counting_method: str = ""
    new_participants: int | None = None
    public_sentence: str = ""
    group_note: str = ""
    private_note: str | None = None  # None leaves what was sealed before
    outcome: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    topics: str = ""
    travel_from: str = ""
    travel_km: int | None = None
    state: str = ActivityState.SUBMITTED
    external_id: str = ""
    created_at: datetime | None = None
    created_by: UUID | None = None
    submitted_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: UUID | None = None
    id: UUID = field(default_factory=uuid4)


@dataclass
class Desk:
    """What drafts are checked against and built with: read once, for one draft or for all of them."""

    kinds: dict[str, int]
    wordless: set[str]  # kinds of which neither words nor files are kept
    engagements: dict[UUID, tuple[UUID, date, date | None]]  # programme, opened, closed
    programmes: dict[UUID, tuple[date, date | None]]
    mandates: MandateBook

    @classmethod
    def for_drafts(cls, drafts: Iterable[ActivityDraft]) -> "Desk":
        """Four queries."""
        drafts = list(drafts)
        if len(drafts) > 500:
            return cls.for_everything()
        return cls._of(
            Engagement.objects.filter(pk__in={one.engagement for one in drafts if one.engagement}),
            MandateBook([one.mentor for one in drafts if one.mentor]),
        )

    @classmethod
    def for_everything(cls) -> "Desk":
        return cls._of(Engagement.objects.all(), MandateBook())

    @classmethod
    def _of(cls, engagements: QuerySet[Engagement], mandates: MandateBook) -> "Desk":
        kinds = ActivityKind.objects.only("code", "has_content")
        return cls(
            kinds={kind.code: kind.pk for kind in kinds},
            wordless={kind.code for kind in kinds if not kind.has_content},
            engagements={
                pk: (programme, opened_on, closed_on)
                for pk, programme, opened_on, closed_on in engagements.values_list(
                    "pk", "programme_id", "opened_on", "closed_on"
                )
            },
            programmes={
                pk: (starts_on, ends_on)
                for pk, starts_on, ends_on in Programme.objects.values_list("pk", "starts_on", "ends_on")
            },
            mandates=mandates,
        )

    def programme_of(self, draft: ActivityDraft) -> UUID:
        if draft.engagement is not None:
            if draft.engagement not in self.engagements:
                raise UnknownCode(_("There is no such engagement."), field="engagement")
            return self.engagements[draft.engagement][0]
        programme = draft.programme or self.mandates.programme_of(draft.mentor, draft.occurred_on)
        if programme is None or programme not in self.programmes:
            raise UnknownCode(
                _("On that day the mentor had no mandate, so the programme is not known."),
                field="occurred_on",
            )
        return programme

    def built(self, draft: ActivityDraft, *, at: datetime, by: User | None) -> Activity:
        """The entry the draft stands for, not yet saved. Raises `EntryRefused`."""
        programme = self.programme_of(draft)
        self.refuse(draft, programme, timezone.localdate(at))
        is_draft = draft.state == ActivityState.DRAFT
        values: dict[str, Any] = {name: getattr(draft, name) for name in PLAIN}
        values.update((column, getattr(draft, name)) for name, column in POINTING.items())
        values.update(
            id=draft.id,
            programme_id=programme,
            group_id=self.mandates.group_of(draft.mentor, draft.occurred_on, programme),
            kind_id=self.kinds[draft.kind],
            state=draft.state,
            created_at=draft.created_at or draft.submitted_at or at,
            created_by_id=draft.created_by or (by.pk if by else None),
            submitted_at=None if is_draft else draft.submitted_at or at,
            decided_at=draft.decided_at or (at if draft.state == ActivityState.APPROVED else None),
            decided_by_id=draft.decided_by,
        )
        activity: Activity = whole(Activity, values)
        return activity

    def refuse(self, draft: ActivityDraft, programme: UUID, today: date) -> None:
        """Raises `EntryRefused` for what cannot have been so. A draft need not be whole yet."""
        if draft.kind not in self.kinds:
            raise UnknownCode(
                _("There is no kind of entry called “%(kind)s”.") % {"kind": draft.kind}, field="kind"
            )
        if draft.channel not in CHANNELS:
            raise UnknownCode(
                _("There is no channel called “%(channel)s”.") % {"channel": draft.channel}, field="channel"
            )
        if draft.occurred_on > today:
            raise FutureDay(_("This day is in the future: log it when it has happened."), field="occurred_on")
        starts_on, ends_on = self.programmes[programme]
        if draft.occurred_on < starts_on:
            raise EntryRefused(
                _("The programme began on %(day)s: nothing can be logged before.")
                % {"day": in_words(starts_on)},
                field="occurred_on",
            )
        if ends_on and draft.occurred_on > ends_on:
            raise EntryRefused(
                _("The programme ended on %(day)s: nothing can be logged after.")
                % {"day": in_words(ends_on)},
                field="occurred_on",
            )
        if draft.engagement is not None:
            _programme, _opened_on, closed_on = self.engagements[draft.engagement]
            if closed_on and draft.occurred_on > closed_on:
                raise EngagementClosed(
                    _("This engagement closed on %(day)s. Open a new one if the work goes on.")
                    % {"day": in_words(closed_on)},
                    field="engagement",
                )
        if draft.kind in self.wordless:
            _refuse_words(draft)
        _refuse_numbers(draft)


def _refuse_words(draft: ActivityDraft) -> None:
    for name in WORDS:
        if getattr(draft, name):
            raise EntryRefused(
                _("Of this kind of entry the hours alone are kept: leave this field empty."), field=name
            )


def needs_place(draft: ActivityDraft) -> bool:
    """An entry of somebody met in person says where, once it is sent in. Earlier records may not know any more."""
    is_draft = draft.state == ActivityState.DRAFT
    return (
        draft.channel == Channel.IN_PERSON and not draft.settlement and not is_draft and not draft.external_id
    )


def _refuse_numbers(draft: ActivityDraft) -> None:
    if needs_place(draft):
        raise EntryRefused(_("You met in person: say in which settlement."), field="settlement")
    if draft.new_participants is not None:
        if draft.participants is None:
            raise EntryRefused(_("Say first how many took part."), field="participants")
        if draft.new_participants > draft.participants:
            raise EntryRefused(
                _("The new ones cannot be more than all participants."), field="new_participants"
            )
    for name, most in (("participants", 1_000_000), ("minutes", 24 * 60), ("travel_km", 2000)):
        value = getattr(draft, name)
        if value is not None and not 0 <= value <= most:
            raise EntryRefused(
                _("This number should lie between 0 and %(most)s.") % {"most": most}, field=name
            )
    if len(draft.public_sentence) > 200:
        raise EntryRefused(
            _("The public sentence has room for 200 characters; this one has %(count)s.")
            % {"count": len(draft.public_sentence)},
            field="public_sentence",
        )


def moments_of(activities: Iterable[Activity]) -> Mapping[str, datetime]:
    """When the journal learned of each entry as it stands: at the decision, or when it was sent in."""
    return {str(one.pk): one.decided_at or one.submitted_at or one.created_at for one in activities}
