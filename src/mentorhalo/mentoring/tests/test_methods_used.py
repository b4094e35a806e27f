"""Methods named in the log, and what the page of a method tells of it to whom."""

import pytest
from django.test import Client
from django.urls import reverse

from mentorhalo.core.tests.access import ANONYMOUS, MENTOR, OFFICE
from mentorhalo.knowledge.models import Method
from mentorhalo.mentoring.actions import approve_activity, log_activity
from mentorhalo.mentoring.actions.entries import ActivityDraft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser(world, role):
    client = Client()
    if role != ANONYMOUS:
        client.force_login(world.users[role], backend=BACKEND)
    return client


def shown_to(client, world):
    return client.get(reverse("knowledge:method", args=[world.method.code])).content.decode()


def test_where_it_was_used_tells_visitors_no_more_than_the_place(world):
    draft = ActivityDraft(
        kind="consultation",
        occurred_on=world.today,
        mentor=world.mentors[MENTOR].pk,
        settlement=world.settlement.pk,
        methods=(world.method.pk,),
        public_sentence="Nyilvános mondat.",
    )
    entry = log_activity(draft=draft, by=world.users[MENTOR], at=world.now)
    visitor = browser(world, ANONYMOUS)
    assert world.settlement.name not in shown_to(visitor, world)  # not approved yet

    approve_activity(activity=entry, by=world.users[OFFICE], at=world.now)

    address = reverse("mentoring:entry", args=[entry.pk])
    shown = shown_to(visitor, world)
    assert world.settlement.name in shown
    assert address not in shown
    assert address in shown_to(browser(world, MENTOR), world)
    assert world.method.code in browser(world, MENTOR).get(address).content.decode()


def test_mentor_names_methods_in_the_log(world):
    client = browser(world, MENTOR)
    form = client.get(reverse("mentoring:log")).context["form"]
    assert str(world.method.pk) in dict(form.fields["methods"].choices)

    answer = client.post(
        reverse("mentoring:log"),
        {
            "kind": "consultation",
            "occurred_on": world.today.isoformat(),
            "channel": "phone",
            "methods": [str(world.method.pk)],
        },
    )

    assert answer.status_code == 302
    assert Method.objects.get(activities__mentor=world.mentors[MENTOR]) == world.method
