from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry


class WebsiteConfig(AppConfig):
    name = "mentorhalo.website"
    label = "website"

    def ready(self) -> None:
        registry.add_menu(
            MenuEntry("website:home", _("Mentor network"), order=10),
            MenuEntry("website:mentors", _("Who the mentors are"), order=20),
        )
