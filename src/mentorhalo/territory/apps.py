from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry


class TerritoryConfig(AppConfig):
    name = "mentorhalo.territory"
    label = "territory"

    def ready(self) -> None:
        # late: models are not there before the apps are ready
        from mentorhalo.territory import searching  # late: the apps are ready only now
        from mentorhalo.territory.importers import SettlementImporter  # late: the apps are ready only now
        from mentorhalo.territory.queries import county_choices  # late: the apps are ready only now

        registry.add_menu(
            MenuEntry(
                "territory:settlements", _("Settlements"), perm="territory.view", order=50, place="foot"
            ),
            MenuEntry(
                "territory:import_settlements",
                _("Yearly register"),
                perm="territory.import",
                order=90,
                place="tools",
            ),
        )
        registry.add_choices("county", county_choices)
        registry.add_search(searching.SOURCE)
        registry.add_importer("settlements", SettlementImporter())
