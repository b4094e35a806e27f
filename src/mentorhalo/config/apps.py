from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "mentorhalo.config"
    label = "config"
