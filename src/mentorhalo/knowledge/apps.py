from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KnowledgeConfig(AppConfig):
    name = "mentorhalo.knowledge"
    label = "knowledge"

    def ready(self) -> None:
        from . import receivers  # late: models are ready only now
        from .signing_in import methods, practices, projects  # late: models are ready only now

        post_migrate.connect(receivers.ship_after_migration, sender=self, dispatch_uid="knowledge.shipped")
        practices.sign_in()
        methods.sign_in()
        projects.sign_in()
