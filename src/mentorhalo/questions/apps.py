from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry

from .mail_tokens import ANSWER, ASK


class QuestionsConfig(AppConfig):
    name = "mentorhalo.questions"
    label = "questions"

    def ready(self) -> None:
        from . import (  # late: models are ready only now
            facts,
            letter_blocks,
            links,
            live,
            receivers,
            searching,
            tasks,  # noqa: F401
        )
        from .queries import practices  # late: models are ready only now
        from .queries.waiting import waiting_for  # late: models are ready only now

        registry.add_menu(
            MenuEntry("questions:public", _("Questions and answers"), order=40),
            MenuEntry("questions:mine", _("My questions"), perm="core.signed_in", order=30, place="account"),
            MenuEntry("questions:desk", _("Questions"), perm="questions.desk", order=44, place="desk"),
        )
        registry.add_derivation(facts.QUESTION_SOURCE, facts.all_questions)
        registry.add_source(facts.QUESTION_SOURCE, links.questions)
        registry.add_subject("question", links.questions)
        registry.add_subject("expert", links.experts)
        registry.add_links("citizen", links.offers)
        registry.add_links("practice", practices.ways_to_ask)
        registry.add_links("practice answers", practices.answered_about)
        registry.add_waiting(waiting_for)
        registry.add_mail(ANSWER, receivers.take_answer)
        registry.add_mail(ASK, receivers.take_word)
        for source in searching.SOURCES:
            registry.add_search(source)
        letter_blocks.sign_in()
        live.sign_in()
