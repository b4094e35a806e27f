from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from mentorhalo.accounts.models import User
from mentorhalo.demo.accounts import ACCOUNTS, PASSWORD
from mentorhalo.demo.build import AlreadyBuilt, build


class Command(BaseCommand):
    help = "Build the demonstration programme: three years of a mentor network, invented, on the real settlements."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=float, default=1.0, metavar="N", help="1 is the real size")
        parser.add_argument(
            "--empty", action="store_true", help="only programme, group and accounts; no work"
        )
        parser.add_argument(
            "--today", type=date.fromisoformat, metavar="DATE", help="build as if on that day"
        )
        parser.add_argument(
            "--silent-accounts", action="store_true", help="do not print the accounts at the end"
        )
        parser.add_argument("--accounts", action="store_true", help="only print the accounts")

    def handle(self, **options: Any) -> None:
        if options["accounts"]:
            self._print_accounts()
            return
        if not 0 < options["scale"] <= 100:
            raise CommandError("--scale must be above 0 and at most 100.")
        console = Console(stderr=True, quiet=options["verbosity"] == 0)
        columns = (
            TextColumn("[progress.description]{task.description:<34}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console) as progress:
            tasks: dict[str, TaskID] = {}

            def report(words: str, done: int, total: int) -> None:
                if words not in tasks:
                    tasks[words] = progress.add_task(words, total=total)
                progress.update(tasks[words], completed=done, total=total)

            try:
                build(
                    scale=options["scale"],
                    is_empty=options["empty"],
                    today=options["today"],
                    report=report,
                )
            except AlreadyBuilt as refusal:
                raise CommandError(str(refusal)) from None
        if options["verbosity"] and not options["silent_accounts"]:
            self._print_accounts()

    def _print_accounts(self) -> None:
        """Those that are in this database: a database without the demonstration has none."""
        there = set(
            User.objects.filter(email__in=[account.email for account in ACCOUNTS]).values_list(
                "email", flat=True
            )
        )
        if there:
            self.stdout.write(f"Demonstration accounts, password: {PASSWORD}")
        for account in ACCOUNTS:
            if account.email in there:
                self.stdout.write(f"  {account.email:<32} {account.role.label}")
