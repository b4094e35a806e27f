"""`mentorhalo figures`: all figures in force, for one day, moment and county."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from mentorhalo.core import numbers
from mentorhalo.core.numbers import amount
from mentorhalo.indicators.commandline import FigureCommand, figure_document
from mentorhalo.indicators.queries import figures


class Command(FigureCommand):
    help = "Print the figures: value, version of the rule, the day they speak for, the moment of knowing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.add_filters(parser)
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        found = figures(verified=True, **self.asked(options))
        if options["json"]:
            self.print_json([figure_document(each) for each in found])
            return
        if found:
            first = found[0]
            self.stdout.write(
                _("{programme}, {day}, as known at {moment}").format(
                    programme=first.programme,
                    day=numbers.day(first.as_of),
                    moment=numbers.moment(first.known_at),
                )
            )
        for each in found:
            self.stdout.write(f"{amount(each.value):>10}  {each.name}  ({each.code}, v{each.rule_version})")
