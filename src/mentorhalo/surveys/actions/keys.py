"""The keys to people are destroyed on their day, in the answers and in what was sent."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from mentorhalo.accounts.models import User
from mentorhalo.core import audit

from ..models import RespondentKey, Study, Submission, UnitKey
from ..xforms import with_answers_blanked

AT_ONCE = 500


def erase_due_keys(*, at: datetime) -> int:
    """Destroy every identity whose day has come; how many. Goes on where it was stopped."""
    day = timezone.localdate(at)
    erased = 0
    while done := _erase_some(RespondentKey.objects.filter(delete_on__lte=day, erased_at=None), at):
        erased += done
    units = UnitKey.objects.filter(delete_on__lte=day, erased_at=None)
    erased += units.update(address="", name="", contact="", erased_at=at)
    if erased:
        audit.note(deed="erase_due_keys", subject="surveys:keys", by=None, at=at, details={"erased": erased})
    return erased


def erase_keys(*, study: Study, by: User, at: datetime) -> int:
    """Destroy all identities of a study before their day; how many."""
    keys = RespondentKey.objects.filter(response__version__instrument__study=study, erased_at=None)
    erased = 0
    while done := _erase_some(keys, at):
        erased += done
    units = UnitKey.objects.filter(unit__wave__study=study, erased_at=None)
    erased += units.update(address="", name="", contact="", erased_at=at)
    audit.note(deed="erase_keys", subject=f"study:{study.pk}", by=by.pk, at=at, details={"erased": erased})
    return erased


@transaction.atomic
def _erase_some(keys: QuerySet[RespondentKey], at: datetime) -> int:
    """The key itself and its answers in every submission of the thread; the hash of what was sent stays."""
    threads = list(keys.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    sent = Submission.objects.filter(thread__in=threads, blanked_at=None).select_related("version")
    changed = []
    for submission in sent.defer("version__xform", "version__schema", "version__definition"):
        submission.xml = with_answers_blanked(bytes(submission.xml), set(submission.version.identity_keys))
        submission.blanked_at = at
        changed.append(submission)
    Submission.objects.bulk_update(changed, ["xml", "blanked_at"])
    return RespondentKey.objects.filter(pk__in=threads).update(answers={}, erased_at=at)
