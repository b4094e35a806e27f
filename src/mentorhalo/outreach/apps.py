from anymail.signals import tracking
from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry

from .sending.pace import paces
from .sending.verp import BOUNCE, LEAVE


class OutreachConfig(AppConfig):
    name = "mentorhalo.outreach"
    label = "outreach"

    def ready(self) -> None:
        from . import (  # late: models are ready only now
            events,
            facts,
            importers,
            links,
            receivers,
            searching,
            signals,
            tasks,
        )
        from .actions.bounces import take_bounce_mail, take_leave_mail  # late: models are ready only now

        post_migrate.connect(receivers.ship_after_migration, sender=self, dispatch_uid="outreach.shipped")
        signals.sending_due.connect(tasks.send_later, dispatch_uid="outreach.sending")
        tracking.connect(events.take_tracking_event, dispatch_uid="outreach.provider")
        paces(settings.OUTREACH_PACE)  # a typing error stops the start
        registry.add_mail(BOUNCE, take_bounce_mail)
        registry.add_mail(LEAVE, take_leave_mail)

        registry.add_menu(
            *(
                MenuEntry(name, label, perm=perm, order=order, place="desk", group="letters")
                for order, name, label, perm in (
                    (46, "outreach:issues", _("Letters"), "outreach.compose"),
                    (47, "outreach:acts", _("Information acts"), "outreach.view_acts"),
                    (48, "outreach:consents", _("Register of consents"), "outreach.view_consents"),
                    (49, "outreach:import_addresses", _("Bring in addresses"), "outreach.import"),
                )
            ),
            MenuEntry("outreach:archive", _("Newsletter"), perm="outreach.read_archive", order=50),
            MenuEntry(
                "outreach:subscribe", _("Subscribe"), perm="outreach.subscribe", order=60, place="foot"
            ),
            MenuEntry(
                "outreach:mine",
                _("My subscriptions"),
                perm="outreach.own_subscriptions",
                order=40,
                place="account",
            ),
        )
        registry.add_source(facts.ACT_SOURCE, links.acts)
        registry.add_subject("act", links.acts)
        registry.add_derivation(facts.ACT_SOURCE, facts.derive_acts)
        registry.add_timeline("community", links.community_timeline)
        registry.add_links("community", links.community_links)
        registry.add_links("citizen", links.offers)
        registry.add_importer("addresses", importers.AddressImporter())
        registry.add_search(searching.SOURCE)
