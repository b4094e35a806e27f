"""`mentorhalo import WHAT FILE`: bring in a table; nothing is written while a row of it is refused."""  # noqa: N999

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.core import imports
from mentorhalo.core.imports import ImportPlan, ImportRefused
from mentorhalo.core.registry import registry
from mentorhalo.core.tabular import Table, TableError

SHOWN_ERRORS = 1000


class Command(BaseCommand):
    help = "Bring in a table (CSV or XLSX). Nothing is written while a row is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", metavar="WHAT", choices=sorted(registry.importers))
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done; write nothing.")
        parser.add_argument(
            "--create-missing",
            action="store_true",
            help="Create the parties that are named but not known yet.",
        )
        parser.add_argument(
            "--map",
            metavar="COLUMN=HEADING",
            action="append",
            default=[],
            help="Say which heading of the file stands for a column. May be given more than once.",
        )
        parser.add_argument(
            "--answer",
            metavar="QUESTION=ANSWER",
            action="append",
            default=[],
            help="Decide what the plan asks (as printed). May be given more than once.",
        )
        parser.add_argument(
            "--skip-refused", action="store_true", help="Leave refused rows out and write the others."
        )
        parser.add_argument("--json", action="store_true", help="Print one JSON document and nothing else.")

    def handle(self, *args: Any, **options: Any) -> None:
        importer = imports.importer_of(options["what"])
        try:
            with options["file"].open("rb") as stream:
                table = imports.read_for(importer, stream, options["file"].name)
                plan = imports.plan_import(
                    importer,
                    table,
                    chosen=_pairs(options["map"]) or None,
                    create_missing=options["create_missing"],
                    decisions=_pairs(options["answer"]),
                )
                done = {} if options["dry_run"] else self.applied(importer, plan, options)
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be opened: %(reason)s")
                % {"file": options["file"], "reason": error.strerror or error}
            ) from error
        except (TableError, ImportRefused) as error:
            raise CommandError(str(error)) from error
        self.tell(table, plan, done, options)
        if plan.errors and not options["skip_refused"]:
            sys.exit(1)

    def applied(
        self, importer: imports.Importer, plan: ImportPlan, options: dict[str, Any]
    ) -> dict[str, int]:
        if plan.errors and not options["skip_refused"]:
            return {}
        return imports.apply_import(
            importer, plan, by=None, at=timezone.now(), skip_refused=options["skip_refused"]
        )

    def tell(self, table: Table, plan: ImportPlan, done: dict[str, int], options: dict[str, Any]) -> None:
        importer = imports.importer_of(options["what"])
        refused = len({error.row for error in plan.errors})
        if options["json"]:
            document = {
                "what": options["what"],
                "file": table.name,
                "encoding": table.encoding,
                "planned": plan.counts(),
                "unchanged": plan.unchanged,
                "refused": refused,
                "written": done,
                "dry_run": options["dry_run"],
                "notes": [str(note) for note in plan.notes],
                "questions": [
                    {
                        "key": question.key,
                        "text": str(question.text),
                        "answers": [value for value, _words in question.options],
                    }
                    for question in plan.questions
                ],
                "errors": [
                    {
                        "row": error.row,
                        "column": error.column,
                        "value": error.value,
                        "message": str(error.message),
                    }
                    for error in plan.errors
                ],
            }
            self.stdout.write(json.dumps(document, ensure_ascii=False))
            return
        if table.encoding:
            self.stdout.write(_("Read as %(encoding)s.") % {"encoding": table.encoding})
        for note in plan.notes:
            self.stdout.write(str(note))
        for question in plan.questions:
            self.stdout.write(f"{question.key}: {question.text}")
            for value, words in question.options:
                self.stdout.write(f"  --answer {question.key}={value}  {words}")
        for error in plan.errors[:SHOWN_ERRORS]:
            self.stderr.write(_row_error(error.row, error.column, error.value, str(error.message)))
        counts = done or plan.counts()
        for deed, words in importer.deeds.items():
            if counts.get(deed):
                self.stdout.write(f"{counts[deed]} {words}")
        self.stdout.write(_("%(count)s unchanged") % {"count": plan.unchanged})
        if refused:
            self.stdout.write(
                ngettext("%(count)s row refused", "%(count)s rows refused", refused) % {"count": refused}
            )
        if not done:
            self.stdout.write(_("Nothing was written."))


def _row_error(row: int, column: str, value: str, message: str) -> str:
    place = _("row %(row)s") % {"row": row}
    said = f" ({value[:60]})" if value else ""
    return f"{place}, {column}{said}: {message}" if column else f"{place}: {message}"


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise CommandError(_("Write it as NAME=VALUE: %(text)s") % {"text": text})
        pairs[name.strip()] = value.strip()
    return pairs
