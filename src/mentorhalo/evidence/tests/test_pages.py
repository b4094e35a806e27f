from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant, User
from mentorhalo.core.registry import SourceLink, registry
from mentorhalo.evidence.actions import seal, sync

from .factories import draft

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SOURCE = reverse("evidence:source", kwargs={"source_type": "mentoring.activity", "source_id": "1"})

pytestmark = pytest.mark.django_db


def person(role):
    user = User.objects.create_user(f"{role}@example.org", "A very good password.", name="Kovács Anna")
    Grant.objects.create(user=user, role=role, starts_on=AT.date(), granted_at=AT)
    return user


@pytest.fixture
def signed_in(client):
    def sign_in(role):
        user = person(role)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return user

    return sign_in


def test_a_record_tells_what_was_said_of_it_and_in_which_role(client, signed_in, monkeypatch):
    monkeypatch.setitem(
        registry.subjects, "community", lambda request, ids: {"a": SourceLink("Ősz Kórus", "/choir/")}
    )
    monkeypatch.setitem(
        registry.sources,
        "mentoring.activity",
        lambda request, ids: {"1": SourceLink("Visit of 1 March", None)},
    )
    mentor = signed_in(Role.MENTOR)
    sync("mentoring.activity", "1", [draft(form="visit", quantity=12)], by=mentor, at=AT)
    seal(at=AT)
    sync("mentoring.activity", "1", [draft(form="visit", quantity=9)], by=None, at=AT, reason="returned")

    page = client.get(SOURCE)

    assertContains(page, '<a class="ds-link" href="/choir/">Ősz Kórus</a>')
    assertContains(page, "Visit of 1 March")
    assertContains(page, "quantity=12")
    assertContains(page, "quantity=9")
    assertContains(page, "returned")
    assertContains(page, '<div class="mh-note">mentor</div>', html=True)
    assertContains(page, '<div class="mh-note">a program rögzítette</div>', html=True)
    assertNotContains(page, str(mentor.pk))


def test_a_record_nobody_knows_is_said_to_be_unknown(client, signed_in):
    signed_in(Role.OFFICE)

    assertContains(client.get(SOURCE), "A napló semmit sem mond erről az adatlapról")


def test_the_page_of_a_record_asks_a_fixed_number_of_questions(client, signed_in, django_assert_num_queries):
    mentor = signed_in(Role.MENTOR)
    client.get(SOURCE)
    sync("mentoring.activity", "1", [draft()], by=mentor, at=AT)
    with CaptureQueriesContext(connection) as one:
        client.get(SOURCE)
    drafts = [draft(subject=f"community:{name}", who=f"mentor:{name}") for name in "abc"]
    sync("mentoring.activity", "1", drafts, by=mentor, at=AT + timedelta(hours=1))

    with django_assert_num_queries(len(one)):
        client.get(SOURCE)


def test_the_state_of_the_journal_is_told(client, signed_in, django_assert_max_num_queries):
    signed_in(Role.AUDITOR)
    empty = client.get(reverse("evidence:journal"))
    sync("mentoring.activity", "1", [draft()], by=None, at=AT)
    head = seal(at=AT).digest
    sync("mentoring.activity", "2", [draft()], by=None, at=AT)

    with django_assert_max_num_queries(12):
        page = client.get(reverse("evidence:journal"))

    assertContains(empty, "Még nincs pecsét")
    assertContains(page, head)
    assertNotContains(page, "Az adatbázis nem őrzi a naplót")
    assert (page.context["state"].facts, page.context["state"].unsealed) == (2, 1)


def test_seals_are_public_and_take_the_same_number_of_questions(client, django_assert_num_queries):
    assertContains(client.get(reverse("evidence:seals")), "Még nincs pecsét")
    sync("mentoring.activity", "0", [draft()], by=None, at=AT)
    seal(at=AT)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("evidence:seals"))
    for number in (1, 2):
        sync("mentoring.activity", str(number), [draft()], by=None, at=AT)
        head = seal(at=AT).digest

    with django_assert_num_queries(len(one)):
        page = client.get(reverse("evidence:seals"))

    assertContains(page, head)
    assert [made.number for made in page.context["page"]] == [3, 2, 1]
