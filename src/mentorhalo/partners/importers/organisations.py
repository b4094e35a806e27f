from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorhalo.accounts.models import User
from mentorhalo.core.hungarian import fold
from mentorhalo.core.imports import ImportPlan
from mentorhalo.core.tabular import ColumnSpec, RowError, Table

from ..actions import OrganisationDraft, register_organisations, revise_organisations
from ..choices import PartyType
from ..models import Organisation
from .cells import Reader
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

OTHERS = ("part_of", "maintainer")


class OrganisationImporter(PartyImporter):
    label = gettext_lazy("organisations")
    party_type = PartyType.ORGANISATION
    model = Organisation
    draft_class = OrganisationDraft
    columns = (
        EXTERNAL_ID,
        NAME,
        ColumnSpec(
            "kind",
            gettext_lazy("Kind"),
            required=True,
            aliases=("típus", "intézménytípus", "fajta", "type"),
            help=gettext_lazy("Its name or code: községi könyvtár, library/vil."),
        ),
        SETTLEMENT,
        SETTLEMENT_CODE,
        COUNTY,
        ColumnSpec("short_name", gettext_lazy("Short name"), aliases=("rövid név", "rövidítés")),
        ColumnSpec(
            "legal_form", gettext_lazy("Legal form (GFO code)"), aliases=("GFO", "GFO-kód", "jogi forma")
        ),
        ColumnSpec("tax_number", gettext_lazy("Tax number"), aliases=("adószám",)),
        ColumnSpec("address", gettext_lazy("Address"), aliases=("cím", "székhely")),
        WEBSITE,
        STATUS,
        ColumnSpec(
            "part_of",
            gettext_lazy("Site of"),
            aliases=("telephelye", "anyaintézmény", "intézmény"),
            help=gettext_lazy(
                "Identifier, or name in the same settlement, of the institution it is a site of."
            ),
        ),
        ColumnSpec("maintainer", gettext_lazy("Maintainer"), aliases=("fenntartó",)),
        DESCRIPTION_HU,
        DESCRIPTION_EN,
    )

    def _fields(self, reader: Reader, work: Work) -> dict[str, Any]:
        given: dict[str, Any] = {
            name: self._bounded(reader, name)
            for name in ("short_name", "legal_form", "tax_number", "address")
        }
        given["kind"] = reader.read("kind", work.kinds.named)
        if not reader.text("kind"):
            reader.refuse("kind", _("Say what kind of organisation it is."))
        return given | {name: reader.text(name) for name in OTHERS}

    def _finish(self, found: list[Found], table: Table, plan: ImportPlan) -> list[Found]:
        """Turn the names of institutions and maintainers into records: of this table, or already known."""
        others = _Others(found)
        kept = []
        for row in found:
            errors = []
            for name in OTHERS:
                if name not in row.given:
                    continue
                other = others.meant(row.given[name], row)
                if other is None:
                    message = gettext_lazy(
                        "No organisation is known by this identifier, or by this name in the settlement."
                    )
                    errors.append(RowError(row.number, table.heading_of(name), row.given[name], message))
                row.given[name] = other
            plan.errors.extend(errors)
            if not errors:
                kept.append(row)
        return kept

    def _with_relations(self) -> Any:
        return super()._with_relations().select_related("kind", "part_of", "maintainer")

    def _likeness_kind(self, given: dict[str, Any]) -> Any:
        return given["kind"]

    def _register(self, drafts: list[Any], *, by: User | None, at: datetime) -> list[Any]:
        return register_organisations(drafts=drafts, by=by, at=at)

    def _revise(self, revisions: list[tuple[Any, Any]], *, by: User | None, at: datetime) -> None:
        revise_organisations(revisions=revisions, by=by, at=at)


class _Others:
    """Organisations that rows name: by identifier or by name in the row's settlement. Two queries."""

    def __init__(self, found: list[Found]) -> None:
        named = {row.given[name] for row in found for name in OTHERS if name in row.given}
        self.by_id: dict[str, Organisation] = {}
        self.by_name: dict[tuple[str, str], Organisation] = {}
        if not named:
            return
        standing = Organisation.objects.not_merged()
        codes = {row.given["settlement"].pk for row in found}
        for one in standing.filter(settlement__in=codes):
            self.by_name[one.settlement_id, fold(one.name)] = one
        for one in standing.filter(external_id__in=named):
            self.by_id[one.external_id] = one
        self._of_the_table(found)

    def meant(self, words: str, row: Found) -> Organisation | None:
        return self.by_id.get(words) or self.by_name.get((row.given["settlement"].pk, fold(words)))

    def _of_the_table(self, found: list[Found]) -> None:
        """Rows not known yet get the identity they will be written with."""
        for row in found:
            key = (row.given["settlement"].pk, fold(row.given["name"]))
            external_id = row.given.get("external_id", "")
            if key in self.by_name or external_id in self.by_id:
                continue
            future = Organisation(name=row.given["name"], settlement=row.given["settlement"])
            row.given["id"] = future.pk
            self.by_name[key] = future
            if external_id:
                self.by_id[external_id] = future
