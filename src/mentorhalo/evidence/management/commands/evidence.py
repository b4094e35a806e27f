"""`mentorhalo evidence verify|reconcile|seal`: is the journal unaltered, is it complete, close what is new."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from mentorhalo.evidence import queries
from mentorhalo.evidence.actions import seal
from mentorhalo.evidence.queries import Reconciliation, Verification


class Command(BaseCommand):
    help = "Prove that the journal was not altered, that it says what the records say, and seal what is new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="verify|reconcile|seal")
        verify = deeds.add_parser("verify", help="Recompute digests, roots and the chain of seals.")
        verify.add_argument(
            "--expect", metavar="HASH", default="", help="A seal's hash that was written down elsewhere."
        )
        reconcile = deeds.add_parser("reconcile", help="Derive all facts again and compare.")
        closing = deeds.add_parser("seal", help="Close all rows that are not sealed yet.")
        for deed in (verify, reconcile, closing):
            deed.add_argument("--json", action="store_true", help="Print one JSON document and nothing else.")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["deed"]:
            case "verify":
                self.verify(options)
            case "reconcile":
                self.reconcile(options)
            case "seal":
                self.seal(options)

    def verify(self, options: dict[str, Any]) -> None:
        with _progress(options) as progress:
            task = progress.add_task(_("Verifying the journal"), total=None)
            found = queries.verify(
                lambda done, total: progress.update(task, completed=done, total=total),
                expect=options["expect"],
            )
        self.answer(found, options, self.tell_verification)

    def reconcile(self, options: dict[str, Any]) -> None:
        with _progress(options) as progress:
            task = progress.add_task(_("Deriving the facts again"), total=None)
            found = queries.reconcile(lambda done, total: progress.update(task, completed=done, total=total))
        self.answer(found, options, self.tell_reconciliation)

    def seal(self, options: dict[str, Any]) -> None:
        made = seal(at=timezone.now())
        last = made or queries.last_seal()
        if options["json"]:
            self.print_json(
                {
                    "sealed": made is not None,
                    "number": last.number if last else 0,
                    "sealed_at": last.sealed_at if last else None,
                    "head": last.digest if last else "",
                }
            )
        elif made is None:
            self.stdout.write(_("There is nothing new to seal."))
        if last and not options["json"]:
            self.stdout.write(
                _("Seal %(number)s: %(digest)s") % {"number": last.number, "digest": last.digest}
            )

    def answer(self, found: Any, options: dict[str, Any], tell: Any) -> None:
        if options["json"]:
            self.print_json(found.as_dict())
        else:
            tell(found)
        if not found.ok:
            sys.exit(1)

    def print_json(self, document: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False))

    def tell_verification(self, found: Verification) -> None:
        for table in found.unguarded:
            self.stderr.write(
                _("The database does not guard the table %(table)s: its triggers are missing or off.")
                % {"table": table}
            )
        if found.fault:
            self.stdout.write(_("The journal was altered. %(fault)s.") % {"fault": found.fault})
            return
        self.stdout.write(
            _("The journal is whole: %(rows)s rows, %(sealed)s of them under %(seals)s seals.")
            % {"rows": sum(found.rows.values()), "sealed": found.sealed, "seals": found.seals}
        )
        if found.unsealed:
            self.stdout.write(
                _("%(count)s rows are not sealed yet; each fits its own digest.") % {"count": found.unsealed}
            )
        if found.seals:
            self.stdout.write(
                _("Last seal, %(at)s: %(digest)s")
                % {"at": f"{timezone.localtime(found.sealed_at):%Y-%m-%d %H:%M:%S}", "digest": found.head}
            )
        if found.expected_seal:
            self.stdout.write(
                _("The hash that was written down is that of seal %(number)s.")
                % {"number": found.expected_seal}
            )

    def tell_reconciliation(self, found: Reconciliation) -> None:
        if found.ok:
            self.stdout.write(
                _("The journal says what the records say: %(facts)s facts of %(sources)s records.")
                % {"facts": found.facts, "sources": found.sources}
            )
            return
        self.stdout.write(
            _("Journal and records differ in %(count)s places. The first of them:")
            % {"count": found.different}
        )
        for difference in found.differences:
            columns = f" ({', '.join(difference.columns)})" if difference.columns else ""
            source = f"{difference.source_type} {difference.source_id}".strip()
            self.stdout.write(f"  {source} {difference.fact}: {difference.kind.label}{columns}")


def _progress(options: dict[str, Any]) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True, quiet=options["verbosity"] == 0),
        transient=True,
    )
