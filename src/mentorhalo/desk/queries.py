"""What waits for a person, and how the network stands. A fixed number of queries for each page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.core.numbers import day as in_words
from mentorhalo.core.registry import Waiting, registry
from mentorhalo.evidence.models import Fact
from mentorhalo.indicators import queries as indicators
from mentorhalo.indicators.queries import Figure
from mentorhalo.mentoring.choices import ActivityState
from mentorhalo.mentoring.models import Activity, Appointment
from mentorhalo.mentoring.queries import (
    Load,
    Silent,
    appointments_of,
    drafts_of,
    inbox,
    load_of,
    missing_evidence,
    returned_entries,
    silent_engagements,
)
from mentorhalo.network.models import CountyGroup, Mentor
from mentorhalo.partners.models import Contact
from mentorhalo.programmes.models import Programme

ACTIVITY_SOURCE = "mentoring.activity"
DAYS_AHEAD = 7
LONG_SILENCE = 60
SHOWN = 10


@dataclass(frozen=True)
class Planned:
    """A line of the agenda; logged ones lead to their entry."""

    at: datetime
    title: str
    note: str
    href: str
    deed: str


@dataclass(frozen=True)
class Week:
    waiting: list[Waiting]
    agenda: list[Planned]
    silent: list[Silent]
    calls: list[Waiting]  # whom to call: the silent ones, each with the deed beside it
    returned: list[Waiting]
    unproven: list[Waiting]
    drafts: list[Waiting]


@dataclass(frozen=True)
class GroupDesk:
    waiting: list[Waiting]
    loads: list[Load]
    inbox: list[Activity]
    inbox_count: int
    silent: list[Silent]
    unproven: list[Activity]


@dataclass(frozen=True)
class AgainstTarget:
    """A figure beside what was promised."""

    figure: Figure
    target: int | None
    due_on: date | None
    href: str
    series: list[tuple[date, float | int | None]]


@dataclass(frozen=True)
class GroupRow:
    """A county group as the office sees it."""

    name: str
    href: str
    waiting: int
    oldest: date | None
    silent: int


def all_waiting(user: Any, now: datetime, own: Iterable[Waiting] = ()) -> list[Waiting]:
    """What waits for this person in every room, with what their home says itself: the urgent first."""
    return sorted([*own, *registry.waiting_for(user, now)], key=lambda one: not one.is_urgent)


def week_of(mentor: Mentor, today: date) -> Week:
    agenda = appointments_of(mentor, today, today + timedelta(days=DAYS_AHEAD))
    silent = silent_engagements(mentor=mentor, day=today)
    returned = returned_entries(mentor)
    unproven = missing_evidence(mentor, day=today)
    drafts = drafts_of(mentor)
    return Week(
        waiting=[*_mend(returned), *_break_silence(silent), *_prove(unproven), *_finish(drafts)],
        agenda=[_planned(one) for one in agenda if one.called_off_at is None],
        silent=silent,
        calls=[_call(one) for one in silent],
        returned=[_entry(one, _("Mend it"), "mentoring:edit_entry", one.return_reason) for one in returned],
        unproven=[_entry(one, _("Add the sheet"), "mentoring:attach") for one in unproven[:SHOWN]],
        drafts=[_entry(one, _("Finish it"), "mentoring:edit_entry") for one in drafts],
    )


def desk_of(group: CountyGroup, today: date) -> GroupDesk:
    entries = inbox(group=group)
    count = entries.count()
    silent = silent_engagements(group=group, day=today)
    unproven = missing_evidence(group=group, day=today)
    return GroupDesk(
        waiting=[
            *_decide(count),
            *_break_silence(silent, anchor="#silent"),
            *_prove(unproven, anchor="#unproven"),
        ],
        loads=load_of(group, today),
        inbox=list(entries[:SHOWN]),
        inbox_count=count,
        silent=silent,
        unproven=unproven,
    )


def against_targets(programme: Programme, today: date) -> list[AgainstTarget]:
    figures = indicators.figures(programme=programme, as_of=today)
    targets = indicators.targets_of(programme)
    days = indicators.month_ends(programme, today)
    lines = indicators.all_series([figure.code for figure in figures], programme, days)
    rows = []
    for figure in figures:
        promised = [target for target in targets.get(figure.code, []) if target.due_on >= today]
        target = promised[0] if promised else None
        rows.append(
            AgainstTarget(
                figure=figure,
                target=target.value if target else None,
                due_on=target.due_on if target else None,
                href=reverse("indicators:figure", args=[figure.code]),
                series=lines[figure.code],
            )
        )
    return rows


def group_rows(programme: Programme, today: date) -> list[GroupRow]:
    """Every group with what waits in it. Three queries."""
    rows = Activity.objects.waiting().filter(programme=programme).order_by()
    waiting = {
        group: (count, oldest)
        for group, count, oldest in rows.values_list("group").annotate(
            count=Count("pk"), oldest=Min("occurred_on")
        )
    }
    silent: dict[Any, int] = {}
    for one in silent_engagements(programme=programme, day=today):
        silent[one.engagement.group_id] = silent.get(one.engagement.group_id, 0) + 1
    groups = CountyGroup.objects.on(today).filter(programme=programme).select_related("county")
    return [
        GroupRow(
            name=group.county.name,
            href=reverse("network:group", args=[group.pk]),
            waiting=waiting.get(group.pk, (0, None))[0],
            oldest=waiting.get(group.pk, (0, None))[1],
            silent=silent.get(group.pk, 0),
        )
        for group in groups.order_by("county__name_sort", "pk")
    ]


def _call(one: Silent) -> Waiting:
    community = one.engagement.community
    words = _("%(community)s, %(place)s: no contact for %(days)s days, promised every %(promised)s") % {
        "community": community.name,
        "place": community.settlement.name,
        "days": one.days,
        "promised": one.promised,
    }
    href = f"{reverse('mentoring:log')}?engagement={one.engagement.pk}"
    return Waiting(words, _("Log a contact"), href, is_urgent=one.days > LONG_SILENCE)


def _entry(entry: Activity, deed: str, address: str, reason: str = "") -> Waiting:
    whom = entry.engagement.community.name if entry.engagement else getattr(entry.settlement, "name", "")
    words = ", ".join(filter(None, (in_words(entry.occurred_on, "short"), str(entry.kind), whom)))
    return Waiting(f"{words}: {reason}" if reason else words, deed, reverse(address, args=[entry.pk]))


def _planned(one: Appointment) -> Planned:
    if one.activity_id:
        href, deed = reverse("mentoring:entry", args=[one.activity_id]), _("See the entry")
    else:
        href, deed = f"{reverse('mentoring:log')}?appointment={one.pk}", _("Log it")
    return Planned(one.starts_at, one.title, one.settlement.name if one.settlement else "", href, deed)


def figures_reading(activity: Activity) -> list[tuple[AgainstTarget, bool]]:
    """The public figures whose rule reads the facts of this entry; True: its rule asks for an approval still to come."""
    facts = Fact.objects.known_at(None).of_source(ACTIVITY_SOURCE, str(activity.pk))
    kinds = set(facts.values_list("kind", flat=True))
    definitions = indicators.published()
    book = indicators.book_of(definitions)
    waits = {
        code: activity.state != ActivityState.APPROVED and str(ActivityState.APPROVED) in str(definition.rule)
        for code, definition in definitions.items()
        if definition.indicator.is_public and kinds & indicators.kinds_of(book.rules[code], book)
    }
    figures = indicators.figures(waits, programme=activity.programme) if waits else []
    return [
        (AgainstTarget(one, None, None, reverse("indicators:figure", args=[one.code]), []), waits[one.code])
        for one in figures
    ]


# --- what waits, in words -----------------------------------------------------------------------


def _mend(returned: list[Activity]) -> list[Waiting]:
    if not returned:
        return []
    words = ngettext(
        "One entry came back to be mended.", "%(count)s entries came back to be mended.", len(returned)
    ) % {"count": len(returned)}
    return [Waiting(words, _("Mend them"), "#returned", is_urgent=True)]


def _break_silence(silent: list[Silent], anchor: str = "#silent") -> list[Waiting]:
    long = [one for one in silent if one.days > LONG_SILENCE]
    if long:
        words = ngettext(
            "One community has been silent for more than %(days)s days.",
            "%(count)s communities have been silent for more than %(days)s days.",
            len(long),
        ) % {"count": len(long), "days": LONG_SILENCE}
        return [Waiting(words, _("See whom to call"), anchor, is_urgent=True)]
    if silent:
        words = ngettext(
            "One community has not heard of its mentor for longer than promised.",
            "%(count)s communities have not heard of their mentor for longer than promised.",
            len(silent),
        ) % {"count": len(silent)}
        return [Waiting(words, _("See whom to call"), anchor)]
    return []


def _prove(unproven: list[Activity], anchor: str = "#unproven") -> list[Waiting]:
    if not unproven:
        return []
    words = ngettext(
        "One entry has no attendance sheet yet.",
        "%(count)s entries have no attendance sheet yet.",
        len(unproven),
    ) % {"count": len(unproven)}
    return [Waiting(words, _("Add the sheets"), anchor)]


def _finish(drafts: list[Activity]) -> list[Waiting]:
    if not drafts:
        return []
    words = ngettext(
        "One entry was begun and not sent in.", "%(count)s entries were begun and not sent in.", len(drafts)
    )
    return [Waiting(words % {"count": len(drafts)}, _("Finish them"), "#drafts")]


def _decide(count: int) -> list[Waiting]:
    if not count:
        return []
    words = ngettext("One entry waits for a decision.", "%(count)s entries wait for a decision.", count)
    return [
        Waiting(words % {"count": count}, _("Read and decide"), reverse("mentoring:inbox"), is_urgent=True)
    ]


# --- whoever has no role in the network ---------------------------------------------------------


def represented_by(user: Any) -> list[tuple[str, str]]:
    """Cards this account speaks for: (name, address)."""
    contacts = Contact.objects.filter(user=user, ends_on=None).select_related("organisation", "community")
    return [
        (contact.party.name, reverse(f"partners:{contact.party._meta.model_name}", args=[contact.party.pk]))
        for contact in contacts.order_by("pk")
    ]
