"""`mentorhalo index`: bring the search up to date with the records."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core.registry import SearchSource, registry
from mentorhalo.core.search.actions import Outcome, index_all


class Command(BaseCommand):
    help = "Bring the search index up to date with the records; begun anew after an interruption it goes on where it was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--kind", action="append", choices=sorted(registry.search), help="only records of this kind"
        )

    def handle(self, *, kind: list[str] | None, **options: Any) -> None:
        for source in sorted(registry.search.values(), key=lambda source: source.order):
            if not kind or source.kind in kind:
                self._index(source)

    def _index(self, source: SearchSource) -> None:
        done = Outcome()
        is_shown = self.stdout.isatty()
        for done in index_all(source, at=timezone.now()):
            if is_shown:
                self.stdout.write(f"\r{_said(source, done)}", ending="")
        self.stdout.write(f"{'\r' if is_shown else ''}{_said(source, done)}")


def _said(source: SearchSource, done: Outcome) -> str:
    return _("%(kind)s: %(written)s made findable, %(unchanged)s as they were, %(removed)s taken out") % {
        "kind": source.label,
        "written": done.written,
        "unchanged": done.unchanged,
        "removed": done.removed,
    }
