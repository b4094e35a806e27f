from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "mentorhalo.mentoring"
    label = "mentoring"
