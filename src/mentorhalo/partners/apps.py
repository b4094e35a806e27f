from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "mentorhalo.partners"
    label = "partners"
