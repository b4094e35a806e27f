"""`mentorhalo explain FIGURE`: the counted and excluded rows of one figure, with reasons; a what-if by --set."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from mentorhalo.core.numbers import amount
from mentorhalo.indicators.commandline import FigureCommand, explained_document, settings_of
from mentorhalo.indicators.queries import explain


class Command(FigureCommand):
    help = "Open a figure down to its rows: what is counted, what is not, and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("figure", metavar="FIGURE", help="code or number, such as mentors or I1")
        self.add_filters(parser)
        parser.add_argument(
            "--set",
            action="extend",
            nargs="+",
            metavar="NAME=VALUE",
            help="set a parameter of the rule otherwise; none switches it off",
        )
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        found = explain(options["figure"], overrides=settings_of(options["set"]), **self.asked(options))
        document = explained_document(found)
        if options["json"]:
            self.print_json(document)
            return
        self.stdout.write(f"{found.name}: {amount(found.value)} {found.unit}")
        for name, value in found.parameters.items():
            self.stdout.write(f"  {name} = {'none' if value is None else value}")
        self.stdout.write(_("Counted: {count}").format(count=len(document["counted"])))
        for row in document["counted"]:
            self.stdout.write(
                f"  {row['label']}  [{row['unit']}]  " + _("{count} facts").format(count=len(row["facts"]))
            )
        self.stdout.write(_("Not counted: {count}").format(count=len(document["excluded"])))
        for row in document["excluded"]:
            self.stdout.write(f"  {row['label']}  [{row['unit']}]  {row['reason']}")
