from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry


class NetworkConfig(AppConfig):
    name = "mentorhalo.network"
    label = "network"

    def ready(self) -> None:
        from mentorhalo.network import facts, searching, sources  # late: no models before the apps are ready

        registry.add_menu(
            MenuEntry(
                "network:groups",
                _("Groups and mentors"),
                perm="network.view",
                order=50,
                place="desk",
                group="mentoring",
            ),
            MenuEntry(
                "network:own_card",
                _("What is shown of me"),
                perm="network.own_card",
                order=20,
                place="account",
            ),
        )
        for source in searching.SOURCES:
            registry.add_search(source)
        registry.add_subject("mentor", sources.mentors)
        registry.add_subject("group", sources.groups)
        registry.add_source(facts.MANDATE, sources.mandates)
        registry.add_source(facts.GROUP, sources.groups)
        registry.add_derivation(facts.MANDATE, facts.all_mandates)
        registry.add_derivation(facts.GROUP, facts.all_groups)
