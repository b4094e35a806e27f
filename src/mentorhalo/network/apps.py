from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "mentorhalo.network"
    label = "network"
