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
from mentorhalo.evidence.reconciliation import reconcile
from mentorhalo.indicators.queries import figure
from mentorhalo.mentoring.choices import RegistrationState
from mentorhalo.mentoring.models import Registration
from mentorhalo.outreach.choices import DeliveryState, IssueKind, IssueState, SubscriberState
from mentorhalo.outreach.models import Delivery, InformationAct, Issue, Subscriber
from mentorhalo.questions.choices import State
from mentorhalo.questions.models import Expert, Question

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HOMES = (
    ("szakerto", "questions:desk"),
    ("iroda", "questions:desk"),
    ("szerkeszto", "outreach:issues"),
    ("vezeto", "mentoring:registrations"),
    ("mentor", "outreach:acts"),
)


@pytest.fixture
def small(db: None, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    build(scale=0.02, has_site=False)


def test_rooms_of_asking_telling_and_registering_are_full(small: None) -> None:
    now, letters = timezone.now(), Issue.objects.filter(kind=IssueKind.NEWSLETTER)

    standing = set(Question.objects.values_list("state", flat=True))
    assert {
        State.RECEIVED,
        State.TRIAGED,
        State.ASSIGNED,
        State.WAITING,
        State.IN_REVIEW,
        State.PUBLISHED,
    } <= standing
    assert Question.objects.overdue(now).filter(expert__user__email="szakerto@mentorhalo.example").exists()
    assert Expert.objects.count() == 10
    assert letters.filter(state=IssueState.SENT).count() == 24
    assert letters.filter(state=IssueState.DRAFT).count() == 1
    assert Issue.objects.filter(kind=IssueKind.COUNTY_LETTER, state=IssueState.SENT).exists()
    assert Delivery.objects.filter(state=DeliveryState.SENT).exists()
    assert Subscriber.objects.filter(state=SubscriberState.PENDING).exists()
    assert InformationAct.objects.exclude(withdrawn_at=None).count() == 1
    assert Registration.objects.waiting().count() == 4
    assert Registration.objects.overdue(now).count() == 1
    assert Registration.objects.filter(state=RegistrationState.ACCEPTED).exists()
    assert not Letter.objects.exists()  # nobody was written to
    for code in ("questions-answered", "answer-time", "information-acts", "information-reach"):
        assert figure(code).value, code
    assert reconcile().ok


def test_who_signs_in_finds_own_work(small: None, client: Client) -> None:
    for name, address in HOMES:
        client.force_login(User.objects.get(email=f"{name}@mentorhalo.example"), backend=BACKEND)
        for page in ("desk:home", address):
            found = client.get(reverse(page), follow=True)
            assert found.status_code == 200, (name, page)
