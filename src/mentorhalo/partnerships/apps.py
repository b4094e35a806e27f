from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry


class PartnershipsConfig(AppConfig):
    name = "mentorhalo.partnerships"
    label = "partnerships"

    def ready(self) -> None:
        from . import (  # late: models are ready only now
            facts,
            links,
            receivers,
            searching,
            signals,
            tasks,
            waiting,
        )

        post_migrate.connect(receivers.ship_after_migration, sender=self, dispatch_uid="partnerships.shipped")

        registry.add_menu(
            MenuEntry(
                "partnerships:partnerships",
                _("Partnerships"),
                perm="partnerships.view",
                order=44,
                place="desk",
                group="mentoring",
            ),
            MenuEntry(
                "partnerships:network",
                _("Network of partnerships"),
                perm="partnerships.view",
                order=45,
                place="desk",
                group="mentoring",
            ),
        )
        registry.add_source(facts.PARTNERSHIP_SOURCE, links.partnerships)
        registry.add_source(facts.MEMBER_SOURCE, links.members)
        registry.add_source(facts.OBSERVATION_SOURCE, links.observations)
        registry.add_source(facts.GRADING_SOURCE, links.gradings)
        registry.add_subject("partnership", links.partnerships)
        registry.add_derivation(facts.PARTNERSHIP_SOURCE, facts.all_partnerships)
        registry.add_derivation(facts.MEMBER_SOURCE, facts.all_members)
        registry.add_derivation(facts.OBSERVATION_SOURCE, facts.all_observations)
        registry.add_derivation(facts.GRADING_SOURCE, facts.all_gradings)
        registry.add_waiting(waiting.waiting_for)
        registry.add_search(searching.SOURCE)
        signals.layout_ordered.connect(tasks.make_layout_later, dispatch_uid="partnerships.layouts")
        for party in ("community", "organisation"):
            registry.add_timeline(party, links.party_timeline)
            registry.add_links(party, links.party_links)
