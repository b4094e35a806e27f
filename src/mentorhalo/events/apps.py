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
            MenuEntry("events:week", _("Week of Communities"), order=36),
            MenuEntry("events:mine", _("My events"), perm="core.signed_in", order=32, place="account"),
            MenuEntry(
                "events:desk", _("Occasions"), perm="events.plan", order=48, place="desk", group="events"
            ),
            MenuEntry(
                "events:week_desk",
                _("Week: who joined"),
                perm="events.week_desk",
                order=49,
                place="desk",
                group="events",
            ),
            MenuEntry(
                "events:week_mine",
                _("Week: my invitations"),
                perm="events.week_mine",
                order=49,
                place="desk",
                group="events",
            ),
        )
        registry.add_derivation(facts.OCCASION_SOURCE, facts.all_occasions)
        registry.add_derivation(facts.JOINER_SOURCE, facts.all_joiners)
        registry.add_source(facts.OCCASION_SOURCE, links.occasions)
        registry.add_source(facts.JOINER_SOURCE, links.joiners)
        registry.add_subject("joiner", links.joiners)
        registry.add_subject("occasion", links.occasions)
        registry.add_waiting(links.waiting_for)
        registry.add_waiting(links.waiting_in_week)
        registry.add_search(searching.OCCASIONS)
