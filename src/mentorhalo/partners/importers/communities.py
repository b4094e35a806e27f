from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorhalo.accounts.models import User
from mentorhalo.core.hungarian import fold
from mentorhalo.core.imports import ImportPlan
from mentorhalo.core.tabular import CellError, ColumnSpec, RowError, Table, parse_bool, parse_count

from ..actions import (
    CommunityDraft,
    OrganisationDraft,
    register_communities,
    register_organisations,
    revise_communities,
)
from ..choices import CommunityField, ExistenceProof, PartyType, SizeBand
from ..models import Community, Organisation
from .cells import Reader, choice_of
from .parties import (
    COUNTY,
    DESCRIPTION_EN,
    DESCRIPTION_HU,
    EXTERNAL_ID,
    NAME,
    SETTLEMENT,
    SETTLEMENT_CODE,
    STATUS,
    WEBSITE,
    Found,
    PartyImporter,
    Work,
)

MOST_DAYS = 32767


class CommunityImporter(PartyImporter):
    label = gettext_lazy("communities")
    party_type = PartyType.COMMUNITY
    model = Community
    draft_class = CommunityDraft
    can_create_missing = True
    columns = (
        EXTERNAL_ID,
        NAME,
        SETTLEMENT,
        SETTLEMENT_CODE,
        COUNTY,
        ColumnSpec("field", gettext_lazy("Field"), aliases=("terület", "tevékenység", "tevékenységi kör")),
        ColumnSpec("aliases", gettext_lazy("Other names"), aliases=("más néven", "egyéb név")),
        ColumnSpec("is_formal", gettext_lazy("Registered organisation"), aliases=("bejegyzett", "formális")),
        ColumnSpec(
            "host",
            gettext_lazy("Host"),
            aliases=("befogadó", "befogadó intézmény", "gazdaszervezet"),
            help=gettext_lazy(
                "Identifier, or name in the same settlement, of the organisation that houses it."
            ),
        ),
        ColumnSpec("founded_year", gettext_lazy("Year of foundation"), aliases=("alapítás éve", "alapítva")),
        ColumnSpec("size", gettext_lazy("Size"), aliases=("létszám", "size_band", "fő")),
        ColumnSpec(
            "meets_every_days",
            gettext_lazy("Meets every … days"),
            aliases=("ritmus", "hány naponta", "gyakoriság"),
        ),
        ColumnSpec("target_group", gettext_lazy("For whom"), aliases=("célcsoport",)),
        ColumnSpec("existence_proof", gettext_lazy("Proof of existence"), aliases=("létezés igazolása",)),
        WEBSITE,
        STATUS,
        DESCRIPTION_HU,
        DESCRIPTION_EN,
    )

    def _fields(self, reader: Reader, work: Work) -> dict[str, Any]:
        return {
            "aliases": self._bounded(reader, "aliases"),
            "target_group": self._bounded(reader, "target_group"),
            "field": reader.read("field", parse_field),
            "is_formal": reader.read("is_formal", parse_bool),
            "founded_year": reader.read("founded_year", parse_year),
            "size_band": reader.read("size", parse_size),
            "meets_every_days": reader.read("meets_every_days", parse_days),
            "existence_proof": reader.read("existence_proof", parse_proof),
            "host": reader.text("host"),
        }

    def _finish(self, found: list[Found], table: Table, plan: ImportPlan) -> list[Found]:
        """Turn the names of hosts into records, new ones where that was asked for."""
        work: Work = plan.context
        hosts = self._hosts(found)
        kept = []
        for row in found:
            words = row.given.get("host")
            if words:
                key = (row.given["settlement"].pk, fold(words))
                host = hosts.get(("", words)) or hosts.get(key)
                if host is None and work.create_missing:
                    host = hosts[key] = self._new_host(words, row, work)
                if host is None:
                    message = gettext_lazy(
                        "No organisation is known by this identifier, or by this name in the settlement."
                    )
                    plan.errors.append(RowError(row.number, table.heading_of("host"), words, message))
                    continue
                row.given["host"] = host
            kept.append(row)
        plan.notes.extend(
            _("%(name)s, %(settlement)s is added as a host.")
            % {"name": draft.name, "settlement": draft.settlement.name}
            for draft in work.missing
        )
        return kept

    def _hosts(self, found: list[Found]) -> dict[tuple[str, str], Organisation]:
        named = {row.given["host"] for row in found if "host" in row.given}
        if not named:
            return {}
        standing = Organisation.objects.not_merged()
        codes = {row.given["settlement"].pk for row in found if "host" in row.given}
        hosts = {(one.settlement_id, fold(one.name)): one for one in standing.filter(settlement__in=codes)}
        return hosts | {("", one.external_id): one for one in standing.filter(external_id__in=named)}

    def _new_host(self, words: str, row: Found, work: Work) -> Organisation:
        kind = work.kinds.named("other/other")
        draft = OrganisationDraft(name=words[:200], settlement=row.given["settlement"], kind=kind)
        work.missing.append(draft)
        return Organisation(id=draft.id, name=draft.name, settlement=draft.settlement)

    def _prepare(self, plan: ImportPlan, *, by: User | None, at: datetime) -> None:
        wanted = {row.data.draft.host.pk for row in plan.rows if row.data.draft.host}
        drafts = [draft for draft in plan.context.missing if draft.id in wanted]
        register_organisations(drafts=drafts, by=by, at=at)

    def _with_relations(self) -> Any:
        return super()._with_relations().select_related("host")

    def _likeness_kind(self, given: dict[str, Any]) -> Any:
        return given.get("field")

    def _register(self, drafts: list[Any], *, by: User | None, at: datetime) -> list[Any]:
        return register_communities(drafts=drafts, by=by, at=at)

    def _revise(self, revisions: list[tuple[Any, Any]], *, by: User | None, at: datetime) -> None:
        revise_communities(revisions=revisions, by=by, at=at)


parse_field = choice_of(CommunityField)
parse_proof = choice_of(ExistenceProof)
_parse_band = choice_of(SizeBand)


def parse_year(text: str) -> int | None:
    year = parse_count(text)
    if year is not None and not 1000 <= year <= 2100:
        raise CellError(gettext_lazy("Write a year, e.g. 1987."))
    return year


def parse_days(text: str) -> int | None:
    days = parse_count(text)
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise CellError(gettext_lazy("Write how many days pass between two meetings, e.g. 7."))
    return days


def parse_size(text: str) -> str:
    """A band by its words, or a number of people put into its band."""
    try:
        people = parse_count(text)
    except CellError:
        return _parse_band(text)
    for band in (SizeBand.UP_TO_10, SizeBand.UP_TO_25, SizeBand.UP_TO_50, SizeBand.UP_TO_100):
        if people is not None and people <= int(band):
            return band
    return SizeBand.OVER_100
