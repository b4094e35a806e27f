from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "mentorhalo.accounts"
    label = "accounts"
