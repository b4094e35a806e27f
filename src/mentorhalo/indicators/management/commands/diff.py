"""`mentorhalo diff RUN RUN`: the difference of two runs of a figure, row by row, with the cause of each."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from mentorhalo.indicators.commandline import FigureCommand
from mentorhalo.indicators.comparing import Difference, Run, cause_sentence, difference, run_named
from mentorhalo.indicators.queries import labels, programme_named


class Command(FigureCommand):
    help = "Compare two runs: ids of snapshots (the first eight letters do), or FIGURE@DAY[@MOMENT]."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("first", metavar="RUN")
        parser.add_argument("second", metavar="RUN")
        parser.add_argument("--programme", metavar="P", help="for runs that are not snapshots")
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        programme = programme_named(options["programme"]) if options["programme"] else None
        found = difference(
            run_named(options["first"], programme=programme),
            run_named(options["second"], programme=programme),
        )
        document = _document(found)
        if options["json"]:
            self.print_json(document)
            return
        self.stdout.write(f"{found.first.asked.indicator.code}: {found.first_value} → {found.second_value}")
        for row in document["rows"]:
            sign = "+" if row["change"] == "gained" else "-"
            words = " ".join(cause["words"] for cause in row["causes"])
            self.stdout.write(f"{sign} {row['label']}  [{row['unit']}]  {words}")
        if not document["rows"]:
            self.stdout.write(_("No difference."))


def _document(found: Difference) -> dict[str, Any]:
    others = [
        cause.values[key]
        for change in found.changes
        for cause in change.causes
        for key in ("into", "from")
        if key in cause.values
    ]
    names = labels([*(change.unit for change in found.changes), *others], day=found.second.scope.as_of)
    return {
        "code": found.first.asked.indicator.code,
        "first": _run_document(found.first, found.first_value),
        "second": _run_document(found.second, found.second_value),
        "difference": found.second_value - found.first_value,
        "rows": [
            {
                "unit": change.unit,
                "label": str(names[change.unit].label),
                "change": "gained" if change.gained else "lost",
                "causes": [
                    {
                        "code": cause.code,
                        "words": cause_sentence(cause, names),
                        "facts": cause.facts,
                        "sources": cause.sources,
                    }
                    for cause in change.causes
                ],
            }
            for change in found.changes
        ],
    }


def _run_document(run: Run, value: int) -> dict[str, Any]:
    return {
        "run": str(run.snapshot.pk) if run.snapshot else run.name,
        "value": value,
        "rule_version": run.asked.definition.version,
        "as_of": run.scope.as_of.isoformat(),
        "known_at": run.scope.known_at.isoformat() if run.scope.known_at else None,
        "filters": run.scope.filters,
        "overrides": dict(run.asked.overrides),
    }
