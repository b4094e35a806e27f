"""Visits that were written down on the phone."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorhalo.surveys.choices import RESULTS_OF_HOUSEHOLDS, AttemptResult
from mentorhalo.surveys.models import ContactAttempt

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


def minute(at):
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def said(world):
    return {
        "account": str(world.users["interviewer"].pk),
        "id": str(uuid4()),
        "unit": str(world.unit.pk),
        "result": AttemptResult.NOT_HOME,
        "attempted_at": minute(world.now - timedelta(hours=2)),
        "appointment_at": "",
    }


def send(phone, said, **changes):
    answer = phone.post(reverse("field:send_attempt"), {**said, **changes})
    return answer.status_code, answer.json()


def test_a_visit_arrives_once_at_the_hour_the_programme_counts_by(phone, said, world):
    first, second = send(phone, said), send(phone, said)

    assert ((first[0], first[1]["outcome"]), second[1]["outcome"]) == ((201, "stored"), "repeated")
    [attempt] = ContactAttempt.objects.filter(pk=UUID(said["id"]))
    assert minute(attempt.attempted_at) == said["attempted_at"]
    assert (attempt.interviewer, attempt.unit) == (world.interviewers["interviewer"], world.unit)


def test_an_appointment_keeps_its_day_and_hour(phone, said, world):
    agreed = minute(world.now + timedelta(days=2))

    assert send(phone, said, result="appointment", appointment_at=agreed)[0] == 201

    attempt = ContactAttempt.objects.get(pk=UUID(said["id"]))
    assert minute(attempt.appointment_at) == agreed


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"result": "flown"}, "result"),
        ({"attempted_at": "yesterday"}, "attempted_at"),
        ({"result": "appointment"}, "appointment_at"),
        ({"unit": str(uuid4())}, "unit"),
        ({"attempted_at": "2090-01-01T10:00"}, "attempted_at"),
    ],
)
def test_what_cannot_be_is_refused_at_its_question_and_can_be_mended(phone, said, changes, field):
    status, answer = send(phone, said, **changes)

    assert (status, answer["outcome"], list(answer["errors"])) == (422, "refused", [field])
    assert not ContactAttempt.objects.filter(pk=UUID(said["id"])).exists()
    assert send(phone, said)[1]["outcome"] == "stored"


def test_unit_of_somebody_else_is_refused(phone, said, world):
    status, answer = send(phone, said, unit=str(world.free_unit.pk))

    assert (status, list(answer["errors"])) == (422, ["unit"])


def test_a_unit_taken_back_may_still_be_told_of(phone, said, world):
    world.field_assignment.ended_at = timezone.now()
    world.field_assignment.save()

    assert send(phone, said)[1]["outcome"] == "stored"


def test_somebody_elses_outbox_waits_for_its_owner(phone, said, world):
    assert send(phone, said, account=str(world.users["mentor"].pk))[1]["outcome"] == "sign_in"


def test_account_without_an_interviewer_is_told(client, said, world):
    client.force_login(world.users["other_mentor"], backend=BACKEND)

    status, answer = send(client, said, account=str(world.users["other_mentor"].pk))

    assert (status, answer["outcome"]) == (422, "refused")


def test_the_phone_knows_what_came_of_earlier_visits(phone, said):
    send(phone, said)

    told = phone.get(reverse("field:state")).json()["interviews"]

    [visit, *_earlier] = told["units"][0]["visits"]
    assert visit["words"] == AttemptResult.NOT_HOME.label
    assert [value for value, _label in told["results"]] == AttemptResult.values
    assert told["appointment"] in AttemptResult.values
    assert told["units"][0]["results"] == list(RESULTS_OF_HOUSEHOLDS)
