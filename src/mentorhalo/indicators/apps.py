from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry


class IndicatorsConfig(AppConfig):
    name = "mentorhalo.indicators"
    label = "indicators"

    def ready(self) -> None:
        from . import letter_blocks, receivers  # late: needs the models, which are loaded by now

        post_migrate.connect(receivers.ship_after_migration, sender=self, dispatch_uid="indicators.shipped")
        letter_blocks.sign_in()
        registry.add_menu(
            MenuEntry("indicators:figures", _("Figures"), perm="indicators.view", order=20),
            MenuEntry(
                "indicators:compare",
                _("Compare two runs"),
                perm="indicators.inspect",
                order=70,
                place="tools",
            ),
            MenuEntry(
                "indicators:consistency", _("Consistency"), perm="indicators.inspect", order=71, place="tools"
            ),
        )
