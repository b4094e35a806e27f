from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry
from mentorhalo.programmes.signals import programme_revised


class NetworkConfig(AppConfig):
    name = "mentorhalo.network"
    label = "network"

    def ready(self) -> None:
        from mentorhalo.network import (  # late: no models before the apps are ready
            facts,
            receivers,
            searching,
            sources,
            waiting,
        )

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
                "network:own_supervision",
                _("My supervision"),
                perm="network.own_supervision",
                order=51,
                place="desk",
                group="mentoring",
            ),
            MenuEntry(
                "network:supervision_hours",
                _("Hours of supervision"),
                perm="network.view_supervision_hours",
                order=52,
                place="desk",
                group="mentoring",
            ),
            MenuEntry(
                "network:supervise",
                _("Supervision sessions"),
                perm="network.supervise",
                order=12,
                place="desk",
            ),
            MenuEntry(
                "network:own_card",
                _("What is shown of me"),
                perm="network.own_card",
                order=20,
                place="account",
            ),
        )
        programme_revised.connect(receivers.move_last_quarter, dispatch_uid="network.last_quarter")
        for source in searching.SOURCES:
            registry.add_search(source)
        registry.add_subject("mentor", sources.mentors)
        registry.add_subject("group", sources.groups)
        registry.add_source(facts.MANDATE, sources.mandates)
        registry.add_source(facts.GROUP, sources.groups)
        registry.add_derivation(facts.MANDATE, facts.all_mandates)
        registry.add_derivation(facts.GROUP, facts.all_groups)
        registry.add_subject("supervision", sources.sessions)
        registry.add_subject("supervisee", sources.supervisees)
        registry.add_source(facts.SUPERVISION, sources.sessions)
        registry.add_source(facts.SUPERVISED, sources.quarters)
        registry.guard_moments(facts.SUPERVISION, "supervision")
        registry.guard_moments(facts.SUPERVISED, "supervisee")
        registry.add_derivation(facts.SUPERVISION, facts.all_sessions)
        registry.add_derivation(facts.SUPERVISED, facts.all_quarters)
        registry.add_waiting(waiting.waiting_for)
