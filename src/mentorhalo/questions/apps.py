from django.apps import AppConfig

from mentorhalo.core.registry import registry


class QuestionsConfig(AppConfig):
    name = "mentorhalo.questions"
    label = "questions"

    def ready(self) -> None:
        from . import facts, links  # late: models are ready only now

        registry.add_derivation(facts.QUESTION_SOURCE, facts.all_questions)
        registry.add_source(facts.QUESTION_SOURCE, links.questions)
        registry.add_subject("question", links.questions)
        registry.add_subject("expert", links.experts)
