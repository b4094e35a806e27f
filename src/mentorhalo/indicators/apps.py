from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "mentorhalo.indicators"
    label = "indicators"
