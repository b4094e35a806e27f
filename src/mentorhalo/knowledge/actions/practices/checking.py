"""The first check by the county's group: is it a practice, is it told, whom do we ask for consent."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.network.queries import mentor_of

from ...choices import PracticeState
from ...models import Consent, Practice, PracticeVersion
from .letters import ask_consent_by_letter
from .states import PracticeRefused, locked, move, tell, tell_adoptions

CONSENT_DAYS = 60


@transaction.atomic
def check_version(*, version: PracticeVersion, by: User, at: datetime, note: str = "") -> Consent:
    """Pass it on to the institution, which gets a link. Of one that came from outside, the checking mentor becomes the contributor."""
    version = locked(version)
    practice = version.practice
    _refuse_own(version, by)
    if not practice.contact_email:
        raise PracticeRefused(_("There is no address of the institution to ask for its consent."))
    if practice.contributor_id is None:
        practice.contributor = mentor_of(by)
    move(version, PracticeState.CHECKED, by=by, at=at, reason=note)
    return _ask(version, at)


@transaction.atomic
def ask_consent_again(*, version: PracticeVersion, email: str, by: User, at: datetime) -> Consent:
    """A new link to the same or another address of the institution; the earlier ones agree to nothing any more."""
    version = locked(version)
    if version.state != PracticeState.CHECKED:
        raise PracticeRefused(_("It does not wait for consent now."))
    version.practice.contact_email = email.strip().lower()
    version.practice.save(update_fields=["contact_email"])
    version.consents.filter(given_at=None).update(expires_at=at)
    return _ask(version, at)


@transaction.atomic
def return_version(
    *, version: PracticeVersion, reason: str, remarks: Mapping[str, str], by: User, at: datetime
) -> PracticeVersion:
    """Back to who wrote it, with remarks by field. Raises `PracticeRefused` without any."""
    version = locked(version)
    said = {name: words.strip() for name, words in remarks.items() if words.strip()}
    if not said and not reason.strip():
        raise PracticeRefused(_("Say what is to be mended."), field="reason")
    version.consents.filter(given_at=None).update(expires_at=at)
    return move(version, PracticeState.RETURNED, by=by, at=at, reason=reason.strip(), remarks=said)


@transaction.atomic
def reject_version(*, version: PracticeVersion, reason: str, by: User, at: datetime) -> PracticeVersion:
    """It goes no further; who wrote it gets the reason."""
    if not reason.strip():
        raise PracticeRefused(_("Who wrote it has a right to the reason."), field="reason")
    return move(locked(version), PracticeState.REJECTED, by=by, at=at, reason=reason.strip())


@transaction.atomic
def call_duplicate(
    *, version: PracticeVersion, original: Practice, reason: str, by: User, at: datetime
) -> PracticeVersion:
    """Another practice tells this already; its page leads to that one."""
    version = locked(version)
    head = _head(original)
    if head.pk == version.practice_id:
        raise PracticeRefused(_("A practice is no duplicate of itself."), field="original")
    version.practice.duplicate_of = head
    return move(version, PracticeState.DUPLICATE, by=by, at=at, reason=reason.strip() or head.code)


@transaction.atomic
def call_variant(*, practice: Practice, original: Practice | None, by: User, at: datetime) -> Practice:
    """Say that it is a variant of another (both are shown, and count once), or that it is none."""
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    head = _head(original) if original else None
    if head is not None and head.pk == practice.pk:
        raise PracticeRefused(_("A practice is no variant of itself."), field="original")
    followers = list(practice.variants.select_for_update(of=("self",))) if head else []
    for one in [practice, *followers]:
        one.variant_of = head
        one.public_changed_at = at
        one.save(update_fields=["variant_of", "public_changed_at"])
        tell(one, by=by, at=at)
        tell_adoptions(one, by=by, at=at)
    return practice


@transaction.atomic
def withdraw_version(
    *, version: PracticeVersion, reason: str, by: User | None, at: datetime, by_name: str = ""
) -> PracticeVersion:
    """Who wrote it takes it back before it is public."""
    version = locked(version)
    if version.state in (PracticeState.PUBLISHED, PracticeState.ARCHIVED):
        raise PracticeRefused(_("What is published is taken back by its institution or the office."))
    return move(version, PracticeState.WITHDRAWN, by=by, at=at, by_name=by_name, reason=reason.strip())


def _ask(version: PracticeVersion, at: datetime) -> Consent:
    consent = Consent.objects.create(
        version=version,
        email=version.practice.contact_email,
        asked_at=at,
        expires_at=at + timedelta(days=CONSENT_DAYS),
    )
    ask_consent_by_letter(consent)
    return consent


def _refuse_own(version: PracticeVersion, by: User) -> None:
    practice = version.practice
    if practice.created_by_id == by.pk or version.edited_by_id == by.pk:
        raise PracticeRefused(_("Somebody else than who wrote it makes the first check."))


def _head(practice: Practice) -> Practice:
    """The practice that a family of variants counts as, as it is now. One query."""
    now = Practice.objects.select_related("variant_of").get(pk=practice.pk)
    return now.variant_of or now
