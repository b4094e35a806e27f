"""What an institution does by its link: agrees to exactly these words, takes that back, confirms each year."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User

from ...choices import PracticeState
from ...completeness import missing_in
from ...fingerprints import fingerprint_of
from ...models import Consent, PracticeVersion
from ...queries.practice_links import consent_text
from .states import PracticeRefused, let_find, locked, move

A_YEAR = timedelta(days=365)


@transaction.atomic
def give_consent(
    *, consent: Consent, name: str, role: str, wording: int, seen: int, at: datetime
) -> PracticeVersion:
    """The institution agrees to the words as they stand. Again is harmless; too late, or to other words, is refused."""
    version = locked(consent.version)
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.given_at is not None:
        return version
    if consent.expires_at < at or version.state != PracticeState.CHECKED:
        raise PracticeRefused(_("This link is closed: please ask who sent it for a new one."))
    if version.seen != seen:
        raise PracticeRefused(_("The description was changed meanwhile. Please read it again."))
    text = consent_text(timezone.localdate(at))
    if text.number != wording:
        raise PracticeRefused(
            _("The wording of the consent was changed meanwhile. Please read it again below.")
        )
    missing = missing_in(version)
    if missing:
        raise PracticeRefused(
            _("Before you can agree, please complete: %(missing)s.") % {"missing": "; ".join(missing)}
        )
    consent.text, consent.given_at = text, at
    consent.given_by, consent.role = " ".join(name.split()), " ".join(role.split())
    consent.fingerprint = fingerprint_of(version)
    consent.save()
    return move(version, PracticeState.CONSENTED, by=None, by_name=consent.given_by, at=at)


@transaction.atomic
def withdraw_consent(*, consent: Consent, reason: str, by: User | None, at: datetime) -> PracticeVersion:
    """The institution takes its consent back: what is public vanishes, and the practice counts no more. Again is harmless."""
    version = locked(consent.version)
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.given_at is None:
        raise PracticeRefused(_("There is no consent to take back."))
    if consent.withdrawn_at is not None:
        return version
    consent.withdrawn_at, consent.withdrawn_because = at, reason.strip()
    consent.save()
    practice = version.practice
    # Earlier versions of it were agreed to by the same institution: none of them is shown again.
    Consent.objects.in_force().filter(version__practice=practice).update(
        withdrawn_at=at, withdrawn_because=consent.withdrawn_because
    )
    if practice.public_version_id is not None and practice.public_version_id != version.pk:
        public = practice.public_version
        assert public is not None
        public.practice = practice
        practice.public_version = None
        move(public, PracticeState.WITHDRAWN, by=by, by_name=consent.given_by, at=at, reason=reason.strip())
        practice = public.practice
    practice.public_version, practice.public_changed_at = None, at
    version.practice = practice
    if version.state == PracticeState.SUPERSEDED:
        practice.save()
        let_find(practice)
        return version
    return move(
        version, PracticeState.WITHDRAWN, by=by, by_name=consent.given_by, at=at, reason=reason.strip()
    )


@transaction.atomic
def confirm_practice(*, consent: Consent, at: datetime) -> PracticeVersion:
    """The institution says that it still holds: a year's peace, and back into the lists where it had left them."""
    version = locked(consent.version)
    if consent.given_at is None or consent.withdrawn_at is not None:
        raise PracticeRefused(_("There is nothing to confirm."))
    practice = version.practice
    if practice.public_version_id != version.pk:
        raise PracticeRefused(_("A newer version is public: please use the link you got for that one."))
    today = timezone.localdate(at)
    practice.confirmed_on, practice.confirm_by = today, today + A_YEAR
    practice.asked_to_confirm, practice.archived_on = 0, None
    practice.public_changed_at = at
    if version.state == PracticeState.ARCHIVED:
        return move(version, PracticeState.PUBLISHED, by=None, by_name=consent.given_by, at=at)
    practice.save()
    return version
