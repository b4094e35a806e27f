from django.apps import AppConfig

from mentorhalo.core.registry import registry


class MentoringConfig(AppConfig):
    name = "mentorhalo.mentoring"
    label = "mentoring"

    def ready(self) -> None:
        from . import derivations, facts, importers, links, receivers  # noqa: F401 - models are ready only now

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
        registry.add_importer("engagements", importers.EngagementImporter())
        registry.add_importer("activities", importers.ActivityImporter())
