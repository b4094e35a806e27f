"""Questionnaires on the phone: what an interviewer gets, and what arrives of it."""

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from mentorhalo.partners.models import Organisation
from mentorhalo.surveys.choices import FileSource, WaveState
from mentorhalo.surveys.engine import prepare
from mentorhalo.surveys.models import (
    FormFile,
    Response,
    SampleUnit,
    Submission,
    SubmissionFile,
    UnitKey,
    Wave,
)
from mentorhalo.surveys.queries.datasets import live_data_set
from mentorhalo.surveys.tests.factories import (
    FieldAssignmentFactory,
    InstrumentVersionFactory,
    ResponseFactory,
    SampleUnitFactory,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ANSWERS = """<data id="household" version="1"><settlement>26408</settlement><unit>A0001</unit>
<photo>haz.jpg</photo><meta><instanceID>{id}</instanceID></meta></data>"""
LIVE = b'</instance><instance id="units" src="jr://file-csv/units.csv"/>'

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


@pytest.fixture
def said(world):
    xml = ANSWERS.format(id=f"uuid:{uuid4()}").encode()
    return {
        "account": str(world.users["interviewer"].pk),
        "unit": str(world.unit.pk),
        "xml": xml,
        "xml_sha256": sha256(xml).hexdigest(),
    }


def send(phone, said, file=None, **changes):
    """With `file`, that is its content."""
    sent = {**said, "xml": SimpleUploadedFile("answers.xml", said["xml"])}
    if file is not None:
        sent |= {"file": SimpleUploadedFile("haz.jpg", file, "image/jpeg")}
        sent |= {"file_sha256": sha256(file).hexdigest()}
    answer = phone.post(reverse("field:send_questionnaire"), {**sent, **changes})
    return answer.status_code, answer.json()


def test_interviewer_gets_own_units_with_the_way_there_and_the_forms_of_their_studies(phone, world):
    FieldAssignmentFactory(unit=world.free_unit, interviewer=world.interviewers["mentor"])
    InstrumentVersionFactory()

    told = phone.get(reverse("field:state")).json()["interviews"]

    assert [(one["code"], one["address"], one["name"]) for one in told["units"]] == [
        ("A0001", "Fő utca 1.", "Minta Mária")
    ]
    assert [one["id"] for one in told["forms"]] == [str(world.instrument_version.pk)]
    assert told["units"][0]["forms"] == [str(world.instrument_version.pk)]


@pytest.mark.parametrize(("state", "is_open"), [(WaveState.OPEN, True), (WaveState.CLOSED, False)])
def test_questionnaire_is_begun_of_nobody_in_particular_while_a_wave_of_its_study_is_open(
    state, is_open, phone, world
):
    Wave.objects.filter(study=world.instrument_version.instrument.study).update(state=state)

    told = phone.get(reverse("field:state")).json()["interviews"]

    assert [one["open"] for one in told["forms"]] == [is_open]


def test_destroyed_identity_of_a_unit_is_not_told(phone, world):
    key = world.unit.unit_key
    key.erased_at = timezone.now()
    key.save()

    [unit] = phone.get(reverse("field:state")).json()["interviews"]["units"]

    assert (unit["address"], unit["name"], unit["contact"]) == ("", "", "")


def test_an_institution_is_named_by_the_register_where_no_key_tells_of_it(phone, world):
    UnitKey.objects.filter(unit=world.unit).delete()
    Organisation.objects.filter(pk=world.organisation.pk).update(address="Fő tér 3.")
    SampleUnit.objects.filter(pk=world.unit.pk).update(organisation=world.organisation)
    interviewer = world.interviewers["interviewer"]

    (unit,) = phone.get(reverse("field:state")).json()["interviews"]["units"]
    (row,) = (one for one in live_data_set(FileSource.ASSIGNMENTS, interviewer).rows if one[0] == "A0001")

    name = world.organisation.name
    assert (unit["name"], unit["address"], unit["contact"]) == (name, "Fő tér 3.", "")
    assert row[1] == f"{world.unit.settlement.name}, {name}"
    assert row[4:6] == ("Fő tér 3.", name)


def test_unit_taken_back_leaves_the_phone(phone, world):
    world.field_assignment.ended_at = timezone.now()
    world.field_assignment.save()

    assert phone.get(reverse("field:state")).json()["interviews"]["units"] == []


def test_units_of_a_closed_wave_leave_the_phone(phone, world):
    Wave.objects.filter(pk=world.unit.wave_id).update(state=WaveState.CLOSED)

    assert phone.get(reverse("field:state")).json()["interviews"]["units"] == []


def test_form_comes_with_its_data_sets_and_pictures_and_again_only_if_changed(phone, world):
    version = world.instrument_version
    picture = FormFile.objects.create(
        version=version, name="person.png", media_type="image/png", sha256="0" * 64
    )
    picture.file.save("person.png", SimpleUploadedFile("person.png", b"png"))
    address = reverse("field:form", args=[version.pk])

    first = phone.get(address)

    assert first.json()["definition"]["form_id"] == "household"
    assert phone.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert phone.get(reverse("field:form_file", args=[picture.pk])).content == b"png"


def test_live_data_set_comes_with_its_form_as_it_is_now(phone, world):
    version = world.instrument_version
    version.xform = bytes(version.xform).replace(b"</instance>", LIVE, 1)
    version.content_sha256 = "1" * 64
    version.definition = prepare(bytes(version.xform)).as_json()
    version.save()
    FormFile.objects.create(version=version, name="units.csv", source=FileSource.ASSIGNMENTS)

    form = phone.get(reverse("field:form", args=[version.pk])).json()

    assert "<name>A0001</name>" in form["externals"]["units"]
    assert "A0002" not in form["externals"]["units"]


def test_form_of_a_study_one_is_not_enrolled_in_is_not_there(phone):
    other = InstrumentVersionFactory()
    picture = FormFile.objects.create(version=other, name="person.png")
    picture.file.save("person.png", SimpleUploadedFile("person.png", b"png"))

    assert phone.get(reverse("field:form", args=[other.pk])).status_code == 404
    assert phone.get(reverse("field:form_file", args=[picture.pk])).status_code == 404


def test_questionnaire_arrives_once_and_its_file_after_it(phone, said, world):
    assert send(phone, said)[0] == 201
    assert send(phone, said)[0] == 200
    assert send(phone, said, file=b"jpeg")[0] == 201
    assert send(phone, said, file=b"jpeg")[0] == 200

    submission = Submission.objects.get(way="field")
    assert (submission.interviewer, submission.unit) == (world.interviewers["interviewer"], world.unit)
    assert bytes(submission.xml) == said["xml"]
    assert list(SubmissionFile.objects.values_list("name", "sha256")) == [
        ("haz.jpg", sha256(b"jpeg").hexdigest())
    ]


@pytest.mark.parametrize("half", ["xml_sha256", "file_sha256"])
def test_what_arrived_cut_is_to_be_sent_again_and_leaves_nothing(phone, said, half):
    changes = {half: sha256(b"the whole").hexdigest()}

    status, told = send(phone, said, file=b"jpeg", **changes)

    assert (status, told["outcome"]) == (503, "later")
    assert not Submission.objects.exists()


def test_other_answers_under_the_same_name_are_refused(phone, said):
    send(phone, said)
    xml = said["xml"].replace(b"26408", b"26409")

    status, told = send(phone, {**said, "xml": xml, "xml_sha256": sha256(xml).hexdigest()})

    assert (status, told["outcome"]) == (422, "refused")
    assert told["message"]


def test_retired_form_is_refused_with_its_reason(phone, said, world):
    world.instrument_version.state = "retired"
    world.instrument_version.save()

    assert send(phone, said)[1]["outcome"] == "refused"


def test_unit_of_somebody_else_is_refused(phone, said, world):
    status, told = send(phone, said, unit=str(world.mentor_unit.pk))

    assert (status, list(told["errors"])) == (422, ["unit"])


def test_work_of_yesterdays_enrolment_still_arrives(phone, said, world):
    world.interviewers["interviewer"].enrolments.update(ends_on=world.today - timedelta(days=1))

    assert send(phone, said)[0] == 201


def test_account_without_an_interviewer_is_told(client, said, world):
    client.force_login(world.users["other_mentor"], backend=BACKEND)

    status, told = send(client, said, account=str(world.users["other_mentor"].pk))

    assert (status, told["outcome"]) == (422, "refused")


def test_questionnaire_of_somebody_else_waits_for_its_owner(phone, said, world):
    assert send(phone, said, account=str(world.users["mentor"].pk))[1]["outcome"] == "sign_in"


def test_units_of_a_full_part_say_so(phone, world):
    unit = world.unit
    Response.objects.filter(wave=unit.wave).delete()
    unit.wave.strata.filter(pk=unit.stratum_id).update(target=1)
    ResponseFactory(wave=unit.wave, unit=SampleUnitFactory(wave=unit.wave, stratum=unit.stratum))

    units = phone.get(reverse("field:state")).json()["interviews"]["units"]

    assert [one["full"] for one in units if one["id"] == str(unit.pk)] == [[[unit.stratum.name, 1, 1]]]
