from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "mentorhalo.core"
    label = "core"
