"""Pictures of large networks: ordered once, made in the background, kept as long as no tie comes or goes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.partnerships import actions
from mentorhalo.partnerships.models import Layout
from mentorhalo.partnerships.queries import network as queries
from mentorhalo.partnerships.queries.scales import default_scale

from .factories import opened, seen

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch):
    monkeypatch.setattr(queries, "AT_ONCE", 1)


@pytest.fixture
def reader():
    client = Client()
    client.force_login(holder(Role.OFFICE), backend=BACKEND)
    return client


def network():
    return queries.network_of("", default_scale(), timezone.localdate())


def test_picture_is_ordered_once_and_there_once_it_is_made(reader, django_capture_on_commit_callbacks):
    seen(opened())
    address = reverse("partnerships:network_data") + "?county="
    answers = [reader.get(address) for _time in range(2)]
    assert [one.status_code for one in answers] == [202, 202]
    assert Layout.objects.filter(made_at=None).count() == 1
    table = reader.get(reverse("partnerships:network") + "?county=")
    assert len(table.context["page"].object_list) == 1  # it waits for no picture
    Layout.objects.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        reader.get(address)

    drawn = reader.get(address)
    assert drawn.status_code == 200
    assert len(drawn.json()["nodes"]) == 3


def test_positions_stay_while_only_more_is_seen_and_change_with_a_tie():
    partnership = opened()
    before = queries.fingerprint_of(network())
    seen(partnership)
    assert queries.fingerprint_of(network()) == before

    opened()

    assert queries.fingerprint_of(network()) != before


def test_what_changed_since_it_was_ordered_is_kept_as_what_it_became():
    opened()
    now = timezone.now()
    ordered = actions.order_layout(found=network(), county="", at=now)
    opened()

    actions.make_layout(fingerprint=ordered.fingerprint, county="", at=now)
    actions.make_layout(fingerprint=ordered.fingerprint, county="", at=now)

    made = Layout.objects.get()
    assert made.fingerprint == queries.fingerprint_of(network())
    spots = queries.spots_of(network())
    assert spots is not None
    assert len(spots) == len(network().refs)


def test_lost_order_is_given_again_after_a_while_and_old_ones_are_forgotten(
    django_capture_on_commit_callbacks,
):
    opened()
    now = timezone.now()
    with django_capture_on_commit_callbacks() as first:
        actions.order_layout(found=network(), county="", at=now)
    with django_capture_on_commit_callbacks() as at_once:
        actions.order_layout(found=network(), county="", at=now + timedelta(minutes=9))
    with django_capture_on_commit_callbacks() as later:
        actions.order_layout(found=network(), county="", at=now + timedelta(minutes=11))

    assert [len(first), len(at_once), len(later)] == [1, 0, 1]
    assert actions.forget_layouts(at=now + timedelta(days=59)) == 0
    assert actions.forget_layouts(at=now + timedelta(days=61)) == 1
