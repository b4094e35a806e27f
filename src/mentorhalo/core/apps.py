from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry


class CoreConfig(AppConfig):
    name = "mentorhalo.core"
    label = "core"

    def ready(self) -> None:
        registry.add_menu(
            MenuEntry("core:work", _("Background work"), perm="core.manage_work", order=95, place="tools"),
        )
