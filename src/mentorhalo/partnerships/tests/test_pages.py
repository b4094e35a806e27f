"""The room's pages as those see them who may open them."""

import pytest
from django.urls import reverse

from mentorhalo.core.registry import registry
from mentorhalo.core.tests import access
from mentorhalo.partners.tests.factories import CommunityFactory
from mentorhalo.partnerships.keys import answer_key
from mentorhalo.partnerships.models import Observation, Partnership

from . import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def mentor(client, world):
    client.force_login(world.users[access.MENTOR], backend=BACKEND)
    return client


def filled(world, **changed):
    return {
        "title": "A kertbarátok és az iskola",
        "purpose": "Közös veteményes.",
        "field": "nature",
        "initiative": "by_mentor",
        "settlement": world.settlement.name,
        "settlement_value": world.settlement.pk,
        "starts_on": world.today.isoformat(),
        "first": world.organisation.name,
        "second": f"{world.community.name}, {world.community.settlement.name}",
        **changed,
    }


def test_a_mentor_opens_a_partnership_by_names_alone(mentor, world):
    answer = mentor.post(reverse("partnerships:open"), filled(world))

    made = Partnership.objects.get(title="A kertbarátok és az iskola")
    assert answer["Location"] == reverse("partnerships:partnership", args=[made.pk])
    assert {one.party for one in made.members.all()} == {world.organisation, world.community}
    assert made.mentor == world.mentors[access.MENTOR]


def test_what_is_refused_keeps_what_was_typed(mentor, world):
    page = mentor.post(reverse("partnerships:open"), filled(world, second=world.organisation.name))

    text = page.content.decode()
    assert page.status_code == 200
    assert "Közös veteményes." in text
    assert page.context["form"].errors["second"]


def test_a_fact_is_noted_with_its_proof_and_withdrawn(mentor, world):
    observe = reverse("partnerships:observe", args=[world.partnership.pk])
    sent = {"kind": "event", "occurred_on": world.today.isoformat(), "words": "Közös farsang volt."}
    assert mentor.post(observe, sent).status_code == 302
    one = Observation.objects.get(words="Közös farsang volt.")
    assert (
        "Közös farsang volt."
        in mentor.get(reverse("partnerships:partnership", args=[world.partnership.pk])).content.decode()
    )

    mentor.post(reverse("partnerships:withdraw", args=[one.pk]), {"reason": "Téves."})

    one.refresh_from_db()
    assert one.withdrawn_reason == "Téves."


def test_an_entry_of_the_log_is_offered_and_taken(mentor, world):
    observe = reverse("partnerships:observe", args=[world.partnership.pk])
    assert str(world.activity.pk) in mentor.get(observe).content.decode()

    mentor.post(observe, {"kind": "meeting", "activity": world.activity.pk})

    assert Observation.objects.get(activity=world.activity).occurred_on == world.activity.occurred_on


def test_a_changed_file_is_not_handed_out(mentor, world):
    one = world.observation
    page = reverse("partnerships:file", args=[one.pk])
    assert mentor.get(page).content.decode() == "aláírva"
    Observation.objects.filter(pk=one.pk).update(sha256="0" * 64)

    assert mentor.get(page).status_code == 302


@pytest.mark.parametrize("name", ["revise", "join", "end", "leave"])
def test_forms_refuse_a_day_to_come(mentor, world, name):
    later = world.today.replace(year=world.today.year + 1, day=1).isoformat()
    record = world.member if name == "leave" else world.partnership
    sent = filled(
        world,
        starts_on=later,
        joined_on=later,
        left_on=later,
        ends_on=later,
        reason="Mert.",
        party=CommunityFactory(settlement=world.settlement).name,
    )

    page = mentor.post(reverse(f"partnerships:{name}", args=[record.pk]), sent)

    assert page.status_code == 200
    assert page.context["form"].errors


def test_cards_of_parties_tell_of_their_partnerships(mentor, world):
    page = mentor.get(reverse("partners:community", args=[world.community.pk])).content.decode()

    assert reverse("partnerships:partnership", args=[world.partnership.pk]) in page


def test_the_list_asks_as_often_for_one_as_for_three(mentor, world, django_assert_max_num_queries):
    address = f"{reverse('partnerships:partnerships')}?whose=all"
    mentor.get(address)
    with django_assert_max_num_queries(60) as before:
        mentor.get(address)
    for _number in range(3):
        factories.opened(
            mentor=world.mentors[access.MENTOR],
            settlement=world.settlement.pk,
            starts_on=world.today,
            at=world.now,
        )

    with django_assert_max_num_queries(len(before.captured_queries)):
        mentor.get(address)


def test_a_party_answers_by_its_link_and_sees_both_sides_once_all_have_answered(client, world):
    page = reverse("partnerships:answer", args=[answer_key(world.asking)])
    text = client.get(page).content.decode()
    assert "Próba esték" in text
    other = world.asking.grading.askings.exclude(pk=world.asking.pk).get()
    sent = {f"level_{other.member_id}": 1, f"comment_{other.member_id}": "Ritkán.", "name": "Kiss Anna"}
    assert client.post(page, {"name": "Kiss Anna"}).context["form"].errors
    client.post(page, sent)
    assert world.asking.perceptions.get().level == 1

    back = reverse("partnerships:answer", args=[answer_key(other)])
    client.post(back, {f"level_{world.member.pk}": 4, "name": "Nagy Béla"})

    both = client.get(back).content.decode()
    assert "Ritkán." in both
    assert client.get(reverse("partnerships:answer", args=["x.y"])).status_code == 302


def test_asking_again_needs_two_addresses(mentor, world):
    page = reverse("partnerships:ask", args=[world.ended_partnership.pk])
    members = list(world.ended_partnership.members.all())
    day = world.ended_partnership.ends_on.isoformat()
    sent = {"occasion": "close", "graded_on": day}
    assert mentor.post(page, sent).status_code == 200

    sent |= {f"email_{one.pk}": f"{one.pk.hex[:6]}@pelda.hu" for one in members}
    assert mentor.post(page, sent).status_code == 302
    assert world.ended_partnership.gradings.get().askings.count() == 2


def test_the_office_publishes_a_rule_and_a_wrong_one_is_kept_as_typed(client, world):
    client.force_login(world.users[access.OFFICE], backend=BACKEND)
    page = reverse("partnerships:publish_rule", args=["himmelman"])
    assert "within_days" in client.get(page).content.decode()
    sent = {"rule": '{"levels": [{"level": 9}]}', "sentence_hu": "Új.", "sentence_en": "New."}
    answer = client.post(page, sent)
    assert answer.status_code == 200
    assert "9" in answer.content.decode()

    sent["rule"] = '{"levels": [{"level": 1, "all": [{"kinds": ["event"]}]}]}'
    assert client.post(page, sent).status_code == 302
    assert "Új." in client.get(reverse("partnerships:scales")).content.decode()


def test_what_is_due_waits_on_the_first_page(client, world):
    own = factories.opened(
        mentor=world.mentors[access.MENTOR],
        settlement=world.settlement.pk,
        starts_on=world.today,
        at=world.now,
    )
    waits = [one.href for one in registry.waiting_for(world.users[access.MENTOR], world.now)]
    assert reverse("partnerships:ask", args=[own.pk]) in waits
    person = world.users[access.REPRESENTATIVE]
    world.asking.email = person.email
    world.asking.save()

    waits = [one.href for one in registry.waiting_for(person, world.now)]
    assert reverse("partnerships:answer", args=[answer_key(world.asking)]) in waits


def test_mentor_writes_down_what_a_party_said_by_telephone(mentor, world):
    other = world.asking.grading.askings.exclude(pk=world.asking.pk).get()
    page = reverse("partnerships:note_answer", args=[other.pk])
    shown = mentor.get(reverse("partnerships:partnership", args=[world.partnership.pk])).content.decode()
    assert page in shown
    sent = {f"level_{world.member.pk}": 3, "name": "Kati néni"}
    assert list(mentor.post(page, sent).context["form"].errors) == ["channel"]

    assert mentor.post(page, {**sent, "channel": "phone"}).status_code == 302

    other.refresh_from_db()
    assert (other.channel, other.noted_by) == ("phone", world.users[access.MENTOR])
    shown = mentor.get(reverse("partnerships:partnership", args=[world.partnership.pk])).content.decode()
    assert page not in shown
    assert "telefonon" in shown
