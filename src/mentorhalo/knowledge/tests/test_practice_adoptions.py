"""“We do this too”, from the report to the tree."""

from datetime import date
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse

from mentorhalo.accounts.choices import Role
from mentorhalo.evidence.models import Fact
from mentorhalo.knowledge.actions import practices as actions
from mentorhalo.knowledge.actions.practices import adopting
from mentorhalo.knowledge.keys import adopter_key, owner_key
from mentorhalo.knowledge.models import Adoption
from mentorhalo.knowledge.queries import lineage
from mentorhalo.territory.tests.factories import SettlementFactory

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
    return confirmed(
        actions.report_adoption(practice=practice, draft=draft(practice, **changed), by=by, at=AT)
    )


def confirmed(adoption):
    adoption = actions.confirm_report(adoption=adoption, at=AT)
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


def test_what_was_refused_or_taken_back_stands_in_nobodys_way(practice, people):
    child = factories.published(**people)
    taken_back = adopted(practice, people["by"], own_practice=child)
    actions.withdraw_adoption(adoption=taken_back, by=None, at=AT)
    refused = actions.report_adoption(
        practice=practice, draft=draft(practice, own_practice=child), by=people["by"], at=AT
    )
    actions.confirm_report(adoption=refused, at=AT)
    actions.refuse_adoption(adoption=refused, reason="Nem ismerjük őket.", by=None, at=AT)
    other = factories.published(**people)

    adopted(other, people["by"], own_practice=child)

    assert [one.is_here for one in lineage.tree_of(child).children] == [True]
    with pytest.raises(actions.PracticeRefused):
        actions.confirm_adoption(adoption=refused, by=None, at=AT)
    refused.refresh_from_db()
    assert refused.state == "refused"


def test_two_who_said_each_descends_from_the_other_make_no_circle(practice, people):
    child = factories.published(**people)
    one, other = (
        actions.report_adoption(practice=parent, draft=draft(parent, own_practice=own), by=None, at=AT)
        for parent, own in ((practice, child), (child, practice))
    )
    for adoption in (one, other):
        actions.confirm_report(adoption=adoption, at=AT)
    actions.confirm_adoption(adoption=one, by=None, at=AT)

    with pytest.raises(actions.PracticeRefused):
        actions.confirm_adoption(adoption=other, by=None, at=AT)

    assert lineage.tree_of(practice).size == 1


def test_nobody_names_a_practice_of_others_as_their_own(practice, people):
    elsewhere = factories.published(**people, settlement=SettlementFactory().pk)
    unpublished = factories.accepted(**people).practice

    for own in (elsewhere, unpublished):
        with pytest.raises(actions.PracticeRefused) as refused:
            actions.report_adoption(
                practice=practice, draft=draft(practice, own_practice=own), by=None, at=AT
            )
        assert refused.value.field == "own_practice"


def test_whose_description_is_named_says_first_that_it_is_so(
    client, practice, people, django_capture_on_commit_callbacks
):
    neighbour = factories.published(**people, contact_email="szomszed-haz@pelda.hu")
    with django_capture_on_commit_callbacks(execute=True):
        adoption = actions.report_adoption(
            practice=practice, draft=draft(practice, own_practice=neighbour), by=people["by"], at=AT
        )
    assert adoption.state == "unconfirmed"
    (asked,) = mail.outbox
    assert asked.to == ["szomszed-haz@pelda.hu"]
    assert neighbour.code in asked.body
    with pytest.raises(actions.PracticeRefused):
        actions.confirm_adoption(adoption=adoption, by=None, at=AT)

    page = client.get(reverse("knowledge:adopter", args=[adopter_key(adoption)])).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("knowledge:adopter_deed", args=[adopter_key(adoption)]), {"deed": "confirm"})

    assert "Igen, így van" in page
    assert mail.outbox[-1].to == [factories.INSTITUTION]


def test_who_only_says_so_keeps_no_institution_from_the_true_one(practice, people):
    own, other = factories.published(**people), factories.published(**people)
    for number in range(adopting.MOST_UNCONFIRMED):
        said = draft(other, own_practice=own, email=f"nev{number}@pelda.hu")
        actions.report_adoption(practice=other, draft=said, by=None, at=AT)
    actions.confirm_report(adoption=Adoption.objects.order_by("pk").first(), at=AT)
    actions.report_adoption(
        practice=other, draft=draft(other, own_practice=own, email="nev9@pelda.hu"), by=None, at=AT
    )
    with pytest.raises(actions.PracticeRefused) as refused:
        actions.report_adoption(practice=other, draft=draft(other, own_practice=own), by=None, at=AT)
    assert refused.value.field == "own_practice"

    true = draft(practice, own_practice=own, email=factories.INSTITUTION)
    adoption = confirmed(actions.report_adoption(practice=practice, draft=true, by=None, at=AT))

    assert adoption.state == "confirmed"


def test_a_circle_in_the_data_is_told_without_going_round(practice, people):
    child = factories.published(**people)
    for parent, own in ((practice, child), (child, practice)):
        actions.report_adoption(practice=parent, draft=draft(parent, own_practice=own), by=None, at=AT)
    Adoption.objects.update(state="confirmed")

    assert lineage.tree_of(practice).size == 2


def test_of_a_practice_that_was_taken_back_the_tree_says_nothing(practice, people):
    told = {"institution_name": "Titkos Tár"}
    child = factories.published(**people, **told)
    adopted(practice, people["by"], own_practice=child)
    adopted(child, people["by"], adopter_name="Unoka Kör")
    actions.take_down(practice=child, reason="Kérték.", by=people["checker"], at=AT)

    tree = lineage.tree_of(practice)

    (taken_over,) = tree.children
    assert (taken_over.name, taken_over.href) == ("Szomszéd Könyvtár", "")
    assert [one.name for one in taken_over.children] == ["Unoka Kör"]
    assert "Titkos Tár" not in " ".join(f"{one.name} {one.place}" for one in lineage.nodes_of(tree))


def test_the_owner_sees_which_practice_is_said_to_descend(client, practice, people):
    child = factories.published(**people)
    adoption = actions.report_adoption(
        practice=practice, draft=draft(practice, own_practice=child), by=people["by"], at=AT
    )

    page = client.get(reverse("knowledge:adoption_owner", args=[owner_key(adoption)])).content.decode()

    assert reverse("knowledge:practice", args=[child.code]) in page


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
