import json

import pytest

from mentorhalo.surveys.tests.xforms.books import survey
from mentorhalo.surveys.tests.xforms.samples import FOREIGN, HOUSEHOLD
from mentorhalo.surveys.xforms import (
    Entity,
    Form,
    Group,
    MalformedXml,
    Repeat,
    codes_of,
    convert_workbook,
    flatten,
    read_form,
)
from mentorhalo.surveys.xforms.nodes import Question


@pytest.fixture(scope="module")
def household() -> Form:
    return convert_workbook(HOUSEHOLD, "household.xlsx").form


@pytest.fixture(scope="module")
def foreign() -> Form:
    return read_form(FOREIGN)


def question(form: Form, path: str) -> Question:
    found = form.by_path[path]
    assert isinstance(found, Question)
    return found


def test_form_says_who_it_is(household: Form) -> None:
    assert (household.form_id, household.version, household.title) == ("household", "2026-1", "Háztartás")
    assert household.languages == ("Magyar (hu)", "English (en)")
    assert household.default_language == "Magyar (hu)"
    assert household.external_files == ("clubs.csv",)
    assert household.instance_name == "concat( /data/intro/respondent_name , ' ',  /data/intro/age )"
    assert household.has_audit


def test_kinds_of_a_workbook_come_back(household: Form) -> None:
    kinds = {placed.question.path: placed.question.kind for placed in flatten(household)}

    assert kinds == {
        "start": "start",
        "end": "end",
        "deviceid": "deviceid",
        "intro/respondent_name": "text",
        "intro/age": "integer",
        "county": "select_one",
        "settlement": "select_one",
        "sources": "select_multiple",
        "order": "rank",
        "club": "select_one",
        "satisfaction": "range",
        "member/first": "text",
        "member/weight": "decimal",
        "member/visit_count": "calculate",
        "member/visit/on": "date",
        "member/visit/at": "time",
        "picture": "image",
        "sign": "signature",
        "place": "geopoint",
        "way": "geotrace",
        "when": "datetime",
        "thanks": "note",
        "adult": "calculate",
        "consent": "acknowledge",
    }


def test_texts_are_plain_words_by_language(household: Form) -> None:
    name = question(household, "intro/respondent_name")

    assert name.labels == {"Magyar (hu)": "Mi a neve?", "English (en)": "What is your name?"}
    assert name.hints == {"Magyar (hu)": "Teljes név", "English (en)": "Teljes név"}
    assert name.required == "true()"
    assert question(household, "intro/age").labels["English (en)"] == "How old is {respondent_name}?"
    said = question(household, "intro/age").constraint_messages
    assert said == {"Magyar (hu)": "0 és 119 közt", "English (en)": "0 és 119 közt"}
    assert household.text(name.hints, "English (en)") == "Teljes név"


def test_choices_know_their_labels_and_columns(household: Form) -> None:
    settlement = question(household, "settlement")

    assert codes_of(settlement) == {
        "1": {"Magyar (hu)": "Szombathely", "English (en)": "Szombathely"},
        "2": {"Magyar (hu)": "Zalaegerszeg", "English (en)": "Zalaegerszeg"},
    }
    assert settlement.choices[1].columns == {"county": "zala"}
    assert settlement.itemset.predicate == "county =  /data/county"
    assert question(household, "order").choices is question(household, "sources").choices


def test_choices_of_a_file_are_named(household: Form) -> None:
    club = question(household, "club")

    assert club.choices == ()
    assert (club.itemset.file, club.itemset.value, club.itemset.label) == ("clubs.csv", "name", "label")


def test_repeats_hold_keys_of_their_own(household: Form) -> None:
    places = {placed.question.path: placed for placed in flatten(household)}

    on = places["member/visit/on"]
    assert on.question.key == "on"
    assert [repeat.path for repeat in on.repeats] == ["member", "member/visit"]
    assert [repeat.key for repeat in on.repeats] == ["member", "visit"]
    assert on.reached_if == (" /data/intro/age  > 17".strip(),)
    assert places["intro/age"].question.key == "intro/age"


def test_range_and_device_parameters_are_kept(household: Form) -> None:
    assert question(household, "satisfaction").parameters == {"start": "0", "end": "10", "step": "1"}
    assert question(household, "picture").parameters == {"max-pixels": "1024"}


def test_form_survives_the_database(household: Form, foreign: Form) -> None:
    for form in (household, foreign):
        assert Form.from_dict(json.loads(json.dumps(form.to_dict()))) == form


def test_forms_of_other_tools_are_read(foreign: Form) -> None:
    kinds = {placed.question.path: placed.question.kind for placed in flatten(foreign)}

    assert foreign.form_id == "http://example.org/visit"
    assert (foreign.version, foreign.title, foreign.style) == ("3", "Visit to a club", "pages")
    assert kinds == {
        "began": "start",
        "club/name": "text",
        "club/open": "select_one",
        "room/size": "decimal",
        "room/shelf/books": "integer",
        "remark": "text",
        "photo": "image",
        "score": "integer",
        "kind": "hidden",
    }
    assert question(foreign, "club/name").labels == {"": "Name of {kind}"}
    assert codes_of(question(foreign, "club/open")) == {"yes": {"": "Yes"}, "no": {"": "No"}}
    assert question(foreign, "club/open").default == "yes"
    assert question(foreign, "remark").required == "true()"
    assert question(foreign, "score").constraint_messages == {"": "At most five"}


def test_repeats_of_other_tools_are_read_once(foreign: Form) -> None:
    room = foreign.by_path["room"]
    shelf = foreign.by_path["room/shelf"]

    assert isinstance(room, Repeat)
    assert isinstance(shelf, Repeat)
    assert isinstance(foreign.by_path["club"], Group)
    assert room.labels == {"": "Rooms"}
    assert shelf.count == "2"
    assert [child.name for child in room.children] == ["size", "shelf"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html/>",
        b"<h:html xmlns:h='http://www.w3.org/1999/xhtml'><h:head><model><instance/></model></h:head></h:html>",
        FOREIGN[:-20],
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + FOREIGN.partition(b"?>")[2],
    ],
)
def test_what_is_no_form_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedXml):
        read_form(data)


def test_choices_that_are_searched_in_a_table_name_its_columns() -> None:
    rows = [("select_one towns", "q", "Q", "minimal search('towns')")]
    choices = [("list_name", "name", "label"), ("towns", "code_key", "name_key"), ("towns", "99", "Other")]
    data = survey(*rows, columns=("type", "name", "label", "appearance"), choices=choices)

    form = convert_workbook(data, "f.xlsx").form

    searched = question(form, "q")
    assert (searched.itemset.file, searched.itemset.value, searched.itemset.label) == (
        "towns.csv",
        "code_key",
        "name_key",
    )
    assert codes_of(searched) == {"99": {"": "Other"}}
    assert form.external_files == ("towns.csv",)


def test_external_choices_come_with_their_table() -> None:
    data = survey(
        ("text", "county", "County", None),
        ("select_one_external towns", "q", "Q", "county = ${county}"),
        columns=("type", "name", "label", "choice_filter"),
        external_choices=[("list_name", "name", "label", "county"), ("towns", "1", "Town", "vas")],
    )

    converted = convert_workbook(data, "f.xlsx")

    town = question(converted.form, "q")
    assert (town.kind, town.holds, town.itemset.file) == ("select_one_external", "code", "itemsets.csv")
    assert town.itemset.predicate == "county =  /data/county"
    assert converted.form.external_files == ("itemsets.csv",)
    assert converted.itemsets == b'"list_name","name","label","county"\r\n"towns","1","Town","vas"\r\n'


def test_entities_are_read_where_they_are_written() -> None:
    data = survey(
        ("text", "title", "Title", "title"),
        columns=("type", "name", "label", "save_to"),
        entities=[("list_name", "label"), ("clubs", "${title}")],
    )

    form = convert_workbook(data, "f.xlsx").form

    assert form.entities == (Entity("clubs", "", creates=True),)
    assert question(form, "title").saveto == "title"


def test_device_records_without_asking() -> None:
    data = survey(
        ("start-geopoint", "where", None, None),
        ("background-audio", "sound", None, None),
        ("text", "q", "Q", None),
        ("background-geopoint", "then", None, "${q}"),
        columns=("type", "name", "label", "trigger"),
    )

    form = convert_workbook(data, "f.xlsx").form

    assert [(found.kind, found.holds, found.is_asked) for found in form.questions()] == [
        ("start-geopoint", "geopoint", False),
        ("background-audio", "file", False),
        ("text", "text", True),
        ("background-geopoint", "geopoint", False),
    ]


def test_where_a_form_wants_to_be_sent_is_told() -> None:
    settings = [
        ("form_id", "submission_url", "public_key", "style"),
        ("f", "https://example.org/submission", "KEY", "pages"),
    ]

    form = convert_workbook(survey(("text", "q", "Q"), settings=settings), "f.xlsx").form

    assert (form.submission_url, form.public_key, form.style) == (
        "https://example.org/submission",
        "KEY",
        "pages",
    )


def test_pictures_of_labels_and_choices_are_named() -> None:
    data = survey(
        ("select_one a", "q", "Q", "q.png", None),
        ("image", "photo", "P", None, "default.jpg"),
        columns=("type", "name", "label", "image", "default"),
        choices=[("list_name", "name", "label", "image", "audio"), ("a", "1", "One", "one.png", "one.mp3")],
    )

    form = convert_workbook(data, "f.xlsx").form

    assert form.media == ("one.png", "one.mp3", "q.png", "default.jpg")
    assert question(form, "q").media == {"image": {"": "q.png"}}
    assert question(form, "q").choices[0].media == {"image": {"": "one.png"}, "audio": {"": "one.mp3"}}


def test_questions_may_be_called_like_parts_of_a_form() -> None:
    names = ("head", "title", "body", "model", "instance", "bind", "itext", "group")

    form = convert_workbook(survey(*[("text", name, name.upper()) for name in names]), "f.xlsx").form

    assert [(found.path, found.labels[""]) for found in form.questions()] == [
        (name, name.upper()) for name in names
    ]
