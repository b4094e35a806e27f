from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry


class EvidenceConfig(AppConfig):
    name = "mentorhalo.evidence"
    label = "evidence"

    def ready(self) -> None:
        registry.add_menu(
            MenuEntry(
                "evidence:journal", _("Journal"), perm="evidence.view_journal", order=80, place="tools"
            ),
            MenuEntry("evidence:seals", _("Seals of the journal"), order=80, place="foot"),
        )
