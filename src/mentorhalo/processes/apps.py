from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry


class ProcessesConfig(AppConfig):
    name = "mentorhalo.processes"
    label = "processes"

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

        post_migrate.connect(receivers.ship_after_migration, sender=self, dispatch_uid="processes.shipped")
        registry.add_menu(
            MenuEntry(
                "processes:processes",
                _("Community processes"),
                perm="processes.list",
                order=38,
                place="desk",
                group="mentoring",
            ),
            MenuEntry(
                "processes:grants",
                _("Obligations"),
                perm="processes.list_obligations",
                order=39,
                place="desk",
                group="mentoring",
            ),
        )
        registry.add_menu(
            MenuEntry("processes:pool", _("Knowledge pool"), perm="processes.see_pool", order=42)
        )
        registry.add_search(searching.SOURCE)
        registry.add_derivation(facts.PROCESS_SOURCE, facts.all_processes)
        registry.add_derivation(facts.PHASE_SOURCE, facts.all_phases)
        registry.add_source(facts.PROCESS_SOURCE, links.processes)
        registry.add_source(facts.PHASE_SOURCE, links.phases)
        registry.add_subject("process", links.processes)
        registry.add_links("consortium", links.of_consortium)
        registry.add_links("community", links.of_community)
        registry.add_derivation(facts.OBLIGATION_SOURCE, facts.all_obligations)
        registry.add_source(facts.OBLIGATION_SOURCE, links.obligations)
        registry.add_subject("obligation", links.obligations)
        registry.add_derivation(facts.PLAN_SOURCE, facts.all_plan_items)
        registry.add_derivation(facts.SWOT_SOURCE, facts.all_swot_items)
        registry.add_source(facts.PLAN_SOURCE, links.plan_items)
        registry.add_source(facts.SWOT_SOURCE, links.swot_items)
        registry.add_subject("plan_item", links.plan_items)
        registry.add_subject("swot_item", links.swot_items)
        registry.add_waiting(waiting.what_waits)
        signals.pack_ordered.connect(tasks.make_pack_later, dispatch_uid="processes.packs")
