"""What the room adds to the world: occasions at each step, and a Week with who joined it in the world's own county."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.events import actions

from . import factories


def build_world(world: World) -> None:
    """All of MENTOR, in the world's own group."""
    by = world.users[access.MENTOR]
    shared = {
        "by": by,
        "programme": world.the_programme,
        "group": world.group,
        "settlement": world.settlement.pk,
        "at": world.now - timedelta(days=10),
    }
    world.occasion = factories.announced(
        **shared, title="Nyílt műhely", starts_at=world.now + timedelta(days=5), capacity=20
    )
    world.occasion_draft = factories.planned(
        **shared, title="Készülő műhely", starts_at=world.now + timedelta(days=9)
    )
    world.occasion_now = factories.announced(
        **shared,
        title="Mai találkozó",
        is_public=False,
        starts_at=world.now - timedelta(days=1),
        ends_at=world.now + timedelta(days=1),
    )
    world.attendee = factories.confirmed(
        world.occasion, "vendeg-vera@example.org", at=world.now - timedelta(days=3)
    )
    world.occasion_question = actions.ask_of_attendees(
        occasion=world.occasion, text="Kér ebédet?", kind="yes_no", options="", is_required=False
    )
    world.occasion_file = actions.add_file(
        occasion=world.occasion,
        upload=SimpleUploadedFile("program.pdf", b"%PDF-1.7 program", "application/pdf"),
        is_public=True,
        by=by,
        at=world.now,
    )
    world.walk_in_key = uuid4()
    _build_week(world)


def _build_week(world: World) -> None:
    """A Week that is going on, in which MENTOR invited somebody; one joiner waits, one is accepted, one was sent back."""
    edition = factories.edition(
        at=world.now,
        year=world.today.year,
        programme=world.the_programme,
        starts_on=world.today - timedelta(days=1),
    )
    world.edition = edition
    shared = {"edition": edition, "settlement": world.settlement.pk, "at": world.now - timedelta(days=3)}
    world.invitation = actions.invite(
        key=uuid4(), mentor=world.mentors[access.MENTOR], name="Kertbarátok", **shared
    )
    world.joiner = factories.sent_in(**shared, heard="mentor", invitation=world.invitation.pk)
    by = world.users[access.OFFICE]
    world.joiner_accepted = factories.accepted(**shared, by=by, name="Olvasókör", heard="unknown")
    [programme] = world.joiner_accepted.programmes.select_related("occasion")
    world.week_photo = factories.photographed(programme, at=world.now)
    world.joiner_returned = factories.sent_in(**shared, name="Népdalkör")
    actions.return_joiner(joiner=world.joiner_returned, reason="Mikor?", by=by, at=world.now)
