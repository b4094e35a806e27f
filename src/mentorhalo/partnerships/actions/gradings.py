"""Asking each party separately how close they are, taking their answers, reminding, closing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.letters import LetterRefused
from mentorhalo.core.paging import in_pages

from ..choices import ANSWER_WITHIN, MOST_REMINDERS, NOTED, REMIND_AFTER, Channel, Occasion
from ..models import Asking, Grading, Partnership, Perception, Scale
from ..queries.gradings import last_addresses, members_to_ask, partnerships_due
from ..queries.scales import default_scale
from .journal import tell_gradings
from .letters import ask_by_letter
from .partnerships import held
from .refusals import PartnershipRefused


@dataclass(frozen=True, kw_only=True)
class AnswerDraft:
    """What a party says: a level and a word about each other party (by member)."""

    levels: Mapping[UUID, int]
    comments: Mapping[UUID, str]
    name: str
    role: str


@transaction.atomic
def open_grading(
    *,
    partnership: Partnership,
    occasion: Occasion,
    graded_on: date,
    addresses: Mapping[UUID, str],
    by: User | None,
    at: datetime,
    scale: Scale | None = None,
    in_person: Collection[UUID] = (),
) -> Grading:
    """Ask the parties of the day by a letter with a link of its own each; those `in_person` that have no address by telephone or on paper.

    Raises `PartnershipRefused`, `LetterRefused`.
    """
    partnership = held(partnership)
    if graded_on > timezone.localdate(at):
        raise PartnershipRefused(_("This day is still to come."), "graded_on")
    if graded_on < partnership.starts_on:
        raise PartnershipRefused(_("This day is before the partnership began."), "graded_on")
    if partnership.gradings.filter(closed_at=None).exists():
        raise PartnershipRefused(_("The parties are being asked just now: wait until they have answered."))
    if partnership.gradings.filter(graded_on=graded_on).exists():
        raise PartnershipRefused(_("The parties were asked for this day already."), "graded_on")
    to = {pk: address.strip().lower() for pk, address in addresses.items() if address.strip()}
    members = [one for one in members_to_ask(partnership, graded_on) if one.pk in to or one.pk in in_person]
    if len(members) < 2:
        raise PartnershipRefused(
            _("Two parties at least must be asked: give an address for each, or say that you ask in person.")
        )
    grading = Grading.objects.create(
        partnership=partnership,
        scale=scale or default_scale(),
        occasion=occasion,
        graded_on=graded_on,
        opened_at=at,
        opened_by=by,
        closes_at=at + timedelta(days=ANSWER_WITHIN),
    )
    for member in members:
        asking = Asking.objects.create(
            grading=grading, member=member, email=to.get(member.pk, ""), asked_at=at
        )
        if asking.email:
            ask_by_letter(asking, is_reminder=False)
    return grading


@transaction.atomic
def answer(*, asking: Asking, draft: AnswerDraft, at: datetime) -> Asking:
    """What one party says of each other one; it may be said anew until everybody has answered. Raises `PartnershipRefused`."""
    return _answered(asking, draft, Channel.LINK, by=None, at=at)


@transaction.atomic
def note_answer(*, asking: Asking, draft: AnswerDraft, channel: str, by: User, at: datetime) -> Asking:
    """What a party said by telephone or on paper, marked so. What it said by its own link is not written over."""
    if channel not in dict(NOTED):
        raise PartnershipRefused(_("Say how the party answered."), "channel")
    return _answered(asking, draft, channel, by=by, at=at)


def _answered(asking: Asking, draft: AnswerDraft, channel: str, *, by: User | None, at: datetime) -> Asking:
    partnership = held(asking.grading.partnership)
    grading = Grading.objects.select_for_update().get(pk=asking.grading_id)
    asking = Asking.objects.select_for_update().get(pk=asking.pk)
    if not grading.is_open(at):
        raise PartnershipRefused(_("This round of questions is over."))
    if by is not None and asking.answered_at is not None and asking.channel == Channel.LINK:
        raise PartnershipRefused(_("This party has answered by its own link."))
    if not draft.name.strip():
        raise PartnershipRefused(_("Say who answers."), "name")
    others = set(grading.askings.exclude(pk=asking.pk).values_list("member", flat=True))
    known = set(grading.scale.levels.values_list("value", flat=True))
    if set(draft.levels) != others or not known.issuperset(draft.levels.values()):
        raise PartnershipRefused(_("Choose a level for each of the others."))
    asking.perceptions.all().delete()
    Perception.objects.bulk_create(
        Perception(
            asking=asking, about_id=about, level=level, comment=draft.comments.get(about, "").strip()[:1000]
        )
        for about, level in draft.levels.items()
    )
    asking.answered_at = at
    asking.answered_by, asking.role = draft.name.strip()[:150], draft.role.strip()[:80]
    asking.channel, asking.noted_by = channel, by
    asking.save()
    if not grading.askings.filter(answered_at=None).exists():
        grading.closed_at = at
        grading.save(update_fields=["closed_at"])
    tell_gradings(partnership, by=by, at=at)
    return asking


def ask_all_due(*, at: datetime) -> int:
    """Ask again where the day has come and every party was asked before, so that its address is known. How many were."""
    today = timezone.localdate(at)
    asked = 0
    for partnership, due in partnerships_due(Partnership.objects.all(), today):
        members = members_to_ask(partnership, due.due_on)
        addresses = last_addresses(members)
        if len(members) < 2 or len(addresses) < len(members):
            continue
        try:
            open_grading(
                partnership=partnership,
                occasion=due.occasion,
                graded_on=due.due_on,
                addresses=addresses,
                by=None,
                at=at,
            )
        except (PartnershipRefused, LetterRefused):
            continue
        asked += 1
    return asked


def remind_and_close(*, at: datetime) -> None:
    """Remind the silent twice, a fortnight apart; close what is over. May run twice without harm."""
    for grading in in_pages(Grading.objects.open()):
        if grading.closes_at <= at:
            _close(grading, at)
    silent = Asking.objects.filter(
        grading__closed_at=None,
        answered_at=None,
        reminders__lt=MOST_REMINDERS,
        asked_at__lte=at - timedelta(days=REMIND_AFTER),
    ).exclude(email="")
    for asking in in_pages(silent.select_related("grading")):
        _remind(asking, at)


@transaction.atomic
def _close(grading: Grading, at: datetime) -> None:
    grading = Grading.objects.select_for_update().get(pk=grading.pk)
    if grading.closed_at is None:
        grading.closed_at = at
        grading.save(update_fields=["closed_at"])


@transaction.atomic
def _remind(asking: Asking, at: datetime) -> None:
    rows = Asking.objects.select_for_update(of=("self",)).select_related(
        "grading__partnership", "member__organisation", "member__community"
    )
    asking = rows.get(pk=asking.pk)
    last = asking.reminded_at or asking.asked_at
    if asking.answered_at is not None or last > at - timedelta(days=REMIND_AFTER):
        return
    asking.reminders += 1
    asking.reminded_at = at
    asking.save(update_fields=["reminders", "reminded_at"])
    ask_by_letter(asking, is_reminder=True)
