from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry


class EventsConfig(AppConfig):
    name = "mentorhalo.events"
    label = "events"

    def ready(self) -> None:
        from . import facts, links, searching, tasks  # noqa: F401 # late: models are ready only now

        registry.add_menu(
            MenuEntry("events:calendar", _("Events"), order=35),
            MenuEntry("events:mine", _("My events"), perm="core.signed_in", order=32, place="account"),
            MenuEntry("events:desk", _("Occasions"), perm="events.plan", order=48, place="desk"),
        )
        registry.add_derivation(facts.OCCASION_SOURCE, facts.all_occasions)
        registry.add_source(facts.OCCASION_SOURCE, links.occasions)
        registry.add_subject("occasion", links.occasions)
        registry.add_waiting(links.waiting_for)
        registry.add_search(searching.OCCASIONS)
