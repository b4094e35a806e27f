"""Joining the Week: by a form without an account, confirmed by the link in a letter, which is the joiner's own page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core.hungarian import fold
from mentorhalo.network.models import Mandate

from ..choices import Heard, JoinerState
from ..models import Edition, Invitation, Joiner
from ..models.week import JoinerQuerySet
from .journal import tell_of_joiner
from .letters import tell_joiner
from .refusals import OccasionRefused

UNCONFIRMED_DAYS = 14
LETTER_AGAIN = timedelta(minutes=10)


@dataclass(frozen=True)
class JoinerDraft:
    """Who joins. `key` comes with the form; `mentor_named` is what they wrote."""

    key: UUID
    kind: str
    name: str
    settlement: str
    contact_name: str
    email: str
    heard: str
    mentor_named: str = ""
    invitation: UUID | None = None
    language: str = "hu"


@transaction.atomic
def join(*, edition: Edition, draft: JoinerDraft, at: datetime) -> Joiner:
    """Written down at once, without any lock that others would wait for; a letter follows.

    The same key, or the same name with the same address, is the same joiner: it gets the letter with its link again, at most one in
    ten minutes. The same key with another address, not confirmed yet, is a mended address: what was sent to the first one opens
    nothing any more. Raises `OccasionRefused`.
    """
    if not edition.takes_joiners(at):
        raise OccasionRefused(_("Joining is not open now."))
    joiner = _written(edition, draft, at)
    mistyped = Joiner.objects.filter(edition=edition, client_key=draft.key).exclude(email=joiner.email)
    _drop_unconfirmed(mistyped)
    Joiner.objects.bulk_create([joiner], ignore_conflicts=True)
    standing = _standing(edition, joiner)
    if standing.pk == joiner.pk or _is_letter_due(standing, at):
        standing.written_at = at
        standing.save(update_fields=["written_at"])
        tell_joiner(standing, "confirm", days=UNCONFIRMED_DAYS)
    return standing


@transaction.atomic
def confirm_joiner(*, joiner: Joiner, at: datetime) -> Joiner:
    """They said yes: the county group sees it from now on. Again is harmless."""
    joiner = locked_joiner(joiner)
    if joiner.state == JoinerState.UNCONFIRMED:
        joiner.state, joiner.confirmed_at = JoinerState.SUBMITTED, at
        joiner.save(update_fields=["state", "confirmed_at"])
    return joiner


@transaction.atomic
def send_again(*, joiner: Joiner) -> Joiner:
    """What was sent back has been mended, or an accepted joiner has something new to be looked at."""
    joiner = locked_joiner(joiner)
    if joiner.state == JoinerState.RETURNED:
        joiner.state, joiner.return_reason = JoinerState.SUBMITTED, ""
        joiner.save(update_fields=["state", "return_reason"])
    return joiner


@transaction.atomic
def withdraw_joiner(*, joiner: Joiner, at: datetime) -> Joiner:
    """They do not join after all: name of the contact and address go at once, programmes that were never published as well.

    Raises `OccasionRefused`.
    """
    joiner = locked_joiner(joiner)
    if any(one.is_standing for one in joiner.programmes.select_related("occasion")):
        raise OccasionRefused(
            _("Programmes are published: cancel them one by one, so that visitors hear of it.")
        )
    joiner.programmes.filter(occasion=None).delete()
    joiner.state = JoinerState.WITHDRAWN
    joiner.contact_name = joiner.email = ""
    joiner.save()
    tell_of_joiner(joiner, by=None, at=at)
    return joiner


@transaction.atomic
def open_invitation(*, invitation: Invitation, at: datetime) -> None:
    """Somebody followed a mentor's link; only the first time is kept, and nothing about who it was."""
    Invitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=at)


@transaction.atomic
def forget_unconfirmed_joiners(*, at: datetime) -> int:
    """Those that nobody confirmed are deleted two weeks after the last letter."""
    since = at - timedelta(days=UNCONFIRMED_DAYS)
    return _drop_unconfirmed(Joiner.objects.not_written_since(since))


def locked_joiner(joiner: Joiner) -> Joiner:
    rows = Joiner.objects.select_for_update(of=("self",))
    return rows.select_related("edition__programme", "settlement__county").get(pk=joiner.pk)


def _written(edition: Edition, draft: JoinerDraft, at: datetime) -> Joiner:
    known = Invitation.objects.filter(edition=edition)
    invitation = known.filter(pk=draft.invitation).first() if draft.invitation else None
    named = " ".join(draft.mentor_named.split()) if draft.heard == Heard.MENTOR else ""
    name = " ".join(draft.name.split())
    return Joiner(
        edition=edition,
        client_key=draft.key,
        kind=draft.kind,
        name=name,
        name_search=fold(name),
        settlement_id=draft.settlement,
        contact_name=" ".join(draft.contact_name.split()),
        email=draft.email.strip().lower(),
        language=draft.language,
        heard=draft.heard,
        mentor_named=named,
        mentor_id=invitation.mentor_id if invitation else _mentor_named(edition, named, at),
        invitation=invitation,
        asked_at=at,
    )


def _drop_unconfirmed(rows: JoinerQuerySet) -> int:
    """Locked first: who is being confirmed at this moment stays."""
    locked = rows.filter(state=JoinerState.UNCONFIRMED).select_for_update(of=("self",)).order_by("pk")
    keys = list(locked.values_list("pk", flat=True))
    Joiner.objects.filter(pk__in=keys).delete()
    return len(keys)


def _mentor_named(edition: Edition, named: str, at: datetime) -> UUID | None:
    """The one mentor who serves and has this very name, whatever the accents; else the county group chooses."""
    if not named:
        return None
    serving = Mandate.objects.on(timezone.localdate(at)).filter(
        programme=edition.programme_id, mentor__name_search=fold(named)
    )
    found = set(serving.values_list("mentor", flat=True)[:2])
    return found.pop() if len(found) == 1 else None


def _standing(edition: Edition, joiner: Joiner) -> Joiner:
    """The row that is there now, ours or the one that came before."""
    same = Q(client_key=joiner.client_key) | Q(email=joiner.email, name_search=joiner.name_search)
    found = (
        Joiner.objects.filter(same, edition=edition)
        .select_related("edition")
        .order_by("asked_at", "pk")
        .first()
    )
    if found is None:
        raise OccasionRefused(_("This form belongs to another year. Open the page anew."))
    return found


def _is_letter_due(joiner: Joiner, at: datetime) -> bool:
    if joiner.state == JoinerState.WITHDRAWN:
        return False
    return joiner.written_at is None or joiner.written_at <= at - LETTER_AGAIN
