from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry


class ProgrammesConfig(AppConfig):
    name = "mentorhalo.programmes"
    label = "programmes"

    def ready(self) -> None:
        from mentorhalo.programmes import receivers, searching  # late: needs models
        from mentorhalo.programmes.funding import demo_notice, funding_block  # late: needs models
        from mentorhalo.programmes.queries import programme_choices  # late: needs models

        post_migrate.connect(receivers.ship_after_migration, sender=self, dispatch_uid="programmes.shipped")
        registry.add_menu(
            MenuEntry(
                "programmes:programmes", _("Programmes"), perm="programmes.view", order=40, place="foot"
            )
        )
        registry.add_choices("programme", programme_choices)
        registry.add_search(searching.SOURCE)
        registry.notices.append(demo_notice)
        registry.funding = funding_block
