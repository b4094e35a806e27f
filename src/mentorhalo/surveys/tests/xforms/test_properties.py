"""What holds for every form, every answer and every damaged byte."""

import json
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorhalo.surveys.tests.xforms.samples import FOREIGN, HOUSEHOLD
from mentorhalo.surveys.tests.xforms.strategies import forms, forms_with_answers
from mentorhalo.surveys.xforms import (
    Form,
    MalformedXml,
    Question,
    WorkbookRefused,
    check_xform,
    compare,
    convert_workbook,
    flatten,
    identity_guesses,
    read_envelope,
    read_form,
    read_submission,
    with_answers_blanked,
    write_submission,
)

patient = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example]
)
CONVERTED = convert_workbook(HOUSEHOLD, "household.xlsx")
SENT = write_submission(
    CONVERTED.form,
    {
        "intro/age": 4,
        "member": [{"first": "A", "visit": [{"on": "2026-01-01"}]}],
        "way": [[1.0, 2.0, None, None]],
    },
    instance_id="uuid:1",
)


@patient
@given(forms_with_answers())
def test_answers_survive_being_sent(case: tuple[Form, dict[str, Any]]) -> None:
    form, answers = case

    sent = write_submission(form, answers, instance_id="uuid:1", deprecated_id="uuid:0", instance_name="N")
    reading = read_submission(sent, form)

    assert reading.answers == answers
    assert (reading.misfits, reading.unknown) == ((), ())
    assert (reading.form_id, reading.version, reading.instance_name) == (form.form_id, form.version, "N")
    assert (read_envelope(sent).instance_id, read_envelope(sent).deprecated_id) == ("uuid:1", "uuid:0")


@patient
@given(forms_with_answers())
def test_answers_survive_the_database(case: tuple[Form, dict[str, Any]]) -> None:
    form, answers = case

    assert Form.from_dict(json.loads(json.dumps(form.to_dict()))) == form
    assert json.loads(json.dumps(answers)) == answers


@patient
@given(forms_with_answers(), st.data())
def test_blanked_answers_are_gone_and_the_others_stay(
    case: tuple[Form, dict[str, Any]], data: st.DataObject
) -> None:
    form, answers = case
    paths = [question.path for question in form.questions()]
    chosen = set(data.draw(st.lists(st.sampled_from(paths), unique=True))) if paths else set()

    blanked = with_answers_blanked(write_submission(form, answers, instance_id="uuid:1"), chosen)

    kept = Form(form.form_id, form.version, nodes=form.nodes)
    left = read_submission(blanked, kept).answers
    assert left == _without(form, answers, chosen)


def _without(form: Form, answers: dict[str, Any], paths: set[str]) -> dict[str, Any]:
    def pruned(found: dict[str, Any], start: str) -> dict[str, Any]:
        left: dict[str, Any] = {}
        for key, answer in found.items():
            node = form.by_path[start + key]
            if isinstance(node, Question):
                if node.path not in paths:
                    left[key] = answer
            else:
                left[key] = [pruned(one, f"{node.path}/") for one in answer]
        return left

    return pruned(answers, "")


@patient
@given(forms(), forms())
def test_any_two_forms_can_be_compared(old: Form, new: Form) -> None:
    assert compare(old, old) == []
    told = {change.path for change in compare(old, new)}
    gone = {placed.question.path for placed in flatten(old)} - {
        placed.question.path for placed in flatten(new)
    }
    moved = {change.before for change in compare(old, new) if change.kind == "moved"}
    assert gone - moved <= told
    assert set(identity_guesses(new)) <= set(new.by_path)


def _damaged(data: st.DataObject, whole: bytes) -> bytes:
    """Bytes changed, taken out, put in or repeated, and the end cut off."""
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        length = data.draw(st.integers(0, 12))
        damaged[place : place + length] = data.draw(st.binary(max_size=8) | st.sampled_from(PIECES))
        if not damaged:
            return b""
    return bytes(damaged[: data.draw(st.integers(0, len(damaged)) | st.just(len(damaged)))])


PIECES = (
    b"<a>", b"</a>", b"<a/>", b"&amp;", b"&e;", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<!DOCTYPE a>", b"\x00", b"\xff", b"meta", b' id=""',
    b'<bind nodeset="/"/>', b'<bind nodeset="//a[" />', b'<itemset nodeset="instance(">', b'<instance src="jr://file/a.csv"/>', b' ref="../../.."',
)  # fmt: skip


@settings(patient, max_examples=300)
@given(st.data())
def test_damaged_submissions_are_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    damaged = _damaged(data, SENT)

    with suppress(MalformedXml):
        read_envelope(damaged)
        read_submission(damaged, CONVERTED.form)
        with_answers_blanked(damaged, {"intro/age", "member"})


@settings(patient, max_examples=300)
@given(st.data(), st.sampled_from([FOREIGN, CONVERTED.xform]))
def test_damaged_forms_are_read_or_refused_and_nothing_else(data: st.DataObject, whole: bytes) -> None:
    damaged = _damaged(data, whole)

    with suppress(MalformedXml):
        form = read_form(damaged)
        assert Form.from_dict(json.loads(json.dumps(form.to_dict()))) == form
        identity_guesses(form)
    with suppress(WorkbookRefused):
        check_xform(damaged)


@patient
@given(st.binary(max_size=200))
def test_any_bytes_are_refused(data: bytes) -> None:
    with suppress(MalformedXml):
        read_envelope(data)
    with suppress(WorkbookRefused):
        convert_workbook(data, "f.xlsx")


@patient
@given(
    st.text(min_size=1, max_size=40),
    st.sampled_from(["int", "decimal", "date", "time", "dateTime", "geopoint", "geotrace"]),
)
def test_any_text_is_an_answer_or_a_misfit(text: str, held: str) -> None:
    form = Form("f", nodes=(Question("q", "q", "q", type=held),))

    sent = write_submission(form, {"q": text}, instance_id="uuid:1")
    reading = read_submission(sent, form)

    again = read_submission(write_submission(form, reading.answers, instance_id="uuid:1"), form)
    assert again.answers == reading.answers
