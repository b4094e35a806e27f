from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, MenuGroup, registry


class DeskConfig(AppConfig):
    name = "mentorhalo.desk"
    label = "desk"

    def ready(self) -> None:
        from . import receivers  # noqa: F401 # late: models are ready only now

        registry.add_menu_group("mentoring", MenuGroup(_("Mentoring"), order=45))
        registry.add_menu_group("letters", MenuGroup(_("Information"), order=46))
        registry.add_menu_group("events", MenuGroup(_("Occasions and training"), order=48))
        registry.add_menu_group("knowledge", MenuGroup(_("Knowledge"), order=46))
        registry.add_menu(
            MenuEntry("desk:welcome", _("My cards"), perm="desk.my_cards", order=10, place="desk"),
            MenuEntry("desk:my_week", _("My week"), perm="desk.my_week", order=10, place="desk"),
            MenuEntry("desk:my_group", _("My group"), perm="desk.my_group", order=20, place="desk"),
            MenuEntry("desk:office", _("Office"), perm="desk.office", order=22, place="desk"),
            MenuEntry("desk:my_week", _("My week"), perm="desk.my_week", order=10, place="phone"),
        )
