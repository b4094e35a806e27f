"""“We do this too”, from the report to the tree."""

from datetime import date
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse

from mentorhalo.accounts.choices import Role
from mentorhalo.evidence.models import Fact
from mentorhalo.knowledge.actions import practices as actions
from mentorhalo.knowledge.keys import adopter_key, owner_key
from mentorhalo.knowledge.models import Adoption
from mentorhalo.knowledge.queries import lineage

from . import factories
from .factories import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {
        "by": factories.person(Role.MENTOR),
        "checker": factories.person(Role.OFFICE),
        "editor": factories.editor_of("library"),
    }


@pytest.fixture
def practice(people):
    return factories.published(**people)


def draft(practice, **changed):
    return actions.AdoptionDraft(
        **{
            "key": uuid4(),
            "adopter_name": "Szomszéd Könyvtár",
            "settlement": practice.settlement_id,
            "since": date(2024, 1, 1),
            "email": "szomszed@pelda.hu",
            "name": "Szomszéd Sára",
            **changed,
        }
    )


def adopted(practice, by, **changed):
    adoption = actions.report_adoption(practice=practice, draft=draft(practice, **changed), by=by, at=AT)
    return actions.confirm_adoption(adoption=adoption, by=None, at=AT)


def test_a_report_goes_by_letters_and_counts_once_the_owner_says_yes(
    client, practice, django_capture_on_commit_callbacks
):
    told = draft(practice)
    with django_capture_on_commit_callbacks(execute=True):
        adoption = actions.report_adoption(practice=practice, draft=told, by=None, at=AT)
        again = actions.report_adoption(practice=practice, draft=told, by=None, at=AT)
        client.post(reverse("knowledge:adopter_deed", args=[adopter_key(adoption)]), {"deed": "confirm"})
        client.post(reverse("knowledge:adoption_owner", args=[owner_key(adoption)]), {"verdict": "yes"})

    assert (again.pk, Adoption.objects.get().state) == (adoption.pk, "confirmed")
    assert [letter.to[0] for letter in mail.outbox] == [
        "szomszed@pelda.hu",
        factories.INSTITUTION,
        "szomszed@pelda.hu",
    ]
    assert Fact.objects.known_at(None).get(kind="practice.adopted").subject == practice.reference


def test_a_no_needs_a_reason_and_counts_nothing(client, practice, people):
    adoption = actions.report_adoption(practice=practice, draft=draft(practice), by=people["by"], at=AT)
    address = reverse("knowledge:adoption_owner", args=[owner_key(adoption)])
    assert client.post(address, {"verdict": "no"}).status_code == 200
    client.post(address, {"verdict": "no", "reason": "Nem ismerjük őket."})

    adoption.refresh_from_db()
    assert adoption.state == "refused"
    assert not Fact.objects.filter(kind="practice.adopted").exists()


def test_taken_back_it_counts_no_more_and_its_name_is_forgotten(practice, people):
    adoption = adopted(practice, people["by"])
    actions.withdraw_adoption(adoption=adoption, by=None, at=AT)

    adoption.refresh_from_db()
    assert (adoption.reporter_name, adoption.reporter_email) == ("", "")
    assert not Fact.objects.known_at(None).filter(kind="practice.adopted").exists()


def test_three_generations_make_one_tree(practice, people):
    child = factories.published(**people, words=factories.words(title="Gyerek"))
    adopted(practice, people["by"], own_practice=child)
    adopted(practice, people["by"], adopter_name="Testvér Ház", since=date(2024, 2, 1))
    adopted(child, people["by"], adopter_name="Unoka Kör")

    tree = lineage.tree_of(child)

    assert (tree.size, tree.generations) == (3, 3)
    assert [one.name for one in tree.children] == ["Gyerek", "Testvér Ház"]
    assert tree.children[0].is_here
    boxes = {box.node.name: box for box in lineage.drawing_of(tree).boxes}
    assert boxes["Unoka Kör"].x > boxes["Gyerek"].x > boxes["Mesekör a faluban"].x
    assert len({(box.x, box.y) for box in boxes.values()}) == 4


def test_nobody_descends_from_a_descendant_or_twice(practice, people):
    child = factories.published(**people)
    adopted(practice, people["by"], own_practice=child)

    with pytest.raises(actions.PracticeRefused):
        actions.report_adoption(
            practice=child, draft=draft(child, own_practice=practice), by=people["by"], at=AT
        )
    with pytest.raises(actions.PracticeRefused):
        actions.report_adoption(
            practice=factories.published(**people),
            draft=draft(practice, own_practice=child),
            by=people["by"],
            at=AT,
        )


def test_the_future_is_refused_beside_its_field(client, practice, settings):
    settings.FORM_GUARD = False
    sent = {
        "adopter_name": "Kör",
        "settlement": practice.settlement.name,
        "settlement_value": practice.settlement_id,
        "since": "2999-01-01",
        "name": "Anna",
        "email": "anna@pelda.hu",
    }
    address = reverse("knowledge:adopt", args=[practice.code])
    refused = client.post(address, sent)
    assert "A kezdete nem lehet a jövőben." in refused.content.decode()

    answer = client.post(address, {**sent, "since": "2024-01-01"})

    assert answer["Location"] == reverse("knowledge:adopt_sent", args=[practice.code])
