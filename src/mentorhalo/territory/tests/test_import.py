"""Taking over a later year's register."""

import io
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from mentorhalo.core.imports import ImportPlan, ImportRefused, apply_import, plan_import, read_for
from mentorhalo.core.models import AuditLine
from mentorhalo.territory.actions import DATA_DIR
from mentorhalo.territory.importers import SettlementImporter
from mentorhalo.territory.models import District, Population, Settlement, SettlementRecord
from mentorhalo.territory.queries import county_of
from mentorhalo.territory.signals import register_changed
from mentorhalo.territory.tests.factories import CountyFactory, DistrictFactory, SettlementFactory
from mentorhalo.territory.tests.workbook import line_of, workbook

pytestmark = pytest.mark.django_db
AT = datetime(2025, 2, 1, 9, tzinfo=UTC)
NEW_YEAR = date(2025, 1, 1)
IMPORTER = SettlementImporter()


@pytest.fixture
def places() -> list[Settlement]:
    """Four settlements of one district, and a second county with a district of its own."""
    baranya = CountyFactory(code="02", name="Baranya")
    tolna = CountyFactory(code="17", name="Tolna")
    komlo = DistrictFactory(code="026", name="Komlói járás", county=baranya)
    DistrictFactory(code="155", name="Bonyhádi járás", county=tolna)
    return [
        SettlementFactory(code=code, name=name, county=baranya, district=komlo, lat=46 + place / 100, lon=18)
        for place, (code, name) in enumerate(
            [("10001", "Alsófalu"), ("10002", "Bánfa"), ("10003", "Csikóstőttős"), ("10004", "Felsőfalu")]
        )
    ]


def plan_of(stream: io.BytesIO, name: str = "hnt_letoltes_2025.xlsx", **options) -> ImportPlan:
    return plan_import(IMPORTER, read_for(IMPORTER, stream, name), **options)


def deeds(plan: ImportPlan) -> dict[str, list[str]]:
    return {deed: [row.title for row in plan.rows if row.deed == deed] for deed in plan.counts()}


def take_over(stream: io.BytesIO, **options) -> dict[str, int]:
    return apply_import(IMPORTER, plan_of(stream, **options), by=None, at=AT)


def test_shipped_register_brought_again_says_nothing_new(register: None) -> None:
    content = (DATA_DIR / "settlements.csv").read_bytes()

    plan = plan_of(io.BytesIO(content), "settlements.csv", decisions={"day": "2024-01-01"})

    assert (plan.rows, plan.errors, plan.unchanged) == ([], [], 3155)


def test_workbook_of_the_whole_country_is_understood(register: None) -> None:
    everybody = Settlement.objects.select_related("county", "district")
    plan = plan_of(workbook(line_of(one) for one in everybody))

    assert (plan.rows, plan.errors, plan.unchanged) == ([], [], 3155)
    assert plan.context.day == NEW_YEAR


def test_preview_tells_what_would_happen(places: list[Settlement]) -> None:
    alsofalu, banfa, csikos, _felsofalu = places
    plan = plan_of(
        workbook(
            [
                line_of(alsofalu, name="Alsóvár"),
                line_of(banfa, county="Tolna", district_code="155", district="Bonyhádi"),
                line_of(csikos, status="nagyközség"),
                ["Újfalu", "10005", "község", "Baranya", "026", "Komlói", "", "", "", 900, 321, 150],
            ]
        )
    )

    assert deeds(plan) == {
        "rename": ["Alsóvár"],
        "move": ["Bánfa"],
        "rank": ["Csikóstőttős"],
        "add": ["Újfalu"],
        "cease": ["Felsőfalu"],
    }
    told = {row.title: list(row.details) for row in plan.rows}
    assert told["Alsóvár"] == ["Alsófalu új neve Alsóvár"]
    assert told["Bánfa"] == ["Baranya, Komlói járás helyett Tolna, Bonyhádi járás"]
    assert told["Csikóstőttős"] == ["község helyett nagyközség"]
    assert [row.row for row in plan.rows if row.deed != "cease"] == [4, 5, 6, 7]
    question = next(row.question for row in plan.rows if row.deed == "cease")
    assert (question.key, question.chosen) == ("successor-10004", "10003")
    assert Settlement.objects.get(code="10001").name == "Alsófalu"


def test_new_state_holds_from_its_day_and_the_past_stays(places: list[Settlement]) -> None:
    alsofalu, banfa, csikos, _felsofalu = places
    file = workbook(
        [
            line_of(alsofalu, name="Alsóvár", population=1234),
            line_of(banfa, county="Tolna", district_code="155", district="Bonyhádi"),
            line_of(csikos),
        ]
    )

    counts = take_over(file, decisions={"successor-10004": "10001"})

    assert counts == {"rename": 1, "move": 1, "cease": 1}
    assert county_of("10002", date(2024, 12, 31)) == "02"
    assert county_of("10002", NEW_YEAR) == "17"
    records = list(
        SettlementRecord.objects.filter(settlement="10001").values_list("name", "valid_from", "valid_until")
    )
    assert records == [
        ("Alsófalu", date(2013, 1, 1), date(2024, 12, 31)),
        ("Alsóvár", NEW_YEAR, None),
    ]
    assert Settlement.objects.get(code="10001").name_search == "alsovar"
    gone = Settlement.objects.get(code="10004")
    assert (gone.ended_on, gone.successor_id) == (date(2024, 12, 31), "10001")
    assert not gone.records.filter(valid_until=None).exists()
    people = dict(Population.objects.filter(counted_on=NEW_YEAR).values_list("settlement", "people"))
    assert people == {"10001": 1234, "10002": 1000, "10003": 1000}
    assert AuditLine.objects.get().details == {"day": "2025-01-01", "rename": 1, "move": 1, "cease": 1}


def test_same_file_again_changes_nothing(places: list[Settlement]) -> None:
    rows = [line_of(places[0], name="Alsóvár"), line_of(places[1]), line_of(places[2]), line_of(places[3])]
    take_over(workbook(rows))
    before = list(SettlementRecord.objects.order_by("pk").values())

    plan = plan_of(workbook(rows))
    counts = apply_import(IMPORTER, plan, by=None, at=AT)

    assert (plan.rows, plan.unchanged, counts) == ([], 4, {})
    assert list(SettlementRecord.objects.order_by("pk").values()) == before
    assert AuditLine.objects.count() == 1


def test_file_corrected_on_the_same_day_opens_no_second_record(places: list[Settlement]) -> None:
    others = [line_of(one) for one in places[1:]]
    take_over(workbook([line_of(places[0], name="Alsovár"), *others]))

    take_over(workbook([line_of(places[0], name="Alsóvár"), *others]))

    names = SettlementRecord.objects.filter(settlement="10001").values_list("name", flat=True)
    assert list(names) == ["Alsófalu", "Alsóvár"]


def test_settlement_stands_again_under_its_old_code(places: list[Settlement]) -> None:
    take_over(workbook([line_of(one) for one in places[:3]]))

    later = workbook([line_of(one) for one in places], day="2026.01.01.")
    plan = plan_of(later, "hnt_letoltes_2026.xlsx")
    apply_import(IMPORTER, plan, by=None, at=AT)

    assert deeds(plan) == {"return": ["Felsőfalu"]}
    assert Settlement.objects.get(code="10004").ended_on is None
    assert county_of("10004", date(2025, 6, 1)) == ""
    assert county_of("10004", date(2026, 1, 1)) == "02"


def test_new_district_comes_with_its_code(places: list[Settlement]) -> None:
    rows = [line_of(places[0], district_code="199", district="Alsófalui"), *map(line_of, places[1:])]

    counts = take_over(workbook(rows))

    assert counts == {"move": 1, "district": 1}
    assert (District.objects.get(code="199").name, Settlement.objects.get(code="10001").district_id) == (
        "Alsófalui járás",
        "199",
    )


def test_official_order_is_counted_anew(places: list[Settlement]) -> None:
    take_over(workbook([line_of(places[0], name="Zengő"), *map(line_of, places[1:])]))

    in_order = Settlement.objects.order_by("official_order").values_list("name", flat=True)
    assert list(in_order) == ["Bánfa", "Csikóstőttős", "Felsőfalu", "Zengő"]


def test_higher_rooms_hear_which_places_changed(
    places: list[Settlement], django_capture_on_commit_callbacks
) -> None:
    heard = []

    def listen(**news: object) -> None:
        heard.append((news["day"], news["codes"]))

    register_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            take_over(
                workbook(
                    [
                        line_of(places[0], population=7),
                        line_of(places[1], name="Új"),
                        *map(line_of, places[2:]),
                    ]
                )
            )
    finally:
        register_changed.disconnect(listen)

    assert heard == [(NEW_YEAR, ["10002"])]


def test_older_register_is_refused(places: list[Settlement]) -> None:
    take_over(workbook(map(line_of, places)))

    with pytest.raises(ImportRefused, match="már ismert"):
        plan_of(workbook(map(line_of, places), day="2024.01.01."), "hnt_letoltes_2024.xlsx")


def test_register_of_a_coming_day_is_refused(places: list[Settlement]) -> None:
    with pytest.raises(ImportRefused, match="még nem jött el"):
        plan_of(workbook(map(line_of, places), day="2125.01.01."))


def test_part_of_a_register_is_refused(register: None) -> None:
    some = Settlement.objects.select_related("county", "district").order_by("code")[:3000]

    with pytest.raises(ImportRefused, match="nem a teljes"):
        plan_of(workbook(map(line_of, some)))


def test_table_that_does_not_say_its_day_asks_for_it(places: list[Settlement]) -> None:
    text = "code;name;type;county;district_code\n" + "".join(
        f"{one.code};{one.name};község;Baranya megye;026\n" for one in places
    )

    plan = plan_of(io.BytesIO(text.encode("cp1250")), "lista.csv")

    assert [question.key for question in plan.questions] == ["day"]
    assert (plan.rows, plan.errors, plan.unchanged) == ([], [], 4)


def test_faults_are_told_by_the_files_own_rows(places: list[Settlement]) -> None:
    rows = [
        line_of(places[0], code="1000x"),
        line_of(places[1], name=""),
        line_of(places[2], status="tanya"),
        line_of(places[3], county="Csonka"),
        line_of(places[3], population="sok"),
        line_of(places[3], district_code="155"),
    ]
    plan = plan_of(workbook(rows))

    assert [(error.row, error.column) for error in plan.errors] == [
        (4, "Helység KSH kódja"),
        (5, "Helység megnevezése"),
        (6, "Helység jogállása"),
        (7, "Vármegye megnevezése"),
        (8, "Helység KSH kódja"),
        (8, "Lakó-népesség"),
        (9, "Helység KSH kódja"),
        (9, "Járás kódja"),
    ]
    assert [row.deed for row in plan.rows] == []


def test_two_row_heading_of_older_years_is_understood(places: list[Settlement]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Helységek 2025.01.01."
    sheet.append(["Helység", "", "", "Megye", "Járás", "", ""])
    sheet.append(["megnevezése", "KSH kódja", "jogállása", "megnevezése", "kódja", "neve", "székhelye"])
    for one in places:
        sheet.append([one.name, one.code, "község", "Baranya", "026", "Komlói", "Komló"])
    stream = io.BytesIO()
    book.save(stream)

    plan = plan_of(stream)

    assert (plan.rows, plan.errors, plan.unchanged) == ([], [], 4)


def test_file_without_counties_is_refused(places: list[Settlement]) -> None:
    with pytest.raises(ImportRefused, match="vármegyének"):
        plan_of(io.BytesIO(b"code,name,type\n10001,Alsofalu,v\n"), "register_2025.csv")


def test_command_takes_over_a_register(places: list[Settlement], tmp_path, capsys) -> None:
    path = tmp_path / "hnt_letoltes_2025.xlsx"
    path.write_bytes(workbook([line_of(places[0], name="Alsóvár"), *map(line_of, places[1:3])]).getvalue())

    call_command("import", "settlements", str(path), dry_run=True)
    assert Settlement.objects.get(code="10001").name == "Alsófalu"

    call_command("import", "settlements", str(path), answer=["successor-10004=-"])

    assert Settlement.objects.get(code="10001").name == "Alsóvár"
    assert Settlement.objects.get(code="10004").successor is None


def test_command_says_what_is_wrong_with_the_day(places: list[Settlement], tmp_path) -> None:
    path = tmp_path / "hnt_letoltes_2025.xlsx"
    path.write_bytes(workbook(map(line_of, places)).getvalue())

    with pytest.raises(CommandError, match="nap"):
        call_command("import", "settlements", str(path), answer=["day=valamikor"])
