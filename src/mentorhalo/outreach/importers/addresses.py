"""Addresses with proof of consent, row by row: when it was given, how, and where the proof is. Without it a row is refused."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorhalo.accounts.models import User
from mentorhalo.core.hungarian import fold
from mentorhalo.core.imports import ImportPlan, ImportRefused, PlannedRow
from mentorhalo.core.tabular import CellError, ColumnSpec, Record, RowError, Table, parse_day
from mentorhalo.programmes.models import Topic
from mentorhalo.programmes.queries import county_names

from ..actions.consents import LANGUAGES, ConsentRefused, ProvenConsent, Refusals, Wish, record_consents
from ..choices import ConsentChannel, Purpose

LONGEST_ADDRESS = 254
LONGEST_PROOF = 300
PURPOSES = {
    "": Purpose.NEWSLETTER,
    "newsletter": Purpose.NEWSLETTER,
    "hirlevel": Purpose.NEWSLETTER,
    "county_letter": Purpose.COUNTY_LETTER,
    "megyei level": Purpose.COUNTY_LETTER,
    "varmegyei level": Purpose.COUNTY_LETTER,
}
CHANNELS = {
    "paper": ConsentChannel.PAPER,
    "papir": ConsentChannel.PAPER,
    "alairt papir": ConsentChannel.PAPER,
    "iv": ConsentChannel.PAPER,
    "import": ConsentChannel.IMPORT,
    "register": ConsentChannel.IMPORT,
    "web": ConsentChannel.IMPORT,
    "nyilvantartas": ConsentChannel.IMPORT,
    "masik nyilvantartas": ConsentChannel.IMPORT,
}


class AddressImporter:
    """Nobody is asked by letter to consent, and nobody is written to without proof of it."""

    label = gettext_lazy("addresses with consent")
    can_create_missing = False
    deeds: ClassVar[Mapping[str, Any]] = {"add": gettext_lazy("taken over")}
    columns = (
        ColumnSpec(
            "email",
            gettext_lazy("E-mail address"),
            required=True,
            aliases=("e-mail", "email cím", "levelezési cím"),
        ),
        ColumnSpec("name", gettext_lazy("Name"), aliases=("név", "teljes név")),
        ColumnSpec(
            "language",
            gettext_lazy("Language"),
            aliases=("nyelv",),
            help=gettext_lazy("hu or en; Hungarian if empty."),
        ),
        ColumnSpec(
            "purpose",
            gettext_lazy("For what"),
            aliases=("cél", "mire"),
            help=gettext_lazy("newsletter or county_letter; the newsletter if empty."),
        ),
        ColumnSpec(
            "consented_on",
            gettext_lazy("Day of the consent"),
            required=True,
            aliases=("hozzájárulás napja", "hozzájárulás dátuma", "dátum", "date"),
        ),
        ColumnSpec(
            "how",
            gettext_lazy("How it was given"),
            required=True,
            aliases=("hogyan", "módja", "csatorna"),
            help=gettext_lazy("paper (a signed sheet) or register (confirmed in another register)."),
        ),
        ColumnSpec(
            "proof",
            gettext_lazy("Where the proof is"),
            required=True,
            aliases=("bizonyíték", "igazolás", "bizonyíték helye"),
            help=gettext_lazy("File number and place of the sheet, or the entry of the other register."),
        ),
        ColumnSpec(
            "topics",
            gettext_lazy("Topics"),
            aliases=("témák", "téma"),
            help=gettext_lazy("Codes or names, parted by commas; all if empty."),
        ),
        ColumnSpec(
            "counties",
            gettext_lazy("Counties"),
            aliases=("vármegyék", "megyék", "megye", "vármegye"),
            help=gettext_lazy("Codes or names, parted by commas; the whole country if empty."),
        ),
    )

    def plan(
        self, table: Table, *, create_missing: bool = False, decisions: Mapping[str, str] | None = None
    ) -> ImportPlan:
        """Two queries, and two for each 500 rows."""
        plan = ImportPlan()
        known = _Known()
        rows = [_Row(record, table, known) for record in table.records()]
        refusals = Refusals([row.email for row in rows])
        seen: set[tuple[str, str]] = set()
        for row in rows:
            consent = row.consent()
            if consent is not None and (consent.email, consent.purpose) in seen:
                row.refuse("email", _("This address stands in the table twice."))
            elif consent is not None and refusals.stands(consent.email, consent.purpose):
                plan.unchanged += 1
            elif consent is not None:
                if why := refusals.against(consent.email, consent.purpose, consent.given_at):
                    row.refuse("email", why)
                else:
                    details = [consent.proof]
                    plan.rows.append(PlannedRow(row.number, "add", consent.email, details, data=consent))
                seen.add((consent.email, consent.purpose))
            plan.errors.extend(row.errors)
        return plan

    @transaction.atomic
    def apply(self, plan: ImportPlan, *, by: User | None, at: datetime) -> dict[str, int]:
        if by is None:
            raise ImportRefused(_("Bring addresses in on the page: the register names who took them over."))
        try:
            record_consents(consents=[row.data for row in plan.rows], by=by, at=at)
        except ConsentRefused as refusal:
            raise ImportRefused(str(refusal)) from None
        return plan.counts()


class _Known:
    """What cells may name: topics and counties by code or by name. Two queries."""

    def __init__(self) -> None:
        self.topics: dict[str, str] = {}
        for topic in Topic.objects.in_use():
            for words in (topic.code, topic.name_hu, topic.name_en):
                self.topics[fold(words)] = topic.code
        self.counties = {fold(words): code for code, name in county_names().items() for words in (code, name)}


class _Row:
    """Reads one row; what cannot be understood is noted as its error."""

    def __init__(self, record: Record, table: Table, known: _Known) -> None:
        self.record = record
        self.table = table
        self.known = known
        self.errors: list[RowError] = []
        self.email = self.text("email").lower()

    @property
    def number(self) -> int:
        return self.record.number

    def text(self, name: str) -> str:
        return " ".join(self.record[name].replace("\0", "").split())

    def refuse(self, name: str, message: Any) -> None:
        self.errors.append(RowError(self.number, self.table.heading_of(name), self.record[name], message))

    def consent(self) -> ProvenConsent | None:
        """None where anything of the row is refused."""
        given_at = self._given_at()
        consent = ProvenConsent(
            email=self._email(),
            purpose=self._one_of("purpose", PURPOSES, _("Write newsletter or county_letter.")),
            given_at=given_at or timezone.now(),
            channel=self._one_of("how", CHANNELS, _("Write paper or register: how the consent was given.")),
            proof=self._proof(),
            name=self.text("name")[:150],
            language=self._language(),
            wishes=self._wishes(),
        )
        return None if self.errors else consent

    def _email(self) -> str:
        try:
            validate_email(self.email)
        except ValidationError:
            self.email = ""
        if not 0 < len(self.email) <= LONGEST_ADDRESS:
            self.refuse("email", _("This is no e-mail address."))
        return self.email

    def _given_at(self) -> datetime | None:
        try:
            day = parse_day(self.text("consented_on"))
        except CellError as error:
            self.refuse("consented_on", error.message)
            return None
        if day is None:
            self.refuse(
                "consented_on", _("Say when the consent was given: without it nobody may be written to.")
            )
            return None
        if day > timezone.localdate():
            self.refuse("consented_on", _("The day of the consent is still to come."))
            return None
        noon = timezone.make_aware(datetime.combine(day, time(12)))
        return min(noon, timezone.now())

    def _proof(self) -> str:
        proof = self.text("proof")
        if not proof:
            self.refuse("proof", _("Say where the proof is: without it nobody may be written to."))
        elif len(proof) > LONGEST_PROOF:
            self.refuse("proof", _("At most %(most)s characters.") % {"most": LONGEST_PROOF})
        return proof

    def _language(self) -> str:
        language = fold(self.text("language"))[:2] or "hu"
        if language not in LANGUAGES:
            self.refuse("language", _("Write hu or en."))
        return language

    def _wishes(self) -> tuple[Wish, ...]:
        topics = self._many("topics", self.known.topics, _("There is no such topic."))
        counties = self._many("counties", self.known.counties, _("There is no such county."))
        return tuple(Wish(topic, county) for topic in topics for county in counties)

    def _one_of(self, name: str, known: Mapping[str, Any], message: str) -> str:
        found = known.get(fold(self.text(name)))
        if found is None:
            self.refuse(name, message)
        return str(found or "")

    def _many(self, name: str, known: Mapping[str, str], message: str) -> list[str]:
        words = [word for word in self.text(name).replace(";", ",").split(",") if word.strip()]
        codes = [known.get(fold(word.strip()), "") for word in words]
        if not all(codes):
            self.refuse(name, message)
        return codes or [""]
