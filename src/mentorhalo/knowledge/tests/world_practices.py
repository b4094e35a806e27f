from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.knowledge.actions import practices as actions
from mentorhalo.knowledge.actions.practices.wording import word_consent
from mentorhalo.knowledge.models import Criterion, FieldEditor
from mentorhalo.territory.queries import forget_places

from . import factories


def build(world: World) -> None:
    """Adds practices at their steps: `draft_practice` to `public_practice`, MENTOR's; EXPERT edits libraries, OFFICE checks."""
    forget_places()
    mentor, office, expert = (world.users[role] for role in (access.MENTOR, access.OFFICE, access.EXPERT))
    at = world.now - timedelta(days=5)
    actions.open_editor(user=expert, field="library", by=office, at=at)
    world.field_editor = FieldEditor.objects.get(user=expert)
    world.criterion = Criterion.objects.get(pk="honesty")
    world.wording_to_come = word_consent(
        text_hu="Hozzájárulunk.",
        text_en="We agree.",
        valid_from=world.today + timedelta(days=30),
        by=office,
        at=world.now,
    )
    place = {"settlement": world.settlement.pk}
    world.draft_practice = factories.begun(by=mentor, at=at, **place)
    world.proposed_practice = factories.proposed(by=mentor, at=at, **place)
    world.practice_consent = factories.checked(by=mentor, checker=office, at=at, **place)
    world.consented_practice = factories.consented(by=mentor, checker=office, at=at, **place)
    world.accepted_practice = factories.accepted(by=mentor, checker=office, editor=expert, at=at, **place)
    world.public_practice = factories.published(
        by=mentor, checker=office, editor=expert, at=at, **place, words=factories.words(title="Könyves pad")
    )
    world.adoption = actions.confirm_adoption(
        adoption=actions.report_adoption(
            practice=world.public_practice,
            draft=actions.AdoptionDraft(
                key=uuid4(),
                adopter_name="Próba Népdalkör",
                settlement=world.settlement.pk,
                since=timezone.localdate(at),
                changed="Kerekpárral járjuk.",
                result="Többen jönnek.",
            ),
            by=mentor,
            at=at,
        ),
        by=None,
        at=at,
    )
    world.offered_practice = actions.offer_practice(
        key=uuid4(),
        draft=factories.draft(**place),
        name="Vendég Vera",
        email="vendeg@example.org",
        at=at,
    ).practice
