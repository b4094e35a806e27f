from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry


class TerritoryConfig(AppConfig):
    name = "mentorhalo.territory"
    label = "territory"

    def ready(self) -> None:
        # late: models are not there before the apps are ready
        from mentorhalo.territory.importers import SettlementImporter
        from mentorhalo.territory.queries import county_choices

        registry.add_menu(
            MenuEntry(
                "territory:settlements", _("Settlements"), perm="territory.view", order=50, place="foot"
            ),
            MenuEntry(
                "territory:import_settlements",
                _("Yearly register"),
                perm="territory.import",
                order=90,
                place="desk",
            ),
        )
        registry.add_choices("county", county_choices)
        registry.add_importer("settlements", SettlementImporter())
