from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "mentorhalo.questions"
    label = "questions"
