"""What happened to a party, told from the audit lines and from what other rooms add."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorhalo.accounts.models import User
from mentorhalo.core.models import AuditLine
from mentorhalo.core.registry import TimelineEntry, registry

from ..choices import ContactRole
from ..models import Community, Consortium, Organisation

LINES = 200
DEEDS = {
    "partners.revise": gettext_lazy("The card was corrected"),
    "partners.merge": gettext_lazy("Merged with another card"),
    "partners.undo_merge": gettext_lazy("A merge was undone"),
    "partners.split": gettext_lazy("Split in two"),
    "partners.undo_split": gettext_lazy("A split was undone"),
    "partners.revise_contact": gettext_lazy("A contact was corrected"),
    "partners.end_contact": gettext_lazy("A contact ended"),
    "partners.give_contact_consent": gettext_lazy("A contact gave consent"),
    "partners.withdraw_contact_consent": gettext_lazy("A contact withdrew consent and was erased"),
    "partners.let_represent": gettext_lazy("A contact's account was set"),
}


def history(
    request: HttpRequest, record: Organisation | Community | Consortium, ids: Collection[str]
) -> list[TimelineEntry]:
    """The latest first. Two queries, and what other rooms need for theirs."""
    kind = record._meta.model_name or ""
    entries = _audited(kind, ids, record)
    if not isinstance(record, Consortium):
        entries.append(TimelineEntry(at=record.created_at, title=_("Entered")))
    for source in registry.timelines.get(kind, []):
        entries.extend(source(request, ids))
    return sorted(entries, key=lambda entry: _moment(entry.at), reverse=True)


def deeds_of_other_rooms(request: HttpRequest, kind: str, pk: str) -> list[tuple[str, str]]:
    """(words, address) of what other rooms offer to do with the record."""
    return [link for source in registry.links.get(kind, []) for link in source(request, pk)]


def _audited(
    kind: str, ids: Collection[str], record: Organisation | Community | Consortium
) -> list[TimelineEntry]:
    lines = list(
        AuditLine.objects.filter(subject__in=[f"{kind}:{each}" for each in ids], deed__in=DEEDS)[:LINES]
    )
    told = {_deed(line): line for line in lines}
    people = {
        one.pk: str(one) for one in User.objects.filter(pk__in={line.by_id for line in lines if line.by_id})
    }
    return [
        TimelineEntry(
            at=line.at,
            title=str(DEEDS[line.deed]),
            body=" · ".join(filter(None, (_details(line.details, record), people.get(line.by_id, "")))),
        )
        for line in told.values()
    ]


def _deed(line: AuditLine) -> tuple[str, str]:
    """A merge or a split leaves a line on both cards, but happened once."""
    return line.deed, line.details.get("merge") or line.details.get("split") or str(line.pk)


def _details(details: dict[str, Any], record: Organisation | Community | Consortium) -> str:
    if "changed" in details:
        names = {each.name: each for each in record._meta.get_fields()}
        return ", ".join(str(getattr(names.get(name), "verbose_name", name)) for name in details["changed"])
    if "role" in details:
        return str(dict(ContactRole.choices).get(details["role"], ""))
    return ""


def _moment(at: date | datetime) -> datetime:
    return at if isinstance(at, datetime) else datetime.combine(at, time.min, timezone.get_current_timezone())
