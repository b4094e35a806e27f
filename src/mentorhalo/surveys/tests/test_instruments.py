"""The life of a questionnaire, from the workbook to its retirement."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.core.tests.access import RESEARCHER, World
from mentorhalo.surveys.actions.instruments import (
    InstrumentRefused,
    add_draft,
    attach_file,
    discard_draft,
    files_missing,
    mark_keys,
    publish_version,
    retire_version,
)
from mentorhalo.surveys.choices import FileSource, VersionState
from mentorhalo.surveys.models import Instrument, InstrumentVersion
from mentorhalo.surveys.tests.factories import HOUSEHOLD, StudyFactory
from mentorhalo.surveys.xforms import WorkbookRefused, read_form

from .xforms.books import workbook

pytestmark = pytest.mark.usefixtures("shared_world")

SURVEY = [
    ["type", "name", "label::Magyar (hu)", "label::English (en)", "media::image"],
    ["select_one_from_file settlements.csv", "settlement", "Település", "Settlement", ""],
    ["text", "unit", "Cím kódja", "Code of the address", ""],
    ["text", "name", "A válaszadó neve", "Name of the respondent", ""],
    ["integer", "visits", "Hányszor járt itt?", "How often were you here?", "hall.jpg"],
]


def upload(
    survey: list[list[str]] = SURVEY, *, form: str = "visits", version: str = "1"
) -> SimpleUploadedFile:
    settings = [["form_title", "form_id", "version"], ["Látogatások", form, version]]
    return SimpleUploadedFile("visits.xlsx", workbook(survey=survey, settings=settings))


def picture(name: str = "hall.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"\xff\xd8 a hall", "image/jpeg")


@pytest.fixture(autouse=True)
def _own_files(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft(world: World) -> InstrumentVersion:
    return add_draft(study=world.study, upload=upload(), by=world.users[RESEARCHER], at=world.now)


def test_workbook_becomes_a_draft_with_schema_and_guesses(draft: InstrumentVersion) -> None:
    assert (draft.instrument.form_id, draft.instrument.title) == ("visits", "Látogatások")
    assert (draft.version, draft.state) == ("1", VersionState.DRAFT)
    assert draft.identity_keys == ["name"]
    assert (draft.unit_key, draft.settlement_key) == ("unit", "settlement")
    assert draft.definition["form_id"] == "visits"
    assert {(one.name, one.source) for one in draft.files.all()} == {
        ("settlements.csv", FileSource.SETTLEMENTS)
    }
    assert files_missing(draft) == {"hall.jpg"}


def listed(codes: list[str]) -> SimpleUploadedFile:
    """A questionnaire whose choices named `telepules` have these codes."""
    rows = [["type", "name", "label"], ["select_one hely", "telepules", "Település"]]
    choices = [["list_name", "name", "label"], *(["hely", code, f"Hely {code}"] for code in codes)]
    settings = [["form_title", "form_id", "version"], ["Helyek", "places", "1"]]
    return SimpleUploadedFile("places.xlsx", workbook(survey=rows, choices=choices, settings=settings))


def test_a_list_with_codes_of_its_own_is_not_guessed_to_hold_settlements(world: World) -> None:
    known = world.settlement.pk
    for codes, guessed in (
        (["1", "2", "3"], ""),
        (["varos", "falu"], ""),
        ([known, world.free_unit.settlement_id, "mas"], "telepules"),
        ([known.lstrip("0")], "telepules"),
    ):
        draft = add_draft(study=world.study, upload=listed(codes), by=None, at=world.now)
        assert (codes, draft.settlement_key) == (codes, guessed)


def test_a_list_from_a_file_of_its_own_is_not_guessed_to_hold_settlements(world: World) -> None:
    rows = [row.copy() for row in SURVEY]
    rows[1][0] = "select_one_from_file helyek.csv"
    draft = add_draft(study=world.study, upload=upload(rows), by=None, at=world.now)

    assert draft.settlement_key == ""


def test_workbook_without_a_version_gets_the_moment(world: World) -> None:
    draft = add_draft(study=world.study, upload=upload(version=""), by=None, at=world.now)

    assert len(draft.version) == 14
    assert f'version="{draft.version}"'.encode() in bytes(draft.xform)


def test_xform_without_a_version_gets_the_moment(world: World) -> None:
    bare = HOUSEHOLD.replace(b'id="household" version="1"', b'id="bare"')
    assert b'id="bare"' in bare

    draft = add_draft(study=world.study, upload=SimpleUploadedFile("bare.xml", bare), by=None, at=world.now)

    assert len(draft.version) == 14
    assert read_form(bytes(draft.xform)).version == draft.version
    assert draft.definition["version"] == draft.version


def test_broken_workbook_leaves_nothing(world: World) -> None:
    wrong = [*SURVEY, ["select_one nowhere", "kind", "Milyen?", "What kind?", ""]]

    with pytest.raises(WorkbookRefused) as refused:
        add_draft(study=world.study, upload=upload(wrong), by=None, at=world.now)

    assert [(one.sheet, one.row) for one in refused.value.problems] == [("survey", 6)]
    assert not Instrument.objects.filter(form_id="visits").exists()


def test_new_draft_takes_the_place_of_the_old_and_keeps_its_files(
    world: World, draft: InstrumentVersion
) -> None:
    attach_file(version=draft, upload=picture(), by=None, at=world.now)

    second = add_draft(study=world.study, upload=upload(version="2"), by=None, at=world.now)

    assert InstrumentVersion.objects.filter(instrument=draft.instrument).get() == second
    assert files_missing(second) == set()


def test_files_change_the_hash_of_what_is_asked(world: World, draft: InstrumentVersion) -> None:
    before = draft.content_sha256

    attach_file(version=draft, upload=picture(), by=None, at=world.now)

    assert draft.content_sha256 != before


def test_file_nobody_asks_for_is_refused(world: World, draft: InstrumentVersion) -> None:
    with pytest.raises(InstrumentRefused, match=r"hall\.jpg"):
        attach_file(version=draft, upload=picture("other.jpg"), by=None, at=world.now)


def test_published_only_when_its_files_are_there(world: World, draft: InstrumentVersion) -> None:
    with pytest.raises(InstrumentRefused, match=r"hall\.jpg"):
        publish_version(version=draft, by=None, at=world.now)

    attach_file(version=draft, upload=picture(), by=None, at=world.now)
    published = publish_version(version=draft, by=None, at=world.now)

    assert (published.state, published.published_at) == (VersionState.PUBLISHED, world.now)


def test_published_version_never_changes(world: World, draft: InstrumentVersion) -> None:
    attach_file(version=draft, upload=picture(), by=None, at=world.now)
    published = publish_version(version=draft, by=None, at=world.now)

    with pytest.raises(InstrumentRefused):
        attach_file(version=published, upload=picture(), by=None, at=world.now)
    with pytest.raises(InstrumentRefused):
        publish_version(version=published, by=None, at=world.now)
    with pytest.raises(InstrumentRefused):
        discard_draft(version=published, by=world.users[RESEARCHER], at=world.now)
    with pytest.raises(InstrumentRefused, match="1"):
        add_draft(study=world.study, upload=upload(), by=None, at=world.now)


def test_form_id_of_another_study_is_refused(world: World, draft: InstrumentVersion) -> None:
    other = StudyFactory(programme=world.the_programme)

    with pytest.raises(InstrumentRefused, match="visits"):
        add_draft(study=other, upload=upload(), by=None, at=world.now)


def test_keys_are_marked_on_a_draft(world: World, draft: InstrumentVersion) -> None:
    def mark(identity: list[str], unit: str = "unit") -> InstrumentVersion:
        return mark_keys(
            version=draft,
            identity_keys=identity,
            unit_key=unit,
            settlement_key="",
            by=world.users[RESEARCHER],
            at=world.now,
        )

    assert mark([]).identity_keys == []
    with pytest.raises(InstrumentRefused, match="shoe_size"):
        mark(["shoe_size"])
    with pytest.raises(InstrumentRefused):
        mark(["unit"])


def test_retired_once_and_discarded_with_its_questionnaire(world: World, draft: InstrumentVersion) -> None:
    with pytest.raises(InstrumentRefused):
        retire_version(version=draft, by=None, at=world.now)
    attach_file(version=draft, upload=picture(), by=None, at=world.now)
    published = publish_version(version=draft, by=None, at=world.now)
    retired = retire_version(version=published, by=None, at=world.now)
    again = retire_version(version=published, by=None, at=world.now + timedelta(days=1))

    assert (retired.state, again.retired_at) == (VersionState.RETIRED, world.now)


def test_only_draft_goes_with_its_questionnaire(world: World, draft: InstrumentVersion) -> None:
    discard_draft(version=draft, by=world.users[RESEARCHER], at=world.now)

    assert not Instrument.objects.filter(form_id="visits").exists()
