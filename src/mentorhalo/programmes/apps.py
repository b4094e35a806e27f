from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "mentorhalo.programmes"
    label = "programmes"
