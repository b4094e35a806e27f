from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "mentorhalo.evidence"
    label = "evidence"
