from django.apps import AppConfig
from django.db.models.signals import post_migrate


class IndicatorsConfig(AppConfig):
    name = "mentorhalo.indicators"
    label = "indicators"

    def ready(self) -> None:
        from . import receivers  # late: needs the models, which are loaded by now

        post_migrate.connect(receivers.ship_after_migration, sender=self, dispatch_uid="indicators.shipped")
