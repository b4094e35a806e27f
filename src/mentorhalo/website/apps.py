from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry


class WebsiteConfig(AppConfig):
    name = "mentorhalo.website"
    label = "website"

    def ready(self) -> None:
        from . import letter_blocks, live, menus, receivers, searching, searching_pages, tasks  # noqa: F401 # late: models are ready only now

        registry.add_menu(
            MenuEntry("website:network", _("Mentor network"), order=10),
            MenuEntry("website:mentors", _("Who the mentors are"), order=20),
            MenuEntry("website:accessibility", _("Accessibility"), order=90, place="foot"),
            MenuEntry("wagtailadmin_home", _("Write the site"), perm="website.edit", order=70, place="desk"),
        )
        registry.arrange_menu = menus.arrange
        live.sign_in()
        letter_blocks.sign_in()
        for source in (*searching.SOURCES, *searching_pages.SOURCES):
            registry.add_search(source)
        registry.add_links("search", searching.advice)
        # Permissions of the editor come with apps that stand after ours; those of `auth` are the last that we need.
        post_migrate.connect(
            receivers.ship_after_migration,
            sender=apps.get_app_config("auth"),
            dispatch_uid="website.shipped",
        )
