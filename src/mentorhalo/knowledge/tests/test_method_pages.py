"""Method cards on their pages: a journey from the first word to the locked card, and what visitors read."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client
from django.urls import reverse

from mentorhalo.core import search
from mentorhalo.core.tests.access import ANONYMOUS, EXPERT, OFFICE
from mentorhalo.knowledge.models import MethodVersion
from mentorhalo.territory.models import Settlement

from . import method_factories as factories
from .test_oai import practice, take_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser(world, role):
    client = Client()
    if role != ANONYMOUS:
        client.force_login(world.users[role], backend=BACKEND)
    return client


def page(client, name, *args, status=200, **query):
    response = client.get(reverse(f"knowledge:{name}", args=args), query)
    assert response.status_code == status
    return response.content.decode()


def send(client, name, *args, **data):
    return client.post(reverse(f"knowledge:{name}", args=args), data)


def test_card_is_written_returned_mended_and_locked(world, django_capture_on_commit_callbacks):
    expert, office = browser(world, EXPERT), browser(world, OFFICE)
    words = {part: f"{part} szavai" for part in MethodVersion.PARTS if part != "title"}
    send(expert, "begin_method", title="Tanulókör", language="hu", **words)
    version = MethodVersion.objects.get(title="Tanulókör")

    send(expert, "hand_in_method", version.pk)
    assert "Tanulókör" in page(office, "methods_desk")
    version.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(
            office,
            "review_method",
            version.pk,
            seen=version.print_of_words(),
            verdict="return",
            remark_tools="Hány szék kell?",
        )
    assert answer.status_code == 302
    assert "Hány szék kell?" in mail.outbox[-1].body
    assert "Hány szék kell?" in page(expert, "write_method", version.pk)

    said = {**version.said(), "tools": "Tizenöt szék.", "seen": version.print_of_words()}
    assert send(expert, "write_method", version.pk, **said).status_code == 302
    send(expert, "hand_in_method", version.pk)
    version.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        send(office, "review_method", version.pk, seen=version.print_of_words(), verdict="lock")

    visitor = browser(world, ANONYMOUS)
    assert "Tizenöt szék." in page(visitor, "method", "tanulokor")
    assert "Tanulókör" in page(visitor, "methods")
    found = search.search("tanulókörök", search.tokens_of(AnonymousUser()), kind="method")
    assert [hit.title for hit in found.hits] == ["Tanulókör"]


def test_the_desks_buttons_say_whose_next_version_they_begin(world):
    factories.locked("Közös térkép")

    desk = page(browser(world, OFFICE), "methods_desk")

    assert 'value="en">Angol<span class="mh-sr">: Közös térkép</span></button>' in desk


def test_reviewer_sees_exactly_what_changed(world):
    expert = world.users[EXPERT]
    new = factories.actions.begin_version(method=world.method, language="hu", by=expert, at=world.now)
    words = factories.CardDraft(**{**new.said(), "tools": "Jegyzetfüzet és toll."})
    factories.actions.write_version(
        version=new, draft=words, seen=new.print_of_words(), by=expert, at=world.now
    )
    factories.actions.hand_in(version=new, by=expert, at=world.now)

    shown = browser(world, OFFICE).get(reverse("knowledge:review_method", args=[new.pk]))

    changed = [row["name"] for row in shown.context["rows"] if row["change"].is_changed]
    assert changed == [str(MethodVersion._meta.get_field("tools").verbose_name)]
    assert "<ins>" in shown.content.decode()


def test_what_another_wrote_stands_beside_what_was_typed(world):
    version, office = world.method_draft, world.users[OFFICE]
    seen = version.print_of_words()
    words = factories.CardDraft(**{**version.said(), "purpose": "Az iroda szavai."})
    factories.actions.write_version(version=version, draft=words, seen=seen, by=office, at=world.now)

    client = browser(world, EXPERT)
    said = {**version.said(), "purpose": "Az enyém.", "seen": seen}
    answer = send(client, "write_method", version.pk, **said)

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Az enyém." in html
    assert [name for name, _parts in answer.context["differences"]] == ["cél"]
    assert "iroda szavai." in html
    again = {**said, "seen": answer.context["form"]["seen"].value()}
    assert send(client, "write_method", version.pk, **again).status_code == 302


def test_nameless_card_keeps_what_was_typed(world):
    answer = send(browser(world, EXPERT), "begin_method", title="", language="hu", purpose="Amit beírtam.")

    assert answer.status_code == 200
    assert "Amit beírtam." in answer.content.decode()


def test_earlier_version_keeps_its_address_and_is_compared(world):
    expert, office = world.users[EXPERT], world.users[OFFICE]
    first = MethodVersion.objects.get(method=world.method, number=1)
    factories.next_locked(first, by=expert, reader=office, at=world.now + timedelta(minutes=1), tools="Toll.")
    visitor = browser(world, ANONYMOUS)

    assert "Jegyzetfüzet." in page(visitor, "locked_method", world.method.code, "hu", 1)
    assert "Toll." in page(visitor, "method", world.method.code)
    compared = page(visitor, "compare_method", world.method.code, **{"from": "1", "to": "2"})
    assert "<del>" in compared
    page(visitor, "locked_method", world.method.code, "hu", 7, status=404)


def test_topics_narrow_the_list(world):
    client = browser(world, EXPERT)
    send(client, "method_topics", world.method.code, topics=["volunteering"])

    assert world.method.code in page(client, "methods", topic="volunteering")
    assert world.method.code not in page(client, "methods", topic="participation")
    assert "volunteering" in page(client, "method_topics", world.method.code)


def test_practices_that_name_it_are_listed(world):
    settlement = Settlement.objects.order_by("code")[0]
    told = practice(41, settlement, title="Mesekör")
    told.public_version.methods.add(world.method)
    untold = practice(42, settlement, title="Nem publikus")
    untold.public_version.methods.add(world.method)
    take_back(untold)

    shown = page(browser(world, ANONYMOUS), "method", world.method.code)

    assert "/practices/JGY-0041/" in shown
    assert "Nem publikus" not in shown


def test_withdrawn_method_says_that_it_was_here(world):
    visitor = browser(world, ANONYMOUS)

    assert "elavult" in page(visitor, "method", world.method_withdrawn.code, status=410)
    page(visitor, "method", "nincs-ilyen", status=404)
    page(visitor, "method", world.method_draft.method.code, status=404)
