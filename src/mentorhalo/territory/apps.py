from django.apps import AppConfig

from mentorhalo.core.registry import registry


class TerritoryConfig(AppConfig):
    name = "mentorhalo.territory"
    label = "territory"

    def ready(self) -> None:
        # late: models are not there before the apps are ready
        from mentorhalo.territory.queries import county_choices

        registry.add_choices("county", county_choices)
