from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "mentorhalo.partners"
    label = "partners"

    def ready(self) -> None:
        from mentorhalo.core.registry import MenuEntry, registry  # late: apps are ready now

        from . import facts, importers, queries, receivers, searching  # late: apps are ready now

        post_migrate.connect(receivers.ship_after_migration, sender=self, dispatch_uid="partners.shipped")

        registry.add_menu(
            MenuEntry("partners:communities", _("Communities and institutions"), perm="core.public", order=40)
        )
        registry.add_source(facts.ORGANISATION_SOURCE, queries.organisation_links)
        registry.add_source(facts.COMMUNITY_SOURCE, queries.community_links)
        registry.add_source(facts.CONSORTIUM_SOURCE, queries.consortium_links)
        registry.add_source("partners.merge", queries.merge_links)
        registry.add_source("partners.site", queries.organisation_links)
        registry.add_subject("organisation", queries.organisation_links)
        registry.add_subject("community", queries.community_links)
        registry.add_subject("consortium", queries.consortium_links)
        registry.add_derivation(facts.ORGANISATION_SOURCE, facts.derive_organisations)
        registry.add_derivation(facts.COMMUNITY_SOURCE, facts.derive_communities)
        registry.add_derivation(facts.CONSORTIUM_SOURCE, facts.derive_consortia)
        for source in searching.SOURCES:
            registry.add_search(source)
        registry.add_importer("organisations", importers.OrganisationImporter())
        registry.add_importer("communities", importers.CommunityImporter())
        registry.add_importer("consortia", importers.ConsortiumImporter())
