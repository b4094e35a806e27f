"""Who joined the Week of Communities through a mentor: by the mentor's word, or by the log."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.events import actions
from mentorhalo.events.choices import Through
from mentorhalo.events.facts import JOINER_SOURCE, all_joiners
from mentorhalo.events.keys import invitation_key
from mentorhalo.events.queries import week as queries
from mentorhalo.events.tests import factories
from mentorhalo.events.tests.factories import NOW
from mentorhalo.evidence.models import Fact
from mentorhalo.partners.tests.factories import OrganisationFactory

from ..models import Activity
from .factories import ActivityFactory, mentor_at_work

pytestmark = pytest.mark.django_db


def test_through_whom_they_came_is_proven_by_the_mentor_or_by_the_log(client):
    mentor = mentor_at_work()
    edition, library = factories.edition(), OrganisationFactory(name="Községi Könyvtár")
    invitation = actions.invite(
        key=uuid4(), edition=edition, mentor=mentor, name="Kórus", settlement=library.settlement_id, at=NOW
    )
    page = client.get(reverse("events:week_invited", args=[invitation_key(invitation)]))
    assert page.context["form"]["name"].value() == "Kórus"
    by_link = factories.accepted(edition, email="a@pelda.hu", invitation=invitation.pk, heard="web")
    named = factories.accepted(edition, email="b@pelda.hu", heard="mentor", mentor_named=mentor.name.upper())
    unsure = factories.accepted(edition, email="c@pelda.hu", heard="unknown")
    shared = {"mentor": mentor, "engagement": None, "settlement": library.settlement}
    for days in (200, 20):
        ActivityFactory(
            **shared,
            organisations=[library.pk],
            occurred_on=timezone.localdate(NOW) - timedelta(days=days),
            at=NOW,
            topics="közösségek hete" if days == 200 else "KÖZÖSSÉGEK HETE, meghívás",
        )
    logged = factories.accepted(
        edition, email="d@pelda.hu", heard="press", name="KÖZSÉGI könyvtár", settlement=library.settlement_id
    )

    assert [one.through for one in (by_link, named, unsure, logged)] == [
        Through.CLAIMED,
        Through.CLAIMED,
        Through.UNKNOWN,
        Through.MENTOR,
    ]
    assert (logged.logged_on, logged.mentor) == (timezone.localdate(NOW) - timedelta(days=20), mentor)
    assert queries.unanswered(mentor) == 2
    office = holder(Role.OFFICE)
    yes = actions.answer_for_joiner(joiner=by_link, answer="yes", by=office, at=NOW)
    no = actions.answer_for_joiner(joiner=named, answer="no", by=office, at=NOW)
    assert (yes.through, no.through) == (Through.MENTOR, Through.UNKNOWN)

    whole, counties, mentors = queries.funnel(edition)
    assert whole.row == [1, 1, 4, 4, 0, 0]
    assert [one.row for one in mentors] == [[1, 1, 3, 3, 0, 0]]
    assert sum(one.row[2] for one in counties) == 4
    pressed = factories.accepted(edition, email="e@pelda.hu", heard="press")
    actions.name_mentor(joiner=pressed, mentor=mentor, by=office, at=NOW)
    pressed = actions.answer_for_joiner(joiner=pressed, answer="yes", by=office, at=NOW)
    assert pressed.through == Through.OTHER  # a mentor nobody named

    Activity.objects.update(topics="Más")
    assert actions.match_with_log(at=NOW) == 1
    logged.refresh_from_db()
    assert (logged.through, logged.mentor, logged.logged_on) == (Through.OTHER, None, None)
    assert actions.match_with_log(at=NOW) == 0
    derived = {pk: [draft.state for draft in drafts] for pk, drafts in all_joiners()}
    kept = {row.source_id: row.state for row in Fact.objects.filter(source_type=JOINER_SOURCE).order_by("pk")}
    assert derived == {pk: [state] for pk, state in kept.items()}
