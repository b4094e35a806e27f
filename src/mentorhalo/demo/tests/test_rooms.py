"""Questions, newsletters, information acts and registrations of a small demonstration, and who finds what waits."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.models import User
from mentorhalo.core.models import Letter
from mentorhalo.demo.build import build
from mentorhalo.indicators.queries import figure
from mentorhalo.mentoring.choices import RegistrationState
from mentorhalo.mentoring.models import Registration
from mentorhalo.outreach.choices import DeliveryState, IssueKind, IssueState, SubscriberState
from mentorhalo.outreach.models import Delivery, InformationAct, Issue, Subscriber
from mentorhalo.questions.choices import State
from mentorhalo.questions.models import Expert, Question


@pytest.fixture
def small(db: None, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    build(scale=0.05, has_site=False)


def signed_in(client: Client, email: str) -> Client:
    client.force_login(User.objects.get(email=email))
    return client


def test_rooms_of_asking_telling_and_registering_are_full(small: None, client: Client) -> None:
    assert set(State.values) - set(Question.objects.values_list("state", flat=True)) <= {
        State.UNCONFIRMED,
        State.PRIVATE,
        State.REJECTED,
        State.WITHDRAWN,
    }
    assert (
        Question.objects.overdue(timezone.now()).filter(expert__user__email__startswith="szakerto@").exists()
    )
    assert Expert.objects.count() == 10
    for code in ("questions-answered", "answer-time", "information-acts", "information-reach"):
        assert figure(code).value, code


def test_newsletters_were_sent_and_nobody_got_a_letter_of_the_building(small: None) -> None:
    letters = Issue.objects.filter(kind=IssueKind.NEWSLETTER)

    assert letters.filter(state=IssueState.SENT).count() == 24
    assert letters.filter(state=IssueState.DRAFT).count() == 1
    assert Issue.objects.filter(kind=IssueKind.COUNTY_LETTER, state=IssueState.SENT).count() == 6
    assert Delivery.objects.filter(state=DeliveryState.SENT).exists()
    assert Subscriber.objects.filter(state=SubscriberState.PENDING).exists()
    assert InformationAct.objects.filter(issue=None).exclude(withdrawn_at=None).count() == 1
    assert not Letter.objects.exists()


def test_four_registrations_wait_and_one_of_them_too_long(small: None) -> None:
    waiting = Registration.objects.waiting()

    assert waiting.count() == 4
    assert waiting.overdue(timezone.now()).count() == 1
    assert Registration.objects.filter(state=RegistrationState.ACCEPTED).exists()


@pytest.mark.parametrize(
    ("email", "address"),
    [
        ("szakerto@mentorhalo.example", "questions:desk"),
        ("iroda@mentorhalo.example", "questions:desk"),
        ("szerkeszto@mentorhalo.example", "outreach:issues"),
        ("vezeto@mentorhalo.example", "mentoring:registrations"),
        ("mentor@mentorhalo.example", "outreach:acts"),
    ],
)
def test_who_signs_in_finds_own_work(small: None, client: Client, email: str, address: str) -> None:
    page = signed_in(client, email).get(reverse(address))

    assert page.status_code == 200
    assert signed_in(client, email).get(reverse("desk:home")).status_code == 200
