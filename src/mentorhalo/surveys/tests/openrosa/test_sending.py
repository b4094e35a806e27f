"""Questionnaires are sent: lines S, P, A and E of the checklist, and what ought to be refused."""

from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import Settings

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.surveys.choices import VersionState, Way
from mentorhalo.surveys.models import Enrolment, InstrumentVersion, Interviewer, Submission, SubmissionFile
from mentorhalo.surveys.tests.sendings import household_xml

from .clients import SPOKEN, Collect, Refused, multipart, said_by

PHOTO = b"\xff\xd8 a photo"
ARRIVED = "A kérdőív megérkezett."


def lying_in(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_asking_first_is_answered_with_204_and_how_much_is_taken(collect: Collect) -> None:
    heard = collect.ask("HEAD", f"{collect.server}/submission?deviceID=collect%3Aabc")

    assert heard.status == 204
    assert heard.header("X-OpenRosa-Accept-Content-Length") == "10000000"
    assert heard.header("Location") == ""


def test_questionnaire_is_taken_as_it_was_sent(collect: Collect, interviewer: Interviewer) -> None:
    xml = household_xml(instance="uuid:1")

    heard = collect.post(xml)
    assert (heard.status, said_by(heard)) == (201, ARRIVED)
    sent = Submission.objects.get()
    assert bytes(sent.xml) == xml
    assert (sent.instance_id, sent.way, sent.interviewer, sent.device_id) == (
        "uuid:1",
        Way.COLLECT,
        interviewer,
        "collect:abc",
    )


def test_answer_is_in_the_language_of_the_interviewer(collect: Collect, interviewer: Interviewer) -> None:
    broken = household_xml().replace(b"Kiss", b"Kiss & Nagy")
    assert interviewer.user is None
    assert said_by(collect.post(household_xml())) == ARRIVED
    assert said_by(collect.post(broken)) == (
        "A kérdőív sérülten érkezett, nem került mentésre. "
        "2. sor: olyan jel áll itt, amely XML-ben így nem írható: az & helyett &amp;, a < helyett &lt; kell."
    )

    Interviewer.objects.update(user=UserFactory(language="en"))
    assert said_by(collect.post(broken)) == (
        "The questionnaire arrived damaged and was not taken. "
        "At line 2 there is a sign that may not stand in XML as it is: & is written &amp;, < is written &lt;."
    )


def test_the_same_again_is_as_good(collect: Collect) -> None:
    xml = household_xml(instance="uuid:1")

    assert [collect.post(xml).status for _time in range(2)] == [201, 201]
    assert Submission.objects.count() == 1


def test_same_identifier_with_other_answers_is_a_conflict_and_overwrites_nothing(collect: Collect) -> None:
    first = household_xml(instance="uuid:1", visits="1")
    collect.post(first)

    heard = collect.post(household_xml(instance="uuid:1", visits="2"))
    assert heard.status == 409
    assert said_by(heard) != ""
    assert bytes(Submission.objects.get().xml) == first


@pytest.mark.parametrize(
    ("xml", "status"),
    [
        pytest.param(household_xml(form="nothing"), 404, id="unknown form"),
        pytest.param(household_xml(version="99"), 404, id="unknown version"),
        pytest.param(household_xml()[:-9], 400, id="cut at its end"),
        pytest.param(household_xml().replace(b"</who>", b""), 400, id="malformed"),
        pytest.param(household_xml().replace(b"Kiss", b"Kiss & Nagy <b>"), 400, id="not escaped"),
        pytest.param(b"", 400, id="empty"),
        pytest.param(b"PK\x03\x04 not xml at all", 400, id="no XML"),
        pytest.param(household_xml().replace(b"instanceID", b"somethingID"), 400, id="without identifier"),
        pytest.param(
            b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + household_xml(name="&e;"),
            400,
            id="external entity",
        ),
        pytest.param(
            b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
            + household_xml(name="&b;"),
            400,
            id="entities that grow",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused_with_words(
    collect: Collect, files: Path, xml: bytes, status: int
) -> None:
    heard = collect.post(xml, {"photo.jpg": PHOTO})

    assert heard.status == status
    assert said_by(heard) != ""
    assert Submission.objects.count() == 0
    assert lying_in(files) == []


@pytest.mark.parametrize("state", [VersionState.RETIRED, VersionState.DRAFT])
def test_form_that_is_not_served_takes_no_answers(
    collect: Collect, version: InstrumentVersion, state: VersionState
) -> None:
    InstrumentVersion.objects.update(state=state)

    assert collect.post(household_xml()).status == 403
    assert Submission.objects.count() == 0


def test_older_version_that_is_still_served_takes_answers(
    collect: Collect, version: InstrumentVersion
) -> None:
    version.pk, version.version, version.state = uuid4(), "2", VersionState.PUBLISHED
    version.save(force_insert=True)

    assert collect.post(household_xml(version="1")).status == 201


def test_stranger_to_the_study_sends_nothing(collect: Collect) -> None:
    Enrolment.objects.all().delete()

    assert collect.post(household_xml()).status == 403


def test_sending_without_a_questionnaire_is_refused(collect: Collect) -> None:
    kind, body = multipart(household_xml())
    address = f"{collect.server}/submission"
    without = body.replace(b'name="xml_submission_file"', b'name="something_else"')

    for content_type, content in (
        (kind, without),
        (kind, body[:-20]),
        (kind, b""),
        ("multipart/form-data", body),
        ("text/xml", household_xml()),
    ):
        heard = collect.ask("POST", address, {"Content-Type": content_type}, content)
        assert heard.status == 400
        assert said_by(heard) != ""
    assert Submission.objects.count() == 0


def test_body_in_chunks_is_taken(collect: Collect) -> None:
    kind, body = multipart(household_xml(), {"photo.jpg": PHOTO})
    pieces = [body[start : start + 7] for start in range(0, len(body), 7)]

    heard = collect.wire.ask("POST", f"{collect.server}/submission", {**SPOKEN, "Content-Type": kind}, pieces)
    assert heard.status == 201


def test_sending_over_an_address_for_sending_only(collect: Collect) -> None:
    heard = collect.ask("GET", f"{collect.server}/submission")

    assert (heard.status, heard.header("Allow")) == (405, "HEAD, POST")


def test_files_come_along(collect: Collect) -> None:
    collect.send(household_xml(photo="hall.jpg"), {"hall.jpg": PHOTO})

    file = SubmissionFile.objects.get()
    assert (file.name, file.media_type, file.size) == ("hall.jpg", "image/jpeg", len(PHOTO))
    with file.file.open() as stored:
        assert stored.read() == PHOTO


def test_files_come_in_several_sendings(collect: Collect) -> None:
    many = {f"p{number}.jpg": bytes([number]) * 10 for number in range(205)}
    xml = household_xml(photo=" ".join(many)).replace(
        b"<photo>", b"".join(f"<photo>{name}</photo>".encode() for name in many) + b"<photo>"
    )

    assert collect.send(xml, many) == ARRIVED
    assert Submission.objects.count() == 1
    assert set(SubmissionFile.objects.values_list("name", flat=True)) == set(many)


def test_more_to_come_is_said(collect: Collect) -> None:
    heard = collect.post(household_xml(), {}, {"*isIncomplete*": "yes"})

    assert (heard.status, said_by(heard)) == (201, "A fájlok egy része megérkezett, a többi még hátravan.")


def test_file_sent_twice_is_kept_once(collect: Collect, files: Path) -> None:
    xml = household_xml(photo="hall.jpg")

    for _time in range(2):
        collect.send(xml, {"hall.jpg": PHOTO})
    assert SubmissionFile.objects.count() == 1
    assert len(lying_in(files)) == 1


def test_file_the_questionnaire_does_not_name_is_ignored(collect: Collect, files: Path) -> None:
    heard = collect.post(household_xml(photo="hall.jpg"), {"hall.jpg": PHOTO, "virus.exe": b"MZ"})

    assert heard.status == 201
    assert list(SubmissionFile.objects.values_list("name", flat=True)) == ["hall.jpg"]
    assert len(lying_in(files)) == 1


@pytest.mark.parametrize(
    "disposition",
    [
        'form-data; name="f"; filename="kép ő.jpg"',
        "form-data; name=\"f\"; filename*=UTF-8''k%C3%A9p%20%C5%91.jpg",
        'form-data; name="f"; filename="k_p.jpg"; filename*=UTF-8\'\'k%C3%A9p%20%C5%91.jpg',
        'form-data; name="f"; filename="=?UTF-8?Q?k=C3=A9p_=C5=91.jpg?="',
        'form-data; name="f"; filename="C:\\photos\\kép ő.jpg"',
        'form-data; name="f"; filename="../../kép ő.jpg"',
    ],
)
def test_file_names_in_hungarian(collect: Collect, disposition: str) -> None:
    kind, body = multipart(household_xml(photo="kép ő.jpg"), {"X": PHOTO})
    body = body.replace(b'form-data; name="X"; filename="X"', disposition.encode())

    assert collect.ask("POST", f"{collect.server}/submission", {"Content-Type": kind}, body).status == 201
    assert SubmissionFile.objects.get().name == "kép ő.jpg"


def test_large_photo_is_taken_whole(collect: Collect) -> None:
    photo = bytes(range(256)) * 49_152  # 12 MB

    collect.send(household_xml(photo="hall.jpg"), {"hall.jpg": photo})
    file = SubmissionFile.objects.get()
    assert file.size == len(photo)
    with file.file.open() as stored:
        assert stored.read() == photo


@pytest.mark.parametrize("is_in_chunks", [False, True])
def test_too_large_is_refused_and_leaves_nothing(
    collect: Collect, settings: Settings, files: Path, is_in_chunks: bool
) -> None:
    settings.OPENROSA_MAX_MEGABYTES = 1
    kind, body = multipart(household_xml(photo="film.mp4"), {"film.mp4": b"\0" * 2_000_000})
    headers = {**SPOKEN, "Content-Type": kind}

    heard = collect.wire.ask(
        "POST", f"{collect.server}/submission", headers, [body] if is_in_chunks else body
    )
    assert heard.status == 413
    assert said_by(heard) == "Túl nagy: egyszerre legfeljebb 1 MB vehető át. A telefonon megmarad."
    assert Submission.objects.count() == 0
    assert lying_in(files) == []


def test_too_large_questionnaire_is_refused(collect: Collect) -> None:
    assert collect.post(household_xml(name="x" * 10_000_001)).status == 413


def test_cut_body_leaves_nothing(collect: Collect, files: Path) -> None:
    kind, body = multipart(household_xml(photo="hall.jpg"), {"hall.jpg": PHOTO * 100_000})
    headers = {"Content-Type": kind, "Content-Length": str(len(body))}

    heard = collect.ask("POST", f"{collect.server}/submission", headers, body[: len(body) // 2])
    assert heard.status == 400
    assert Submission.objects.count() == 0
    assert lying_in(files) == []


def test_edit_is_a_new_version_and_its_repetition_harmless(collect: Collect) -> None:
    collect.send(household_xml(instance="uuid:1"))
    edit = household_xml(instance="uuid:2", deprecated="uuid:1", visits="99")

    for _time in range(2):
        collect.send(edit)
    newest = Submission.objects.get(instance_id="uuid:2")
    assert newest.deprecates is not None
    assert newest.deprecates.instance_id == "uuid:1"


def test_edit_of_an_outdated_version_is_a_conflict(collect: Collect) -> None:
    collect.send(household_xml(instance="uuid:1"))
    collect.send(household_xml(instance="uuid:2", deprecated="uuid:1"))

    assert collect.post(household_xml(instance="uuid:3", deprecated="uuid:1")).status == 409


def test_edit_of_what_never_came_is_unknown(collect: Collect) -> None:
    assert collect.post(household_xml(instance="uuid:2", deprecated="uuid:1")).status == 404


def test_late_repetition_of_what_was_edited_meanwhile_is_harmless(collect: Collect) -> None:
    first = household_xml(instance="uuid:1")
    collect.send(first)
    collect.send(household_xml(instance="uuid:2", deprecated="uuid:1"))

    assert collect.post(first).status == 201
    assert Submission.objects.count() == 2


def test_collect_shows_the_words_of_a_refusal(collect: Collect) -> None:
    with pytest.raises(Refused) as refusal:
        collect.send(household_xml(version="99"))

    assert "99" in said_by(refusal.value.heard)
