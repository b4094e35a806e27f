from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "mentorhalo.outreach"
    label = "outreach"
