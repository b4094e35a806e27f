from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorhalo.core.registry import MenuEntry, registry


class SurveysConfig(AppConfig):
    name = "mentorhalo.surveys"
    label = "surveys"

    def ready(self) -> None:
        from . import (  # late: models are ready only now
            derivations,
            facts,
            importers,
            links,
            searching,
            signals,
            sources,
            tasks,
        )
        from .openrosa import wsgi  # late: the same
        from .queries import duties  # late: the same

        registry.add_menu(
            MenuEntry("surveys:studies", _("Studies"), perm="surveys.view", order=50, place="desk"),
            MenuEntry(
                "surveys:interviewers",
                _("Interviewers"),
                perm="surveys.view_interviewers",
                order=51,
                place="desk",
            ),
            MenuEntry("surveys:mine", _("My visits"), perm="surveys.interview", order=21, place="desk"),
            MenuEntry(
                "surveys:mine",
                # Translators: a long word has a soft hyphen here, as a fifth of a phone is narrow.
                pgettext_lazy("on the phone's bar", "My visits"),
                perm="surveys.interview",
                order=45,
                place="phone",
            ),
            MenuEntry("filling:home", _("Questionnaires"), perm="surveys.interview", order=22, place="desk"),
        )
        registry.add_importer("sample", importers.SampleImporter())
        registry.add_timeline("organisation", links.organisation_timeline)
        registry.add_waiting(duties.what_waits)
        registry.add_search(searching.SOURCE)
        registry.add_derivation(facts.RESPONSE_SOURCE, derivations.of_responses)
        registry.add_program(f"{wsgi.PREFIX}/", wsgi.application)
        registry.add_source(facts.RESPONSE_SOURCE, sources.responses)
        registry.add_subject("response", sources.responses)
        registry.add_subject("unit", sources.units)
        registry.add_subject("interviewer", sources.interviewers)
        registry.add_subject("wave", sources.waves)
        signals.export_ordered.connect(tasks.make_export_later, dispatch_uid="surveys.exporting")
        signals.questionnaires_arrived.connect(tasks.read_later, dispatch_uid="surveys.reading")
