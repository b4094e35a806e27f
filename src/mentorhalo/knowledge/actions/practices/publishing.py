"""From accepted to public, and out of the lists again when nobody confirms."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User

from ...choices import PracticeState
from ...fingerprints import fingerprint_of
from ...models import Consent, Practice, PracticeVersion
from .consenting import A_YEAR
from .letters import ask_to_confirm_by_letter
from .states import PracticeRefused, locked, move

PATIENCE = timedelta(days=30)
LETTERS = 2
MOST_AT_ONCE = 200


@transaction.atomic
def publish_version(*, version: PracticeVersion, by: User, at: datetime) -> PracticeVersion:
    """Everybody may read it from now on; the version that was public until now is kept, and told as replaced."""
    version = locked(version)
    practice = version.practice
    if version.state == PracticeState.ACCEPTED and fingerprint_of(version) != version.fingerprint:
        raise PracticeRefused(_("Its words are not those that were accepted."))
    if not Consent.objects.in_force().filter(version=version).exists():
        raise PracticeRefused(_("The institution's consent is missing."))
    today = timezone.localdate(at)
    earlier = practice.public_version
    practice.public_version = practice.last_public_version = version
    practice.published_on = practice.published_on or today
    practice.confirmed_on, practice.confirm_by = today, today + A_YEAR
    practice.asked_to_confirm, practice.archived_on, practice.public_changed_at = 0, None, at
    if earlier is not None:
        earlier.practice = practice
        move(earlier, PracticeState.SUPERSEDED, by=by, at=at, reason=f"{version.number}")
    return move(version, PracticeState.PUBLISHED, by=by, at=at)


@transaction.atomic
def take_down(*, practice: Practice, reason: str, by: User, at: datetime) -> PracticeVersion:
    """The office takes a published practice from the public, with a reason; it counts as accepted still."""
    if practice.public_version is None:
        raise PracticeRefused(_("It is not public."))
    if not reason.strip():
        raise PracticeRefused(_("Say why."), field="reason")
    version = locked(practice.public_version)
    version.practice.public_version, version.practice.public_changed_at = None, at
    return move(version, PracticeState.WITHDRAWN, by=by, at=at, reason=reason.strip())


@transaction.atomic
def ask_to_confirm(*, at: datetime) -> int:
    """By the clock: ask institutions whose year is over, twice; archive what nobody confirmed. How many letters."""
    today = timezone.localdate(at)
    due = (
        Practice.objects.listed()
        .filter(confirm_by__lte=today)
        .order_by("confirm_by", "pk")
        .values_list("public_version", flat=True)[:MOST_AT_ONCE]
    )
    sent = 0
    for pk in list(due):
        version = locked(PracticeVersion.objects.get(pk=pk))
        practice = version.practice
        if practice.asked_to_confirm >= LETTERS:
            practice.archived_on, practice.public_changed_at = today, at
            move(version, PracticeState.ARCHIVED, by=None, at=at)
            continue
        consent = Consent.objects.in_force().filter(version=version).order_by("-given_at").first()
        practice.asked_to_confirm += 1
        practice.confirm_by = today + PATIENCE
        practice.save(update_fields=["asked_to_confirm", "confirm_by"])
        if consent is not None:
            ask_to_confirm_by_letter(consent, is_second=practice.asked_to_confirm == LETTERS)
            sent += 1
    return sent


@transaction.atomic
def confirm_offer(*, practice: Practice, at: datetime) -> PracticeVersion:
    """Who offered it opened the letter and said yes. Again is harmless. What is incomplete waits as a draft of theirs."""
    version = locked(practice.versions.get(number=1))
    if version.state != PracticeState.UNCONFIRMED:
        return version
    return move(version, PracticeState.PROPOSED, by=None, by_name=practice.offered_by_name, at=at)
