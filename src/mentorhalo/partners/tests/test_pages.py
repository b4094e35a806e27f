"""What people see and do on the room's pages."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import UserFactory, holder
from mentorhalo.core.registry import TimelineEntry, registry
from mentorhalo.partners.actions import let_represent, merge_parties, withdraw_contact_consent
from mentorhalo.partners.models import Community, Consortium, Contact, Merge, Organisation, Split
from mentorhalo.partners.tests.factories import (
    CommunityFactory,
    ConsortiumFactory,
    ContactFactory,
    OrganisationFactory,
    OrganisationKindFactory,
)
from mentorhalo.territory.tests.factories import SettlementFactory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def as_role(role: str) -> Client:
    return as_user(holder(role))


def as_user(user) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def page(client: Client, name: str, *args, **query) -> str:
    response = client.get(reverse(f"partners:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", ["organisations", "communities", "consortia"])
def test_lists_cost_the_same_however_long(name, client, django_assert_max_num_queries):
    factory = {
        "organisations": OrganisationFactory,
        "communities": CommunityFactory,
        "consortia": ConsortiumFactory,
    }
    factory[name]()
    with django_assert_max_num_queries(7) as first:
        page(client, name)
    factory[name].create_batch(4)
    with django_assert_max_num_queries(len(first)):
        page(client, name)
    with django_assert_max_num_queries(len(first) + 1):
        page(client, name, q="a")


def test_search_needs_no_accents_and_respects_those_typed(client):
    for place in ("Komló", "Kömlő"):
        CommunityFactory(name=f"{place}i Dalkör", settlement=SettlementFactory(name=place))

    assert (
        "Komlói" in page(client, "communities", q="komloi"),
        "Kömlői" in page(client, "communities", q="komloi"),
    ) == (True, True)
    assert (
        "Komlói" in page(client, "communities", q="kömlői"),
        "Kömlői" in page(client, "communities", q="kömlői"),
    ) == (False, True)
    assert "Komlói" in page(client, "communities", q="dalkör komló")


def test_lists_are_narrowed(client):
    library = OrganisationFactory(name="Könyvtár", kind=OrganisationKindFactory(sector="library", code="vil"))
    house = OrganisationFactory(name="Művelődési Ház", status="sleeping", status_on=timezone.localdate())

    assert house.name not in page(client, "organisations", sector="library")
    assert library.name not in page(client, "organisations", status="sleeping")
    assert library.name not in page(client, "organisations", county=house.settlement.county_id)


def test_merged_ones_leave_the_list(client):
    twin, choir = CommunityFactory(name="Egyik kör"), CommunityFactory(name="Másik kör")
    merge_parties(absorbed=twin, survivor=choir, reason="egy", by=UserFactory(), at=timezone.now())

    shown = page(client, "communities")

    assert ("Egyik kör" in shown, "Másik kör" in shown) == (False, True)


def test_public_card_hides_people_who_did_not_agree(client):
    house = OrganisationFactory()
    hidden = ContactFactory(party=house, name="Rejtett Anna")
    shown = ContactFactory(party=house, name="Nyilvános Béla", consent_public=True)

    text = page(client, "organisation", house.pk)
    assert (hidden.name in text, shown.name in text, "Előzmények" in text) == (False, True, False)

    withdraw_contact_consent(contact=shown, by=None, at=timezone.now())
    assert "Nyilvános Béla" not in page(client, "organisation", house.pk)


def test_network_card_shows_what_hangs_on_it():
    house = OrganisationFactory(name="Művelődési Ház")
    contact = ContactFactory(party=house)
    consortium = ConsortiumFactory(members=[house])
    hosted = CommunityFactory(host=house)

    text = page(as_role(Role.AUDITOR), "organisation", house.pk)

    assert all(words in text for words in (contact.email, consortium.title, hosted.name, "Előzmények"))
    assert reverse("partners:revise_organisation", args=[house.pk]) not in text
    assert reverse("partners:merge_organisation", args=[house.pk]) not in text


def test_card_costs_the_same_whatever_hangs_on_it(django_assert_max_num_queries):
    house = OrganisationFactory()
    client = as_role(Role.OFFICE)
    page(client, "organisation", house.pk)
    with django_assert_max_num_queries(30) as first:
        page(client, "organisation", house.pk)
    for _ in range(3):
        ContactFactory(party=house)
        ConsortiumFactory(members=[house])
        OrganisationFactory(part_of=house)
        CommunityFactory(host=house)
    with django_assert_max_num_queries(len(first) + 1):
        page(client, "organisation", house.pk)


def test_merge_stands_once_in_the_history():
    twin, choir = CommunityFactory(), CommunityFactory()
    merge_parties(absorbed=twin, survivor=choir, reason="egy", by=UserFactory(), at=timezone.now())

    assert page(as_role(Role.AUDITOR), "community", choir.pk).count("Összevonás egy másik adatlappal") == 1


def test_rooms_above_add_history_and_deeds_to_the_card(monkeypatch):
    choir = CommunityFactory()

    def history(request, ids):
        return [TimelineEntry(at=timezone.localdate(), title=f"Próba {len(ids)}")]

    monkeypatch.setattr(registry, "timelines", {"community": [history]})
    monkeypatch.setattr(registry, "links", {"community": [lambda request, pk: [("Teendő", f"/x/{pk}/")]]})

    text = page(as_role(Role.MENTOR), "community", choir.pk)

    assert ("Próba 1" in text, f"/x/{choir.pk}/" in text) == (True, True)


def test_entering_a_community_shows_its_likely_twin_first():
    komlo = SettlementFactory(name="Komló")
    CommunityFactory(name="Gyöngy Hímzőkör", settlement=komlo)
    client, url = as_role(Role.MENTOR), reverse("partners:new_community")
    data = typed("settlement", komlo.name) | {"name": "Gyöngy himzőkör", "field": "craft", "status": "active"}

    response = client.post(url, data)
    assert "Gyöngy Hímzőkör, Komló" in response.content.decode()
    assert Community.objects.count() == 1

    response = client.post(url, data | {"anyway": "1"})
    made = Community.objects.get(name="Gyöngy himzőkör")
    assert response["Location"] == reverse("partners:community", args=[made.pk])


def typed(name: str, words: str, value: str = "") -> dict[str, str]:
    """What a suggestion box sends."""
    return {name: words, f"{name}_value": value}


def test_entering_an_organisation_keeps_what_was_typed_when_refused():
    komlo, kind = SettlementFactory(name="Komló"), OrganisationKindFactory()
    OrganisationFactory(external_id="A1", name="Egészen más")
    data = typed("settlement", komlo.name) | {
        "name": "Új Faluház", "kind": kind.pk, "status": "active", "external_id": "A1",
    }  # fmt: skip

    response = as_role(Role.MENTOR).post(reverse("partners:new_organisation"), data)

    text = response.content.decode()
    assert (
        "Ez az azonosító már egy másik adatlaphoz tartozik: A1." in text,
        'value="Új Faluház"' in text,
    ) == (True, True)
    assert Organisation.objects.count() == 1


def test_correcting_a_card_changes_only_what_was_typed():
    house = OrganisationFactory(name="Művelődési Ház", address="Fő utca 1.")
    data = typed("settlement", house.settlement.name, house.settlement.code) | {
        "name": "Közösségi Ház", "kind": house.kind_id, "status": "active", "address": house.address,
    }  # fmt: skip

    response = as_role(Role.MENTOR).post(reverse("partners:revise_organisation", args=[house.pk]), data)

    assert response.status_code == 302
    house.refresh_from_db()
    assert (house.name, house.address) == ("Közösségi Ház", "Fő utca 1.")


def test_representative_corrects_the_public_part_of_their_own_card_alone():
    choir, other = CommunityFactory(name="Dalkör"), CommunityFactory()
    user = UserFactory()
    let_represent(contact=ContactFactory(party=choir), user=user, by=None, at=timezone.now())
    client, url = as_user(user), reverse("partners:revise_community", args=[choir.pk])

    response = client.post(url, {"description_hu": "Énekelünk.", "name": "Nem lesz más"})
    assert response.status_code == 302
    choir.refresh_from_db()
    assert (choir.description_hu, choir.name, choir.field) == ("Énekelünk.", "Dalkör", "craft")
    assert client.get(reverse("partners:revise_community", args=[other.pk])).status_code == 404

    Contact.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert client.get(url).status_code == 404


def test_consortium_is_entered_and_corrected_by_lines():
    first = ConsortiumFactory()
    komlo = SettlementFactory(name="Komló")
    member = OrganisationFactory(name="Iskola", settlement=komlo)
    client = as_role(Role.OFFICE)
    data = typed("lead", f"{first.lead.name}, {first.lead.settlement.name}") | {
        "title": "Új cím", "grant_id": "G2", "call": first.call_id, "starts_on": "2023-03-01",
        "members": "Iskola, Komló", "settlements": "Komló",
    }  # fmt: skip

    assert client.post(reverse("partners:new_consortium"), data).status_code == 302
    made = Consortium.objects.get(grant_id="G2")
    assert [each.organisation for each in made.members.all()] == [member]

    url = reverse("partners:revise_consortium", args=[made.pk])
    assert "Iskola, Komló" in client.get(url).content.decode()
    response = client.post(url, data | {"settlements": "Komló\nSehol"})
    assert "Sehol" in response.content.decode()
    assert client.post(url, data | {"settlements": "", "title": "Másik cím"}).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.settlements.count()) == ("Másik cím", 0)


def test_contacts_are_added_given_consent_ended_and_erased():
    choir = CommunityFactory()
    client = as_role(Role.MENTOR)
    data = {"name": "Nagy Anna", "role": "head", "starts_on": "2024-01-01"}
    client.post(reverse("partners:add_community_contact", args=[choir.pk]), data)
    contact = Contact.objects.get()
    assert (contact.party, contact.has_consent) == (choir, False)

    day = timezone.localdate().isoformat()
    client.post(
        reverse("partners:give_contact_consent", args=[contact.pk]), {"on": day, "channel": "írásban"}
    )
    client.post(reverse("partners:revise_contact", args=[contact.pk]), {"name": "Kis Anna", "role": "head"})
    client.post(reverse("partners:end_contact", args=[contact.pk]), {"on": day})
    contact.refresh_from_db()
    assert (contact.name, contact.has_consent, contact.ends_on) == ("Kis Anna", True, timezone.localdate())

    client.post(reverse("partners:withdraw_contact_consent", args=[contact.pk]))
    contact.refresh_from_db()
    assert contact.name == ""


def test_leader_gives_a_contact_an_account():
    contact, user = ContactFactory(), UserFactory()
    client, url = as_role(Role.GROUP_LEADER), reverse("partners:let_represent", args=[contact.pk])

    assert "nincs fiók" in client.post(url, {"email": "senki@pelda.hu"}).content.decode()
    client.post(url, {"email": user.email.upper()})

    contact.refresh_from_db()
    assert contact.user == user


def test_twin_is_found_compared_merged_and_undone():
    komlo = SettlementFactory(name="Komló")
    house = OrganisationFactory(name="Művelődési Ház", settlement=komlo, address="Fő utca 1.")
    twin = OrganisationFactory(name="Faluház", settlement=komlo)
    client, url = as_role(Role.OFFICE), reverse("partners:merge_organisation", args=[house.pk])

    assert f"?with={twin.pk}" in client.get(url).content.decode()
    assert f"?with={twin.pk}" in client.get(url, {"q": "faluhaz"}).content.decode()
    assert "Fő utca 1." in client.get(url, {"with": twin.pk}).content.decode()
    response = client.post(f"{url}?with={twin.pk}", {"survivor": str(twin.pk), "reason": "ugyanaz a ház"})

    assert response["Location"] == reverse("partners:organisation", args=[twin.pk])
    house.refresh_from_db()
    assert house.merged_into == twin
    assert reverse("partners:organisation", args=[twin.pk]) in page(Client(), "organisation", house.pk)

    client.post(reverse("partners:undo_merge", args=[Merge.objects.get().pk]), {"reason": "mégsem"})
    house.refresh_from_db()
    assert house.merged_into is None


def test_card_is_split_and_put_together_again():
    house = OrganisationFactory(name="Ház és Könyvtár")
    contact = ContactFactory(party=house)
    client = as_role(Role.OFFICE)
    data = {"name": "Könyvtár", "reason": "külön vezető", "contacts": [str(contact.pk)]}

    response = client.post(reverse("partners:split_organisation", args=[house.pk]), data)

    split = Split.objects.get()
    assert response["Location"] == reverse("partners:organisation", args=[split.offshoot_id])
    contact.refresh_from_db()
    assert contact.organisation_id == split.offshoot_id
    client.post(reverse("partners:undo_split", args=[split.pk]))
    contact.refresh_from_db()
    assert contact.organisation == house
    assert Client().get(reverse("partners:organisation", args=[split.offshoot_id])).status_code == 302


def test_table_is_brought_in_by_the_pages():
    SettlementFactory(code="26408", name="Komló")
    client = as_role(Role.OFFICE)
    file = SimpleUploadedFile("t.csv", "név;típus;település\nFaluház;művelődési ház;Komló\n".encode("cp1250"))

    response = client.post(reverse("partners:import_organisations"), {"file": file})
    look = response["Location"]
    assert "Faluház, Komló" in client.get(look).content.decode()
    assert not Organisation.objects.exists()
    client.post(look, {"step": "confirm"})

    assert Organisation.objects.get().name == "Faluház"


def test_suggestions_name_the_settlement():
    house = OrganisationFactory(name="Művelődési Ház", settlement=SettlementFactory(name="Komló"))

    answer = as_role(Role.MENTOR).get(reverse("partners:suggest_organisations"), {"q": "muvel"})

    assert answer.json() == {
        "results": [{"value": str(house.pk), "label": "Művelődési Ház, Komló", "note": ""}]
    }
