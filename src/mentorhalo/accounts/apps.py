from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry


class AccountsConfig(AppConfig):
    name = "mentorhalo.accounts"
    label = "accounts"

    def ready(self) -> None:
        registry.add_menu(
            MenuEntry(
                "accounts:profile", _("Profile"), perm="accounts.view_profile", order=10, place="account"
            ),
            MenuEntry(
                "accounts:people",
                _("People and roles"),
                perm="accounts.manage_people",
                order=80,
                place="desk",
            ),
        )
