from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry


class ProgrammesConfig(AppConfig):
    name = "mentorhalo.programmes"
    label = "programmes"

    def ready(self) -> None:
        # late: models are not there before the apps are ready
        from mentorhalo.programmes.funding import demo_notice, funding_block  # late: the apps are ready only now
        from mentorhalo.programmes.queries import programme_choices  # late: the apps are ready only now

        registry.add_menu(
            MenuEntry(
                "programmes:programmes", _("Programmes"), perm="programmes.view", order=40, place="foot"
            )
        )
        registry.add_choices("programme", programme_choices)
        registry.notices.append(demo_notice)
        registry.funding = funding_block
