"""`mentorhalo snapshot FIGURE…`: freeze figures with their rule, day, rows and hash."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.indicators.actions import NothingToFreeze, take_snapshot
from mentorhalo.indicators.commandline import FigureCommand, refused, settings_of
from mentorhalo.indicators.models import Snapshot


class Command(FigureCommand):
    help = "Freeze figures: rule version, day, moment, rows and a hash over all of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "figures", nargs="+", metavar="FIGURE", help="code or number, such as mentors or I1"
        )
        self.add_filters(parser)
        parser.add_argument(
            "--set", action="extend", nargs="+", metavar="NAME=VALUE", help="a what-if, as of explain"
        )
        parser.add_argument("--note", default="", help="what it is for")
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        asked = self.asked(options)
        at = timezone.now()
        with transaction.atomic():  # all of them, or none
            taken = [self._taken(name, asked, options, at) for name in options["figures"]]
        if options["json"]:
            self.print_json(
                [
                    {
                        "run": str(each.pk),
                        "code": each.indicator.code,
                        "value": each.value,
                        "rule_version": each.definition.version,
                        "as_of": each.as_of,
                        "known_at": each.known_at.isoformat(),
                        "digest": each.digest,
                    }
                    for each in taken
                ]
            )
            return
        for each in taken:
            self.stdout.write(f"{each.pk}  {each.indicator.code}  {each.value:g}  {each.digest}")

    def _taken(self, name: str, asked: dict[str, Any], options: dict[str, Any], at: datetime) -> Snapshot:
        try:
            return take_snapshot(
                code=name,
                programme=asked["programme"],
                as_of=asked["as_of"] or timezone.localdate(),
                known_at=asked["known_at"],
                filters={"county": asked["county"]},
                overrides=settings_of(options["set"]),
                note=options["note"],
                by=None,
                at=at,
            )
        except NothingToFreeze:
            raise refused(_("“{name}” has no value on that day.").format(name=name)) from None
