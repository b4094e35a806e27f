from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "mentorhalo.website"
    label = "website"
