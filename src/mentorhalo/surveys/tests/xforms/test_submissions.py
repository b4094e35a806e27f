from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree

from mentorhalo.surveys.tests.xforms.samples import FOREIGN, HOUSEHOLD
from mentorhalo.surveys.xforms import (
    Envelope,
    Form,
    MalformedXml,
    convert_workbook,
    read_envelope,
    read_form,
    read_submission,
    with_answers_blanked,
    write_submission,
)

ANSWERS: dict[str, Any] = {
    "intro/respondent_name": "Kovács <Béla> & fia\nkét sor",
    "intro/age": 44,
    "county": "vas",
    "settlement": "1",
    "sources": ["press", "web"],
    "order": ["web", "press", "friend"],
    "club": "k7",
    "satisfaction": 7,
    "member": [
        {"first": "Anna", "weight": 61.5, "visit": [{"on": "2026-02-03", "at": "09:30:00+01:00"}, {}]},
        {},
        {"weight": 80.0},
    ],
    "picture": "kép 1.jpg",
    "sign": "sign.png",
    "place": [47.23, 16.62, 210.0, 4.5],
    "way": [[47.1, 16.5, None, None], [47.2, 16.6, 200.0, 3.0]],
    "when": "2026-02-03T09:30:00+01:00",
    "adult": "1",
    "consent": "OK",
}
BEGAN = datetime(2026, 2, 3, 8, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def household() -> Form:
    return convert_workbook(HOUSEHOLD, "household.xlsx").form


@pytest.fixture
def sent(household: Form) -> bytes:
    return write_submission(
        household,
        ANSWERS,
        instance_id="uuid:1",
        started_at=BEGAN,
        ended_at=BEGAN,
        device_id="phone-7",
        instance_name="Kovács 44",
        audit="audit.csv",
    )


def test_envelope_says_whose_and_which() -> None:
    xml = (
        b'<data id="f" version="2" xmlns:orx="http://openrosa.org/xforms"><q>1</q><orx:meta><orx:instanceID> uuid:2 </orx:instanceID>'
        b"<orx:deprecatedID>uuid:1</orx:deprecatedID><orx:instanceName>A</orx:instanceName></orx:meta></data>"
    )

    assert read_envelope(xml) == Envelope("f", "2", "uuid:2", "uuid:1", "A")


def test_a_namespace_of_all_forms_says_nothing() -> None:
    assert read_envelope(b'<v xmlns="http://www.w3.org/2002/xforms"/>').form_id == ""


def test_envelope_of_a_form_without_id_is_its_namespace() -> None:
    assert read_envelope(b'<v xmlns="http://example.org/v"><meta/></v>').form_id == "http://example.org/v"


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"   ",
        b"no xml",
        b"<data id='a'>",
        b"<data id='a'><txt>truncated &amp; not closed <b></data>",
        b"<data id='a'/><data/>",
        b"<data id='a'>&e;</data>",
        b"<!DOCTYPE d [<!ENTITY e 'x'>]><data id='a'>&e;</data>",
        b"<!DOCTYPE d SYSTEM 'file:///etc/passwd'><data/>",
        b"\xef\xbb\xbf <!-- a --> <!DOCTYPE d []><data/>",
        "<!DOCTYPE d [<!ENTITY e 'x'>]><data>&e;</data>".encode("utf-16"),
        b"<data>" + b"<a>" * 300 + b"</a>" * 300 + b"</data>",
        b"<data>\x00</data>",
        b"<data>\xff\xfe</data>",
    ],
)
def test_malformed_submissions_are_refused(xml: bytes) -> None:
    with pytest.raises(MalformedXml):
        read_envelope(xml)


def test_an_answer_may_speak_of_document_types() -> None:
    assert read_envelope(b"<data id='a'><q><![CDATA[<!DOCTYPE x>]]></q></data>").form_id == "a"


def test_a_submission_larger_than_allowed_is_refused() -> None:
    with pytest.raises(MalformedXml):
        read_envelope(b"<data>" + b"x" * 100 + b"</data>", limit=100)


def test_answers_come_back_as_they_were_written(household: Form, sent: bytes) -> None:
    reading = read_submission(sent, household)

    about = {
        "start": "2026-02-03T08:30:00+00:00",
        "end": "2026-02-03T08:30:00+00:00",
        "deviceid": "phone-7",
    }
    assert reading.answers == ANSWERS | about
    assert (reading.form_id, reading.version, reading.instance_id) == ("household", "2026-1", "uuid:1")
    assert (reading.started_at, reading.ended_at, reading.device_id) == (BEGAN, BEGAN, "phone-7")
    assert reading.attachments == ("kép 1.jpg", "sign.png", "audit.csv")
    assert reading.audit == "audit.csv"
    assert (reading.unknown, reading.misfits) == ((), ())


def test_submission_is_the_document_a_tree_would_give() -> None:
    form = read_form(FOREIGN)

    sent = write_submission(form, {"room": [{"size": "<2 & >1\r\x00"}, {}]}, instance_id='uuid:"1"')

    root = etree.fromstring(sent)
    assert etree.tostring(root, encoding="UTF-8", xml_declaration=True) == sent
    assert [element.text for element in root.iter("{http://example.org/visit}size")] == ["<2 & >1\r", None]


def test_what_is_not_of_its_type_is_kept_and_named(household: Form) -> None:
    sent = write_submission(
        household, {"intro/age": "about 40", "place": "here", "when": "yesterday"}, instance_id="uuid:1"
    )

    reading = read_submission(sent, household)

    assert reading.answers == {"intro/age": "about 40", "place": "here", "when": "yesterday"}
    assert [(misfit.path, misfit.wanted) for misfit in reading.misfits] == [
        ("intro/age", "int"),
        ("place", "geopoint"),
        ("when", "dateTime"),
    ]


def test_a_number_that_no_program_takes_for_one_is_kept_as_text_and_named(household: Form) -> None:
    sent = write_submission(household, {"intro/age": "1234567890123456789"}, instance_id="uuid:1")

    reading = read_submission(sent, household)

    assert reading.answers == {"intro/age": "1234567890123456789"}
    assert [misfit.path for misfit in reading.misfits] == ["intro/age"]


def test_what_the_form_does_not_have_is_named(household: Form) -> None:
    xml = b"<data id='household'><extra>1</extra><empty/><intro><age>4<odd>5</odd></age><deep><a>b</a></deep></intro></data>"

    reading = read_submission(xml, household)

    assert reading.answers == {"intro/age": 4}
    assert reading.unknown == ("extra", "intro/age/odd", "intro/deep/a")


def test_template_of_a_repeat_is_no_answer() -> None:
    form = read_form(FOREIGN)
    xml = (
        b'<visit xmlns="http://example.org/visit" xmlns:jr="http://openrosa.org/javarosa"><room jr:template=""><size/></room>'
        b"<room><size>2.50</size><shelf><books>4</books></shelf><shelf><books/></shelf></room></visit>"
    )

    assert read_submission(xml, form).answers == {"room": [{"size": 2.5, "shelf": [{"books": 4}, {}]}]}


def test_encrypted_submission_names_its_files_only(household: Form) -> None:
    xml = (
        b'<data id="household" version="1" encrypted="yes" xmlns="http://www.opendatakit.org/xforms/encrypted"'
        b' xmlns:orx="http://openrosa.org/xforms"><base64EncryptedKey>a</base64EncryptedKey>'
        b"<orx:meta><orx:instanceID>uuid:9</orx:instanceID></orx:meta><media><file>1.jpg.enc</file></media>"
        b"<encryptedXmlFile>submission.xml.enc</encryptedXmlFile></data>"
    )

    reading = read_submission(xml, household)

    assert reading.is_encrypted
    assert reading.instance_id == "uuid:9"
    assert reading.attachments == ("1.jpg.enc", "submission.xml.enc")
    assert reading.answers == {}


def test_blanked_answers_are_gone_from_every_repetition(household: Form, sent: bytes) -> None:
    blanked = with_answers_blanked(sent, {"intro/respondent_name", "member/first", "place"})

    reading = read_submission(blanked, household)
    answers = reading.answers
    assert b"Anna" not in blanked
    assert (reading.instance_id, reading.instance_name) == ("uuid:1", "")
    assert "intro/respondent_name" not in answers
    assert answers["member"][0] == {"weight": 61.5, "visit": ANSWERS["member"][0]["visit"]}
    assert answers["sources"] == ["press", "web"]


def test_blanking_a_group_blanks_all_in_it(household: Form, sent: bytes) -> None:
    answers = read_submission(with_answers_blanked(sent, {"member"}), household).answers

    assert answers["member"] == [{"visit": [{}, {}]}, {}, {}]


def test_names_of_entities_go_with_blanked_answers() -> None:
    xml = b'<data id="a"><q>Anna</q><meta><instanceID>1</instanceID><entity dataset="p" id="2"><label>Anna</label></entity></meta></data>'

    assert b"Anna" not in with_answers_blanked(xml, {"q"})
    assert with_answers_blanked(xml, set()).count(b"Anna") == 2
