"""What cells that name a settlement, a kind or a choice mean."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from mentorhalo.core.hungarian import closeness, fold, matches
from mentorhalo.core.numbers import day as in_words
from mentorhalo.core.tabular import CellError, Record, RowError, Table, parse_code
from mentorhalo.territory.models import Settlement

from ..models import OrganisationKind

# What people write instead of a kind's own name.
KINDS_BY_USE = {
    "konyvtar": "library/vil",
    "library": "library/vil",
    "kozsegi konyvtar": "library/vil",
    "kihi": "library/ksz",
    "muzeum": "museum/ter",
    "museum": "museum/ter",
    "muzealis intezmeny": "museum/ter",
    "tajhaz": "museum/exh",
    "kozmuvelodesi intezmeny": "community/house",
    "kozmuvelodes": "community/house",
    "community": "community/house",
    "muvelodesi haz": "community/house",
    "faluhaz": "community/house",
    "kozossegi haz": "community/house",
    "ikszt": "community/integrated",
    "onkormanyzat": "municipality/local",
    "municipality": "municipality/local",
    "civil szervezet": "civil/other",
    "civil": "civil/other",
    "egyhaz": "church/other",
    "church": "church/other",
    "vallalkozas": "business/company",
    "business": "business/company",
    "iskola": "school/primary",
    "school": "school/primary",
    "egyeb": "other/other",
    "other": "other/other",
}


@dataclass
class Reader:
    """Reads the cells of one row; what cannot be understood is noted as an error of that row and read as None."""

    table: Table
    record: Record
    errors: list[RowError] = field(default_factory=list)

    def text(self, name: str) -> str:
        return " ".join(self.record[name].replace("\0", "").split())

    def refuse(self, name: str, message: str | Promise) -> None:
        self.errors.append(
            RowError(self.record.number, self.table.heading_of(name), self.record[name], message)
        )

    def read[T](self, name: str, parse: Callable[[str], T]) -> T | None:
        """None for an empty cell and for one that is refused."""
        text = self.text(name)
        if not text:
            return None
        try:
            return parse(text)
        except CellError as error:
            self.refuse(name, error.message)
            return None


class Places:
    """All settlements, read by one query, found by code or name."""

    def __init__(self) -> None:
        self.by_code: dict[str, Settlement] = {}
        self.by_name: dict[str, list[Settlement]] = defaultdict(list)
        for one in Settlement.objects.select_related("county"):
            self.by_code[one.code] = one
            self.by_name[fold(one.name)].append(one)

    def by_ksh(self, text: str) -> Settlement:
        """Raises `CellError`."""
        code = parse_code(text, 5) or ""
        if code not in self.by_code:
            raise CellError(_("There is no settlement with this KSH code."))
        return self._standing(self.by_code[code])

    def named(self, text: str, county: str = "") -> Settlement:
        """The one settlement meant, by name or code; raises `CellError`."""
        if text.isdecimal():
            return self.by_ksh(text)
        meant = [one for one in self.by_name[fold(text)] if matches(text, one.name) and _lies_in(one, county)]
        exact = [one for one in meant if closeness(text, one.name) == 0]
        meant = exact or meant
        if not meant:
            raise CellError(
                _("There is no settlement of this name. Check the spelling, or write its KSH code.")
            )
        if len(meant) > 1:
            names = ", ".join(f"{one.name} ({one.code})" for one in meant)
            raise CellError(
                _("This may be more than one: %(names)s. Write it with accents, or its KSH code.")
                % {"names": names}
            )
        return self._standing(meant[0])

    def _standing(self, settlement: Settlement) -> Settlement:
        if settlement.ended_on is not None:
            raise CellError(
                _("%(name)s is no settlement of its own since %(day)s.")
                % {"name": settlement.name, "day": in_words(settlement.ended_on)}
            )
        return settlement

    def of_row(
        self, reader: Reader, *, name: str = "settlement", code: str = "settlement_code"
    ) -> Settlement | None:
        """The settlement of a row by its code, else by its name; refuses the row where neither says one."""
        if reader.text(code):
            found = reader.read(code, self.by_ksh)
            typed = reader.text(name)
            if found and typed and not typed.isdecimal() and not _is_called(typed, found):
                reader.refuse(
                    name,
                    _("The KSH code belongs to %(name)s, not to this settlement.") % {"name": found.name},
                )
                return None
            return found
        if not reader.text(name):
            reader.refuse(name, _("Say which settlement it belongs to."))
            return None
        county = reader.text("county")
        return reader.read(name, lambda text: self.named(text, county))


class Kinds:
    """All kinds of organisations, read by one query, found by sector/code, code, name or what people say."""

    def __init__(self) -> None:
        self.found: dict[str, list[OrganisationKind]] = defaultdict(list)
        for kind in OrganisationKind.objects.all():
            for words in {fold(kind.path), fold(kind.code), fold(kind.name_hu), fold(kind.name_en)}:
                self.found[words].append(kind)
        for words, path in KINDS_BY_USE.items():
            if words not in self.found and (meant := self.found.get(fold(path))):
                self.found[words] = meant

    def named(self, text: str) -> OrganisationKind:
        """Raises `CellError`."""
        meant = self.found.get(fold(text), [])
        if not meant:
            raise CellError(
                _(
                    "There is no such kind of organisation. Write its name or code, e.g. library/vil or községi könyvtár."
                )
            )
        if len(meant) > 1:
            paths = ", ".join(kind.path for kind in meant)
            raise CellError(_("This may be more than one kind: %(kinds)s.") % {"kinds": paths})
        return meant[0]


def choice_of(choices: type[TextChoices]) -> Callable[[str], str]:
    """A parser of a choice's code or of its words in either language."""

    @cache
    def known() -> dict[str, str]:
        words: dict[str, str] = {}
        for language in ("hu", "en"):
            with override(language):
                words |= {fold(str(label)): value for value, label in choices.choices}
        return words | {fold(value): value for value in choices.values}

    def parse(text: str) -> str:
        if fold(text) not in known():
            names = ", ".join(f"{value} ({label})" for value, label in choices.choices)
            raise CellError(_("Write one of these: %(names)s.") % {"names": names})
        return known()[fold(text)]

    return parse


def _is_called(typed: str, settlement: Settlement) -> bool:
    return closeness(typed, settlement.name) <= 1 and matches(typed, settlement.name)


def _lies_in(settlement: Settlement, county: str) -> bool:
    """Is it in the county named, by code or by name with or without its label? Any, if none is named."""
    if not county:
        return True
    return settlement.county_id == county or fold(county).startswith(fold(settlement.county.name))
