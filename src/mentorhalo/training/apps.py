from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry


class TrainingConfig(AppConfig):
    name = "mentorhalo.training"
    label = "training"

    def ready(self) -> None:
        from . import facts, links, receivers, tasks  # noqa: F401 # late: models are ready only now

        registry.add_menu(
            MenuEntry("training:courses", _("Courses"), order=55, place="foot"),
            MenuEntry("training:mine", _("My courses"), perm="core.signed_in", order=33, place="account"),
            MenuEntry(
                "training:work", _("Teaching and materials"), perm="core.signed_in", order=34, place="account"
            ),
            MenuEntry(
                "training:desk", _("Training"), perm="training.manage", order=49, place="desk", group="events"
            ),
            MenuEntry(
                "training:register",
                _("Register of certificates"),
                perm="training.view_register",
                order=78,
                place="tools",
            ),
        )
        for source, derive_all, named in (
            (facts.ENROLMENT_SOURCE, facts.all_enrolments, links.enrolments),
            (facts.CERTIFICATE_SOURCE, facts.all_certificates, links.certificates),
            (facts.SESSION_SOURCE, facts.all_sessions, links.sessions),
            (facts.MATERIAL_SOURCE, facts.all_materials, links.materials),
        ):
            registry.add_derivation(source, derive_all)
            registry.add_source(source, named)
        registry.add_subject("person", links.people)
        registry.add_subject("learner", links.learners)
        registry.add_subject("course", links.courses)
        registry.add_waiting(links.waiting_for)
