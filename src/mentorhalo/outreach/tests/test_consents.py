"""The register of consents, and addresses brought in with proof."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.accounts.tests.factories import UserFactory, holder
from mentorhalo.core.imports import ImportRefused, apply_import, plan_import, read_for
from mentorhalo.core.models import AuditLine
from mentorhalo.mentoring.tests.factories import EngagementFactory
from mentorhalo.network.tests.factories import MandateFactory
from mentorhalo.outreach.actions.consents import (
    ConsentRefused,
    ProvenConsent,
    record_consent,
    record_contact_consent,
    ship_consent_texts,
    withdraw_consent,
)
from mentorhalo.outreach.actions.subscribing import erase_subscriber
from mentorhalo.outreach.choices import Purpose, SubscriberState, Withdrawal
from mentorhalo.outreach.importers import AddressImporter
from mentorhalo.outreach.models import Consent, ConsentText, Subscriber
from mentorhalo.outreach.tests.factories import SubscriberFactory
from mentorhalo.partners.tests.factories import ContactFactory
from mentorhalo.programmes.models import Topic
from mentorhalo.territory.tests.factories import CountyFactory

pytestmark = pytest.mark.django_db

AT = timezone.now()
LONG_AGO = AT - timedelta(days=300)


@pytest.fixture
def clerk() -> User:
    return holder(Role.OFFICE)


def proven(**said: Any) -> ProvenConsent:
    return ProvenConsent(
        **{
            "email": "zita@pelda.hu",
            "purpose": Purpose.NEWSLETTER,
            "given_at": LONG_AGO,
            "channel": "paper",
            "proof": "12. ív, iroda",
            **said,
        }
    )


def test_shipped_texts_stand_in_both_languages_and_are_shipped_once() -> None:
    before = list(ConsentText.objects.values_list("purpose", "version", "language"))

    ship_consent_texts()

    assert sorted(before) == [
        ("county_letter", 1, "en"),
        ("county_letter", 1, "hu"),
        ("newsletter", 1, "en"),
        ("newsletter", 1, "hu"),
    ]
    assert ConsentText.objects.count() == 4


def test_a_signed_sheet_makes_a_subscriber_and_stands_with_its_proof(clerk: User) -> None:
    consent = record_consent(consent=proven(name="Zita"), by=clerk, at=AT)

    subscriber = Subscriber.objects.get()
    assert (subscriber.state, subscriber.name) == (SubscriberState.ACTIVE, "Zita")
    assert (consent.given_at, consent.proof, consent.by, consent.recorded_at) == (
        LONG_AGO,
        "12. ív, iroda",
        clerk,
        AT,
    )
    wish = subscriber.subscriptions.get()
    assert (wish.topic, wish.county) == (None, "")


@pytest.mark.parametrize(
    "said",
    [{"proof": " "}, {"channel": "web"}, {"given_at": AT + timedelta(days=1)}],
    ids=["proof", "web", "future"],
)
def test_what_is_no_proven_consent_is_refused(clerk: User, said: dict[str, Any]) -> None:
    with pytest.raises(ConsentRefused):
        record_consent(consent=proven(**said), by=clerk, at=AT)

    assert not Subscriber.objects.exists()


def test_who_left_later_than_the_sheet_was_signed_is_not_brought_back(clerk: User) -> None:
    known = SubscriberFactory(email="zita@pelda.hu")
    withdraw_consent(subscriber=known, way=Withdrawal.PAGE, at=AT - timedelta(days=10))

    with pytest.raises(ConsentRefused):
        record_consent(consent=proven(), by=clerk, at=AT)

    record_consent(consent=proven(given_at=AT - timedelta(days=5)), by=clerk, at=AT)
    known.refresh_from_db()
    assert known.state == SubscriberState.ACTIVE


def test_who_was_erased_is_not_brought_back_by_an_old_sheet(clerk: User) -> None:
    erase_subscriber(subscriber=SubscriberFactory(email="zita@pelda.hu"), at=AT)

    with pytest.raises(ConsentRefused):
        record_consent(consent=proven(), by=clerk, at=AT)


@pytest.mark.parametrize("state", [SubscriberState.COMPLAINED, SubscriberState.BOUNCING])
def test_a_shut_address_is_not_opened_by_a_sheet(clerk: User, state: str) -> None:
    SubscriberFactory(email="zita@pelda.hu", state=state, consents=())

    with pytest.raises(ConsentRefused):
        record_consent(consent=proven(), by=clerk, at=AT)


def test_a_consent_stands_once(clerk: User) -> None:
    SubscriberFactory(email="zita@pelda.hu")

    with pytest.raises(ConsentRefused):
        record_consent(consent=proven(), by=clerk, at=AT)


def test_a_contact_agrees_to_the_mentors_letters_on_paper(clerk: User) -> None:
    contact = ContactFactory(email="Kati@pelda.hu")

    consent = record_contact_consent(contact=contact, given_at=LONG_AGO, proof="3. ív", by=clerk, at=AT)

    assert consent.subscriber is not None
    assert (consent.purpose, consent.subscriber.email) == (Purpose.COUNTY_LETTER, "kati@pelda.hu")
    assert consent.subscriber.subscriptions.count() == 0


@pytest.mark.parametrize("said", [{"email": ""}, {"consent_given_at": None, "consent_channel": ""}])
def test_a_contact_without_address_or_leave_cannot_agree_to_letters(
    clerk: User, said: dict[str, Any]
) -> None:
    with pytest.raises(ConsentRefused):
        record_contact_consent(
            contact=ContactFactory(**said), given_at=LONG_AGO, proof="3. ív", by=clerk, at=AT
        )


def test_a_mentor_notes_consents_of_own_communities_alone(client: Client) -> None:
    user = holder(Role.MENTOR)
    own = EngagementFactory(mentor=MandateFactory(mentor__user=user).mentor)
    mine, other = ContactFactory(party=own.community), ContactFactory(party=EngagementFactory().community)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    said = {"given_on": "2025-03-01", "proof": "3. ív"}

    assert client.post(reverse("outreach:record_consent", args=[mine.pk]), said).status_code == 302
    assert client.post(reverse("outreach:record_consent", args=[other.pk]), said).status_code == 404
    assert [consent.subscriber.email for consent in Consent.objects.all() if consent.subscriber] == [
        mine.email
    ]


# --- the importer -----------------------------------------------------------------------------------------------------

HEAD = "e-mail;név;hozzájárulás napja;hogyan;bizonyíték;témák;vármegyék\n"


def planned(rows: str) -> Any:
    importer = AddressImporter()
    return plan_import(importer, read_for(importer, BytesIO((HEAD + rows).encode()), "cimek.csv"))


def test_addresses_with_proof_are_taken_over_and_the_same_table_changes_nothing(clerk: User) -> None:
    Topic.objects.get_or_create(code="palyazat", defaults={"name_hu": "Pályázatok"})
    CountyFactory(code="20", name="Zala")
    rows = "Zita@pelda.hu;Zita;2025. 03. 01.;papír;12. ív;pályázatok;Zala, 20\nzoli@pelda.hu;;2025-03-02;nyilvántartás;r/7;;\n"

    plan = planned(rows)
    assert plan.errors == []
    assert apply_import(AddressImporter(), plan, by=clerk, at=AT) == {"add": 2}

    zita = Subscriber.objects.get(email="zita@pelda.hu")
    assert list(zita.subscriptions.values_list("topic", "county")) == [("palyazat", "20")]
    assert [(one.channel, one.proof) for one in Consent.objects.order_by("given_at")] == [
        ("paper", "12. ív"),
        ("import", "r/7"),
    ]
    again = planned(rows)
    assert (again.rows, again.unchanged, again.errors) == ([], 2, [])


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("zita;;2025-03-01;papír;ív;;", "e-mail"),
        ("z" * 250 + "@pelda.hu;;2025-03-01;papír;ív;;", "e-mail"),
        ("zita@pelda.hu;;;papír;ív;;", "hozzájárulás napja"),
        ("zita@pelda.hu;;tavaly;papír;ív;;", "hozzájárulás napja"),
        ("zita@pelda.hu;;2999-01-01;papír;ív;;", "hozzájárulás napja"),
        ("zita@pelda.hu;;2025-03-01;;ív;;", "hogyan"),
        ("zita@pelda.hu;;2025-03-01;szóban;ív;;", "hogyan"),
        ("zita@pelda.hu;;2025-03-01;papír;;;", "bizonyíték"),
        ("zita@pelda.hu;;2025-03-01;papír;" + "í" * 301 + ";;", "bizonyíték"),
        ("zita@pelda.hu;;2025-03-01;papír;ív;nincs ilyen;", "témák"),
        ("zita@pelda.hu;;2025-03-01;papír;ív;;Atlantisz", "vármegyék"),
        ("elment@pelda.hu;;2025-03-01;papír;ív;;", "e-mail"),
    ],
)
def test_a_row_without_good_proof_is_refused_with_the_reason(row: str, column: str) -> None:
    left = SubscriberFactory(email="elment@pelda.hu")
    withdraw_consent(subscriber=left, way=Withdrawal.PAGE, at=AT)

    plan = planned(f"{row}\njo@pelda.hu;;2025-03-01;papír;ív;;\n")

    assert [(error.row, error.column) for error in plan.errors] == [(2, column)]
    assert [planned_row.title for planned_row in plan.rows] == ["jo@pelda.hu"]


def test_an_address_twice_in_the_table_is_refused() -> None:
    plan = planned("a@pelda.hu;;2025-03-01;papír;ív;;\nA@pelda.hu;;2025-03-02;papír;ív;;\n")

    assert [error.row for error in plan.errors] == [3]


def test_nobody_takes_consents_over_without_a_name() -> None:
    with pytest.raises(ImportRefused):
        apply_import(AddressImporter(), planned("a@pelda.hu;;2025-03-01;papír;ív;;\n"), by=None, at=AT)


def test_what_was_good_at_planning_and_is_not_at_writing_refuses_all(clerk: User) -> None:
    plan = planned("a@pelda.hu;;2025-03-01;papír;ív;;\nb@pelda.hu;;2025-03-01;papír;ív;;\n")
    SubscriberFactory(email="b@pelda.hu")

    with pytest.raises(ImportRefused):
        apply_import(AddressImporter(), plan, by=clerk, at=AT)
    assert not Subscriber.objects.filter(email="a@pelda.hu").exists()


def test_the_import_asks_the_same_for_many(clerk: User, django_assert_max_num_queries: Any) -> None:
    rows = "".join(f"cim{number}@pelda.hu;;2025-03-01;papír;ív;;\n" for number in range(300))

    with django_assert_max_num_queries(20):
        apply_import(AddressImporter(), planned(rows), by=clerk, at=AT)

    assert Consent.objects.count() == 300


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def office(client: Client, clerk: User) -> Client:
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_register_is_searched_and_narrowed(office: Client) -> None:
    SubscriberFactory(email="anna@pelda.hu")
    left = SubscriberFactory(email="bela@pelda.hu", consents=(Purpose.COUNTY_LETTER,))
    withdraw_consent(subscriber=left, way=Withdrawal.PAGE, at=AT)
    erase_subscriber(subscriber=SubscriberFactory(email="cili@pelda.hu"), at=AT)

    def shown(**asked: str) -> list[bool]:
        text = office.get(reverse("outreach:consents"), asked).text
        return ["anna@" in text, "bela@" in text, "törölt személy" in text]

    assert shown() == [True, True, True]
    assert shown(q="ANNA") == [True, False, False]
    assert shown(standing="no") == [False, True, True]
    assert shown(purpose="county_letter") == [False, True, False]
    assert shown(purpose="nonsense") == [True, True, True]
    assert "törölt személy" in office.get(reverse("outreach:consents"), {"q": "cili@pelda.hu"}).text


def test_the_register_goes_out_for_who_asked_alone_and_leaves_a_trace(office: Client) -> None:
    SubscriberFactory(email="anna@pelda.hu", name="=1+1")
    SubscriberFactory(email="bela@pelda.hu")
    address = reverse("outreach:export_consents")

    table = office.post(address, {"q": "anna", "format": "csv"})
    text = b"".join(table.streaming_content).decode()  # type: ignore[attr-defined]
    book = load_workbook(BytesIO(office.post(address, {"format": "xlsx"}).content))

    assert "anna@pelda.hu" in text
    assert "bela@pelda.hu" not in text
    assert "'=1+1" in text
    assert table["Cache-Control"] == "private, no-store"
    assert (book.active.max_row, {cell.data_type for row in book.active.rows for cell in row}) == (
        3,
        {"s", "inlineStr"},
    )
    assert [line.details for line in AuditLine.objects.filter(deed="export_consents").order_by("pk")] == [
        {"lines": 1},
        {"lines": 2},
    ]


def test_the_office_withdraws_what_it_was_asked_to(office: Client) -> None:
    consent = SubscriberFactory().consents.get()
    address = reverse("outreach:withdraw_consent", args=[consent.pk])

    assert office.get(address).status_code == 200
    consent.refresh_from_db()
    assert consent.withdrawn_at is None
    office.post(address)
    consent.refresh_from_db()
    assert consent.withdrawn_by == Withdrawal.OFFICE
    assert consent.text.text in office.get(reverse("outreach:consent", args=[consent.pk])).text


@pytest.mark.parametrize("lines", [1, 3])
def test_the_register_asks_the_same_however_long(
    office: Client, lines: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(lines):
        record = SubscriberFactory()
        Consent.objects.filter(subscriber=record).update(by=UserFactory())
    office.get(reverse("outreach:consents"))

    with django_assert_max_num_queries(8):
        office.get(reverse("outreach:consents"))


def test_the_import_page_shows_why_a_row_is_refused(office: Client) -> None:
    file = SimpleUploadedFile("cimek.csv", f"{HEAD}zita@pelda.hu;;;papír;ív;;\n".encode())

    answer = office.post(reverse("outreach:import_addresses"), {"file": file}, follow=True)

    assert answer.status_code == 200
    assert "zita@pelda.hu" in answer.text or "hozzájárul" in answer.text


def test_today_is_a_day_on_which_one_may_have_agreed(office: Client) -> None:
    contact = ContactFactory()
    address = reverse("outreach:record_consent", args=[contact.pk])
    today = timezone.localdate()

    assert (
        office.post(address, {"given_on": (today + timedelta(days=1)).isoformat(), "proof": "ív"}).status_code
        == 200
    )
    assert office.post(address, {"given_on": today.isoformat(), "proof": "ív"}).status_code == 302
    assert isinstance(Consent.objects.get().given_at, datetime)
