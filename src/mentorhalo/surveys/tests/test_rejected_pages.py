"""An interviewer reads what of theirs was rejected, and why."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mentorhalo.core.tests.access import INTERVIEWER, MENTOR, RESEARCHER, World
from mentorhalo.surveys.actions.reviewing import reject_response
from mentorhalo.surveys.models import Decision, Response
from mentorhalo.surveys.tests.factories import ResponseFactory

from .pages import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


def rejected(world: World) -> Response:
    response = ResponseFactory(
        wave=world.wave,
        version=world.instrument_version,
        unit=world.unit,
        settlement=world.settlement,
        interviewer=world.interviewers[INTERVIEWER],
    )
    return reject_response(
        response=response, reason="A cím nem egyezik.", by=world.users[RESEARCHER], at=world.now
    )


def test_whoever_recorded_it_reads_why_it_was_rejected(world: World, signed_in: SignedIn) -> None:
    response = rejected(world)
    home, visits = reverse("filling:home"), reverse("surveys:mine")

    own, others = (signed_in(who).get(home).content.decode() for who in (INTERVIEWER, MENTOR))
    page = reverse("surveys:response", args=[response.pk])

    assert ("A cím nem egyezik." in own, page in own, "A cím nem egyezik." in others) == (True, True, False)
    assert f"{home}#rejected" in signed_in(INTERVIEWER).get(visits).content.decode()
    assert "A cím nem egyezik." in signed_in(INTERVIEWER).get(page).content.decode()


def test_what_was_rejected_long_ago_is_out_of_sight(world: World, signed_in: SignedIn) -> None:
    rejected(world)
    Decision.objects.update(at=world.now - timedelta(days=31))

    text = signed_in(INTERVIEWER).get(reverse("filling:home")).content.decode()

    assert "A cím nem egyezik." not in text
