from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "mentorhalo.territory"
    label = "territory"
