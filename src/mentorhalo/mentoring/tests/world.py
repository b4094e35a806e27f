"""What mentoring adds to the world: the mentor's engagement, an entry that waits, its file, an assignment, an appointment, a
registration that waits for the group."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.mentoring.actions import (
    ActivityDraft,
    AssignmentDraft,
    EngagementDraft,
    ask_for_mentor,
    assign,
    attach_evidence,
    log_activity,
    open_engagement,
    plan_appointment,
    share_entry,
)
from mentorhalo.partners.tests.factories import CommunityFactory
from mentorhalo.programmes.models import Programme


def build_world(world: World) -> None:
    """Adds `engagement`, `activity`, `shared_entry`, `evidence_file`, `assignment` and `appointment`, all of MENTOR."""
    programme = Programme.objects.get(code=world.programme)
    mentor, user = world.mentors[access.MENTOR], world.users[access.MENTOR]
    community = getattr(world, "community", None) or CommunityFactory(settlement=world.settlement)
    world.engagement = open_engagement(
        draft=EngagementDraft(
            programme=programme.pk,
            community=community.pk,
            mentor=mentor.pk,
            opened_on=world.today - timedelta(days=100),
        ),
        by=user,
        at=world.now,
    )
    world.activity = log_activity(
        draft=ActivityDraft(
            kind="facilitation",
            occurred_on=world.today - timedelta(days=3),
            mentor=mentor.pk,
            engagement=world.engagement.pk,
            settlement=world.settlement.pk,
            participants=12,
            public_sentence="Beszélgettek a falu ünnepéről.",
            group_note="Csak a csoportnak.",
            private_note="Csak nekem.",
        ),
        by=user,
        at=world.now,
    )
    world.shared_entry = share_entry(
        activity=world.activity, supervisor=world.supervisor, by=user, at=world.now
    )
    world.evidence_file = attach_evidence(
        activity=world.activity,
        kind="sheet",
        upload=SimpleUploadedFile("jelenléti ív.pdf", b"%PDF-1.4 test", "application/pdf"),
        by=user,
        at=world.now,
    )
    world.assignment = assign(
        draft=AssignmentDraft(
            mentor=mentor.pk,
            programme=programme.pk,
            starts_on=world.today - timedelta(days=90),
            settlement=world.settlement.pk,
        ),
        by=user,
        at=world.now,
    )
    world.appointment = plan_appointment(
        mentor=mentor,
        title="Látogatás",
        starts_at=world.now + timedelta(days=2),
        engagement=world.engagement,
        by=user,
        at=world.now,
    )
    world.registration = ask_for_mentor(
        party=community,
        message="Szeretnénk egy falunapot.",
        client_key=uuid4(),
        by=world.users[access.REPRESENTATIVE],
        at=world.now,
    )
