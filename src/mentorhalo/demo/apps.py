from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "mentorhalo.demo"
    label = "demo"
