"""What the commands of this room share: filters, refusals, and the documents they print."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from mentorhalo.core.registry import SourceLink, registry

from .comparing import NotComparable, UnknownRun, moment_of
from .language import RuleRefused
from .queries import (
    NoProgramme,
    UnknownFigure,
    farthest_day,
    labels,
    programme_named,
    published,
    reason_words,
)
from .scope import Figure, Row

REFUSAL = 2


class FigureCommand(BaseCommand):
    """A command that answers 2 and one clear sentence to what it cannot understand."""

    def add_filters(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--programme", metavar="P", help="code of the programme; default: the one running, or the latest"
        )
        parser.add_argument("--as-of", metavar="DATE", help="the day the figure speaks for; default: today")
        parser.add_argument(
            "--known-at", metavar="DATETIME", help="only what was recorded by then; default: now"
        )
        parser.add_argument(
            "--county", metavar="CODE", default="", help="only this county, by its two-figure KSH code"
        )

    def add_json(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")

    def asked(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """The filters as the questions take them."""
        county = str(options["county"]).strip()
        if county and not (len(county) == 2 and county.isdigit()):
            raise refused(_("“{value}” is not the two-figure code of a county.").format(value=county))
        counties = dict(registry.choices["county"]())
        if county and counties and county not in counties:
            raise refused(_("There is no county of the code “{value}”.").format(value=county))
        return {
            "programme": programme_named(options["programme"]),
            "as_of": day_of(options["as_of"]),
            "known_at": known_at_of(options["known_at"]),
            "county": county,
        }

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except UnknownFigure as unknown:
            known = ", ".join(published())
            raise refused(
                _("There is no figure “{name}”. Known: {known}.").format(name=unknown.args[0], known=known)
            ) from None
        except NoProgramme as unknown:
            name = unknown.args[0]
            raise refused(
                _("There is no programme “{name}”.").format(name=name)
                if name
                else _("There is no programme yet.")
            ) from None
        except RuleRefused as refusal:
            raise refused(str(refusal)) from None
        except UnknownRun as unknown:
            raise refused(
                _("“{name}” is neither a snapshot nor a run like mentors@2026-01-31.").format(
                    name=unknown.args[0]
                )
            ) from None
        except NotComparable as refusal:
            raise refused(str(refusal)) from None

    def print_json(self, document: Any) -> None:
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def refused(words: str) -> CommandError:
    return CommandError(words, returncode=REFUSAL)


def day_of(text: str | None) -> date | None:
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise refused(_("“{value}” is not a day like 2026-01-31.").format(value=text))
    if day > farthest_day():
        raise refused(_("“%(value)s” is too far ahead.") % {"value": text})
    return day


def known_at_of(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        return moment_of(text)
    except ValueError:
        raise refused(_("“{value}” is not a moment like 2026-01-31T12:00.").format(value=text)) from None


def settings_of(given: Iterable[str] | None) -> dict[str, str]:
    """`NAME=VALUE …` as a mapping."""
    found = {}
    for text in given or ():
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise refused(_("“{value}” is not of the form NAME=VALUE.").format(value=text))
        found[name.strip()] = value.strip()
    return found


def figure_document(figure: Figure) -> dict[str, Any]:
    return {
        "code": figure.code,
        "name": figure.name,
        "value": figure.value,
        "unit": figure.unit,
        "rule_version": figure.rule_version,
        "as_of": figure.as_of.isoformat(),
        "known_at": figure.known_at.isoformat(),
        "programme": figure.programme,
        "filters": dict(figure.filters),
        "parameters": dict(figure.parameters),
        "details": dict(figure.details),
    }


def explained_document(figure: Figure) -> dict[str, Any]:
    rows = [*(figure.counted or ()), *(figure.excluded or ())]
    merged_into = [reason.values["into"] for row in rows for reason in row.reasons if "into" in reason.values]
    names = labels([*(row.unit for row in rows), *merged_into], day=figure.as_of)
    return {
        **figure_document(figure),
        "counted": [row_document(row, names) for row in figure.counted or ()],
        "excluded": [row_document(row, names) for row in figure.excluded or ()],
    }


def row_document(row: Row, names: Mapping[str, SourceLink]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "unit": row.unit,
        "label": str(names[row.unit].label),
        "facts": row.facts,
        "sources": row.sources,
    }
    if row.is_verified is not None:
        said["verified"] = row.is_verified
    if row.parts:
        said["parts"] = row.parts
    if row.because:
        said["because"] = row.because
    if row.reasons:
        said["reasons"] = [
            {**reason.as_json(), "words": reason_words(reason, names)} for reason in row.reasons
        ]
        said["reason"] = " ".join(reason["words"] for reason in said["reasons"])
    return said
