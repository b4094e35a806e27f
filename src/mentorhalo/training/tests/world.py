"""What the access walk and the browser walk find of training."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.training import actions
from mentorhalo.training.choices import ModuleRole

from . import factories
from .factories import NOW
from .packages import scorm


def build_world(world: World) -> None:
    """MENTOR learns, EXPERT writes and teaches, EDITOR reviews, OFFICE manages."""
    office, mentor = world.users[access.OFFICE], world.users[access.MENTOR]
    expert, editor = world.users[access.EXPERT], world.users[access.EDITOR]
    version = factories.in_use(by=office, programme=world.the_programme)
    world.training_version = version
    world.training_course = version.course
    world.training_draft = actions.next_version(version=version, by=office, at=NOW)
    cohort = factories.cohort_of(version)
    world.training_cohort = cohort
    learner = factories.learner(cohort, by=office, user=mentor)
    absent = factories.learner(cohort, by=office, user=world.users[access.OTHER_MENTOR])
    world.training_asked = actions.apply_for(cohort=cohort, by=world.users[access.STRANGER], at=NOW)
    world.training_held = factories.taught(cohort, instructor=expert, present=[learner])[0]
    world.training_now = factories.session_of(
        cohort, version.modules.get(order=1), instructor=expert, starts_at=NOW, hours=2
    )
    factories.marked(learner, by=expert)
    world.training_learner, world.training_absent = learner, absent
    world.training_certificate = actions.issue_certificate(enrolment=learner, by=office, at=NOW)
    modules = list(version.modules.all())
    world.training_module = modules[0]
    world.training_assignment = actions.assign(
        module=modules[0], user=expert, role=ModuleRole.INSTRUCTOR, due_on=None, by=office, at=NOW
    )
    world.training_in_review = factories.handed_in(modules[0], author=expert, reviewer=editor, by=office)
    released = factories.handed_in(modules[1], author=expert, reviewer=editor, by=office)
    actions.sign_opinion(version=released, is_accepted=True, opinion="Jó.", by=editor, at=NOW)
    actions.release_material(version=released, by=office, at=NOW)
    world.training_released = released
    draft = actions.begin_material(
        module=modules[0], title="Vázlat", by=expert, at=NOW + timedelta(seconds=1)
    )
    packed = actions.begin_material(module=modules[0], title="Lecke", by=expert, at=NOW)
    world.training_package = actions.write_material(
        version=packed, text="", video_url="", upload=scorm(), by=expert, at=NOW
    )
    pdf = SimpleUploadedFile("minta.pdf", b"%PDF-1.7 minta", "application/pdf")
    world.training_material_draft = actions.write_material(
        version=draft, text="", video_url="", upload=pdf, by=expert, at=NOW
    )
