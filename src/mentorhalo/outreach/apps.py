from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OutreachConfig(AppConfig):
    name = "mentorhalo.outreach"
    label = "outreach"

    def ready(self) -> None:
        from . import receivers, signals, tasks  # late: models are ready only now

        post_migrate.connect(receivers.ship_after_migration, sender=self, dispatch_uid="outreach.shipped")
        signals.sending_due.connect(tasks.send_later, dispatch_uid="outreach.sending")
