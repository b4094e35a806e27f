from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "mentorhalo.desk"
    label = "desk"
