from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mentorhalo.core.models import TableUpload
from mentorhalo.territory.models import LevelLabel, Settlement, SettlementRecord
from mentorhalo.territory.tests.factories import CountyFactory, DistrictFactory, SettlementFactory
from mentorhalo.territory.tests.workbook import line_of, workbook

pytestmark = pytest.mark.django_db
START = "/territory/import/settlements/"


@pytest.fixture
def komlo() -> Settlement:
    county = CountyFactory(code="02", name="Baranya")
    district = DistrictFactory(code="026", name="Komlói járás", county=county)
    return SettlementFactory(code="26408", name="Komló", county=county, district=district, population=21000)


@pytest.fixture
def komlo_of_heves() -> Settlement:
    return SettlementFactory(code="31866", name="Kömlő", county=CountyFactory(code="10", name="Heves"))


@pytest.fixture
def office(client: Client, sign_in: Callable[..., object]) -> Client:
    sign_in(client, "office")
    return client


def test_page_of_a_settlement_tells_its_past_with_the_labels_of_the_time(
    client: Client, komlo: Settlement
) -> None:
    LevelLabel.objects.create(
        level="county", valid_from=date(1950, 1, 1), label_hu="megye", label_en="County"
    )
    LevelLabel.objects.create(
        level="county", valid_from=date(2023, 1, 1), label_hu="vármegye", label_en="County"
    )

    page = client.get(reverse("territory:settlement", kwargs={"code": "26408"})).content.decode()
    earlier = client.get(
        reverse("territory:settlement", kwargs={"code": "26408"}), {"day": "2020-05-01"}
    ).content.decode()

    assert "Baranya vármegye" in page
    assert "Baranya megye" in page
    assert "2020. május 1." in earlier
    assert "Komlói járás" in page
    assert "</figure>" in page


def test_ceased_settlement_points_to_its_successor(
    client: Client, komlo: Settlement, komlo_of_heves: Settlement
) -> None:
    Settlement.objects.filter(code="31866").update(ended_on=date(2024, 12, 31), successor=komlo)
    SettlementRecord.objects.filter(settlement="31866").update(valid_until=date(2024, 12, 31))

    page = client.get(reverse("territory:settlement", kwargs={"code": "31866"})).content.decode()

    assert reverse("territory:settlement", kwargs={"code": "26408"}) in page


def test_settlement_without_coordinates_has_no_map(client: Client) -> None:
    SettlementFactory(code="11111", lat=None, lon=None)

    assert "</figure>" not in client.get("/territory/11111/").content.decode()


def test_list_shows_what_was_typed_for(client: Client, komlo: Settlement, komlo_of_heves: Settlement) -> None:
    page = client.get(reverse("territory:settlements"), {"q": "kömlő"}).content.decode()

    assert "31866" in page
    assert "26408" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_however_long(client: Client, count: int, django_assert_num_queries) -> None:
    SettlementFactory.create_batch(count)
    # The count, the rows, the counties, the current programme, and once a minute the menus.
    with django_assert_num_queries(5):
        client.get(reverse("territory:settlements"))


def test_suggestions_name_the_county(client: Client, komlo: Settlement, komlo_of_heves: Settlement) -> None:
    results = client.get(reverse("territory:suggest"), {"q": "komlo"}).json()["results"]

    assert results == [
        {"value": "26408", "label": "Komló", "note": "Baranya"},
        {"value": "31866", "label": "Kömlő", "note": "Heves"},
    ]


def upload(client: Client, content: bytes, name: str = "hnt_letoltes_2025.xlsx"):
    return client.post(START, {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_register_is_looked_over_and_then_written(office: Client, komlo: Settlement) -> None:
    look = upload(office, workbook([line_of(komlo, name="Komlóvár")]).getvalue())

    assert "Komló új neve Komlóvár" in look.content.decode()
    assert Settlement.objects.get().name == "Komló"

    done = office.post(look.request["PATH_INFO"], {"step": "confirm"}, follow=True)

    assert "beolvasása megtörtént" in done.content.decode()
    assert Settlement.objects.get().name == "Komlóvár"
    again = office.post(look.request["PATH_INFO"], {"step": "confirm"}, follow=True)
    assert again.status_code == 200
    assert SettlementRecord.objects.count() == 2


def test_question_is_answered_on_the_page(
    office: Client, komlo: Settlement, komlo_of_heves: Settlement
) -> None:
    look = upload(office, workbook([line_of(komlo)]).getvalue())
    page = look.request["PATH_INFO"]
    assert "decision-successor-31866" in look.content.decode()

    office.post(page, {"step": "again", "decision-successor-31866": "-"})
    assert TableUpload.objects.get().options["decisions"] == {"successor-31866": "-"}
    office.post(page, {"step": "confirm", "decision-successor-31866": "-"})

    gone = Settlement.objects.get(code="31866")
    assert gone.ended_on == date(2024, 12, 31)
    assert gone.successor is None


def test_refused_rows_are_shown_and_come_back_in_the_file(office: Client, komlo: Settlement) -> None:
    text = "code;name;type;county;district_code\n26408;Komló;tanya;Baranya;026\n"
    look = upload(office, text.encode("cp1250"), "hnt_2025.csv")
    page = look.content.decode()
    report = office.get(look.request["PATH_INFO"] + "errors/")

    assert "Windows-1250" in page
    assert "Ilyen jogállás nem ismert." in page
    assert report["Content-Disposition"] == 'attachment; filename="hnt_2025-hibak.csv"'
    assert report.content.decode("utf-8-sig").splitlines() == [
        "code;name;type;county;district_code;Mi a hiba",
        "26408;Komló;tanya;Baranya;026;type: Ilyen jogállás nem ismert.",
    ]


def test_columns_are_matched_by_hand(office: Client, komlo: Settlement) -> None:
    text = "azonosító;hogy hívják;type;county;district_code\n26408;Komlóvár;város;Baranya;026\n"
    look = upload(office, text.encode(), "hnt_2025.csv")
    assert "Ezek az oszlopok hiányoznak" in look.content.decode()

    matched = office.post(
        look.request["PATH_INFO"],
        {
            "step": "columns",
            "code": "azonosító",
            "name": "hogy hívják",
            "type": "type",
            "county": "county",
            "district_code": "district_code",
        },
        follow=True,
    )

    assert "Komlóvár" in matched.content.decode()


def test_file_is_thrown_away(office: Client, komlo: Settlement) -> None:
    look = upload(office, workbook([line_of(komlo)]).getvalue())

    office.post(look.request["PATH_INFO"], {"step": "discard"})

    assert not TableUpload.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "üres"),
        (b"PK\x03\x04 nem az", "nem olvasható"),
        (bytes(range(256)) * 8, "ismert szövegkódolás"),
    ],
)
def test_file_that_cannot_be_read_is_refused_with_words(office: Client, content: bytes, words: str) -> None:
    page = upload(office, content, "rossz.xlsx").content.decode()

    assert words in page
    assert not TableUpload.objects.exists()


def test_upload_of_another_person_is_not_found(
    office: Client, komlo: Settlement, sign_in: Callable[..., object]
) -> None:
    look = upload(office, workbook([line_of(komlo)]).getvalue())
    other = Client()
    sign_in(other, "office")

    assert other.get(look.request["PATH_INFO"]).status_code == 404


def test_stranger_may_not_bring_a_register(client: Client, sign_in: Callable[..., object]) -> None:
    sign_in(client, "mentor")

    assert client.get(START).status_code == 404
