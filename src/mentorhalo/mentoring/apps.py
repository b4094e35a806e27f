from functools import partial

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry


class MentoringConfig(AppConfig):
    name = "mentorhalo.mentoring"
    label = "mentoring"

    def ready(self) -> None:
        from . import (  # late: models are ready only now
            derivations,
            facts,
            importers,
            links,
            queries,
            receivers,
            searching,
        )

        post_migrate.connect(receivers.ship_after_migration, sender=self, dispatch_uid="mentoring.shipped")

        registry.add_menu(
            MenuEntry("registration:start", _("Registration"), order=80),
            MenuEntry(
                "mentoring:registrations",
                _("Registrations"),
                perm="mentoring.view_registrations",
                order=27,
                place="desk",
            ),
            MenuEntry("mentoring:log", _("Log an entry"), perm="mentoring.log", order=20, place="phone"),
            MenuEntry(
                "mentoring:engagements", _("Communities"), perm="mentoring.log", order=30, place="phone"
            ),
            MenuEntry("mentoring:entries", _("My log"), perm="mentoring.log", order=40, place="phone"),
            MenuEntry(
                "mentoring:shared_entries",
                _("Shared with me"),
                perm="mentoring.shared_with_me",
                order=13,
                place="desk",
            ),
            MenuEntry("mentoring:inbox", _("To approve"), perm="mentoring.decide", order=25, place="desk"),
            *(
                MenuEntry(name, label, perm=perm, order=order, place="desk", group="mentoring")
                for order, name, label, perm in (
                    (40, "mentoring:entries", _("Log entries"), "mentoring.view"),
                    (41, "mentoring:engagements", _("Engagements"), "mentoring.view"),
                    (42, "mentoring:assignments", _("Who covers what"), "mentoring.view"),
                    (43, "mentoring:appointments", _("Appointments"), "mentoring.plan"),
                )
            ),
            MenuEntry(
                "mentoring:periods",
                _("Closed periods"),
                perm="mentoring.close_period",
                order=75,
                place="tools",
            ),
            MenuEntry(
                "mentoring:import_engagements",
                _("Bring in engagements"),
                perm="mentoring.import",
                order=76,
                place="tools",
            ),
            MenuEntry(
                "mentoring:import_activities",
                _("Bring in entries"),
                perm="mentoring.import",
                order=77,
                place="tools",
            ),
        )
        registry.add_derivation(facts.ENGAGEMENT_SOURCE, derivations.of_engagements)
        registry.add_derivation(facts.PAUSE_SOURCE, derivations.of_pauses)
        registry.add_derivation(facts.ACTIVITY_SOURCE, derivations.of_activities)
        registry.add_derivation(facts.EVIDENCE_SOURCE, derivations.of_evidence_files)
        registry.add_source(facts.ENGAGEMENT_SOURCE, links.engagements)
        registry.add_source(facts.PAUSE_SOURCE, links.pauses)
        registry.add_source(facts.ACTIVITY_SOURCE, links.activities)
        registry.add_source(facts.EVIDENCE_SOURCE, links.evidence_files)
        registry.add_subject("engagement", links.engagements)
        registry.add_subject("activity", links.activities)
        registry.add_timeline("community", links.community_timeline)
        registry.add_timeline("organisation", links.organisation_timeline)
        registry.add_timeline("consortium", links.consortium_timeline)
        registry.add_links("community", links.community_links)
        registry.add_links("community", partial(links.registration_links, "community"))
        registry.add_links("organisation", partial(links.registration_links, "organisation"))
        registry.add_waiting(queries.registrations.what_waits)
        for source in searching.SOURCES:
            registry.add_search(source)
        registry.add_importer("engagements", importers.EngagementImporter())
        registry.add_importer("activities", importers.ActivityImporter())
