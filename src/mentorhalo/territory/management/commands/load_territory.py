"""`mentorhalo load_territory`: the register of counties, districts and settlements that comes with the product."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from mentorhalo.territory.actions import load_register


class Command(BaseCommand):
    help = "Load Hungary's counties, districts and settlements. Harmless when they are already there."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_register()
        if added and options["verbosity"]:
            self.stdout.write(_("%(count)s settlements added.") % {"count": added})
