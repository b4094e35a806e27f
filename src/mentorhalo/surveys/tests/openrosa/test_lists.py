"""Form list, forms, manifests and files: lines L, D and M of the checklist."""

from datetime import timedelta
from hashlib import md5
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from mentorhalo.partners.tests.factories import OrganisationFactory
from mentorhalo.surveys.choices import FileSource, ResponseState, VersionState
from mentorhalo.surveys.models import Enrolment, FormFile, InstrumentVersion, Interviewer
from mentorhalo.surveys.queries.datasets import live_data_set
from mentorhalo.surveys.tests.factories import (
    FOUNDED_AT,
    FieldAssignmentFactory,
    InstrumentVersionFactory,
    ResponseFactory,
    SampleUnitFactory,
    UnitKeyFactory,
)
from mentorhalo.territory.tests.factories import SettlementFactory

from .clients import LIST, SPOKEN, Collect, said_by

PICTURE = b"\x89PNG a picture"


def add_picture(version: InstrumentVersion, name: str = "hall.png") -> FormFile:
    file = FormFile(
        version=version,
        name=name,
        media_type="image/png",
        size=len(PICTURE),
        md5=md5(PICTURE, usedforsecurity=False).hexdigest(),
    )
    file.file.save(name, ContentFile(PICTURE))
    return file


def add_live(version: InstrumentVersion, source: FileSource) -> FormFile:
    found: FormFile = FormFile.objects.create(version=version, name=f"{source}.csv", source=source)
    return found


def test_list_names_each_form_with_all_a_client_needs(collect: Collect, version: InstrumentVersion) -> None:
    assert collect.forms() == [
        {
            "formID": "household",
            "name": "Household questionnaire",
            "version": "1",
            "hash": f"md5:{version.xform_md5}",
            "downloadUrl": f"{collect.server}/forms/household/1.xml",
        }
    ]


@pytest.mark.parametrize("form_id", ["http://clubs.example/visit", "visit 100%", "visit%2Fclub", "látogatás"])
def test_forms_are_got_whatever_they_are_called(
    collect: Collect, version: InstrumentVersion, form_id: str
) -> None:
    other = InstrumentVersionFactory(
        instrument__study=version.instrument.study, instrument__form_id=form_id, version="2/a"
    )
    add_picture(other)

    (listed,) = [form for form in collect.forms() if form["formID"] == form_id]

    assert collect.download(listed) == bytes(other.xform)
    assert PICTURE in collect.kept.values()


def test_list_speaks_openrosa(collect: Collect) -> None:
    heard = collect.wire.ask("GET", f"{collect.server}/formList", {"x-openrosa-VERSION": "1.0"})

    assert heard.status == 200
    assert heard.header("Content-Type") == "text/xml; charset=utf-8"
    assert heard.header("X-OpenRosa-Version") == "1.0"
    assert heard.header("X-OpenRosa-Accept-Content-Length") == "10000000"
    assert [name for name, _value in heard.headers if name in ("set-cookie", "location", "vary")] == []


def test_list_of_one_form_and_of_an_unknown_one(collect: Collect, version: InstrumentVersion) -> None:
    InstrumentVersionFactory(instrument__study=version.instrument.study, instrument__form_id="other")

    assert len(collect.forms()) == 2
    for asked, listed in (("household", ["household"]), ("nothing", [])):
        heard = collect.ask("GET", f"{collect.server}/formList?formID={asked}")
        assert heard.status == 200
        assert [one.text for one in ElementTree.fromstring(heard.body).iter(f"{LIST}formID")] == listed


def test_head_of_the_list_is_answered(collect: Collect) -> None:
    assert collect.ask("HEAD", f"{collect.server}/formList").status == 200


def test_address_with_a_slash_is_unknown_and_not_redirected(collect: Collect) -> None:
    heard = collect.ask("GET", f"{collect.server}/formList/")

    assert (heard.status, heard.header("Location")) == (404, "")


def test_form_arrives_byte_by_byte(collect: Collect, version: InstrumentVersion) -> None:
    assert collect.download(collect.forms()[0]) == bytes(version.xform)


def test_form_that_is_known_is_not_sent_again(collect: Collect, version: InstrumentVersion) -> None:
    heard = collect.ask(
        "GET", f"{collect.server}/forms/household/1.xml", {"If-None-Match": f'"{version.xform_md5}"'}
    )

    assert (heard.status, heard.body) == (304, b"")


def test_names_with_hard_letters_find_their_form(collect: Collect, version: InstrumentVersion) -> None:
    version.version = "2026/11 <béta> & 100%"
    version.save()
    version.instrument.title = "Kérdések <& társai>"
    version.instrument.save()

    form = collect.forms()[0]
    assert (form["name"], form["version"]) == ("Kérdések <& társai>", "2026/11 <béta> & 100%")
    assert collect.download(form) == bytes(version.xform)


def test_only_the_newest_version_is_listed_and_older_ones_can_still_be_had(
    collect: Collect, version: InstrumentVersion
) -> None:
    InstrumentVersionFactory(
        instrument=version.instrument, version="2", published_at=FOUNDED_AT + timedelta(days=9)
    )
    InstrumentVersionFactory(instrument=version.instrument, version="3", state=VersionState.DRAFT)

    assert [form["version"] for form in collect.forms()] == ["2"]
    assert collect.ask("GET", f"{collect.server}/forms/household/1.xml").status == 200
    assert collect.ask("GET", f"{collect.server}/forms/household/3.xml").status == 404


def test_retired_form_is_neither_listed_nor_sent(collect: Collect, version: InstrumentVersion) -> None:
    version.state = VersionState.RETIRED
    version.save()

    heard = collect.ask("GET", f"{collect.server}/forms/household/1.xml")
    assert collect.forms() == []
    assert heard.status == 404
    assert said_by(heard) == "Ilyen itt nincs, vagy nem ennek a telefonnak szól."


def test_interviewer_gets_the_forms_of_own_studies_alone(collect: Collect) -> None:
    foreign = InstrumentVersionFactory(instrument__form_id="foreign")
    file = add_picture(foreign)

    assert [form["formID"] for form in collect.forms()] == ["household"]
    for address in ("forms/foreign/1.xml", "forms/foreign/1/manifest", f"files/{file.pk}"):
        assert collect.ask("GET", f"{collect.server}/{address}").status == 404


def test_who_has_left_gets_no_new_work_but_can_finish(collect: Collect, interviewer: Interviewer) -> None:
    Enrolment.objects.update(ends_on=timezone.localdate() - timedelta(days=3))

    assert collect.forms() == []
    assert collect.ask("GET", f"{collect.server}/forms/household/1.xml").status == 200


def test_form_without_files_has_no_manifest(collect: Collect, version: InstrumentVersion) -> None:
    FormFile.objects.create(version=version, name="missing.png")

    assert "manifestUrl" not in collect.forms()[0]
    assert collect.manifest(f"{collect.server}/forms/household/1/manifest") == []


def test_files_are_listed_fetched_and_compared(collect: Collect, version: InstrumentVersion) -> None:
    file = add_picture(version, "kép ő.png")
    FormFile.objects.create(version=version, name="missing.png")

    form = collect.forms()[0]
    assert collect.manifest(form["manifestUrl"]) == [
        {
            "type": "",
            "filename": "kép ő.png",
            "hash": f"md5:{file.md5}",
            "downloadUrl": f"{collect.server}/files/{file.pk}",
        }
    ]
    collect.download(form)
    assert collect.kept[f"{collect.server}/files/{file.pk}"] == PICTURE


def test_file_that_is_known_is_not_sent_again(collect: Collect, version: InstrumentVersion) -> None:
    file = add_picture(version)

    heard = collect.ask("GET", f"{collect.server}/files/{file.pk}", {"If-None-Match": f'"{file.md5}"'})
    assert (heard.status, heard.header("ETag")) == (304, f'"{file.md5}"')


def test_settlements_come_as_an_entity_list(collect: Collect, version: InstrumentVersion) -> None:
    SettlementFactory(code="19415", name="Pécs")
    file = add_live(version, FileSource.SETTLEMENTS)

    (listed,) = collect.manifest(collect.forms()[0]["manifestUrl"])
    assert (listed["type"], listed["filename"]) == ("entityList", "settlements.csv")
    assert listed["integrityUrl"] == f"{collect.server}/files/{file.pk}/integrity"
    collect.download(collect.forms()[0])
    head, row = collect.kept[listed["downloadUrl"]].decode().splitlines()
    assert head == "name,label,__version,county,county_name,district,district_name"
    assert row.split(",")[:2] == ["19415", "Pécs"]
    assert int(row.split(",")[2]) < 2**31


def test_live_list_gets_another_tag_when_something_in_it_changes(
    collect: Collect, version: InstrumentVersion
) -> None:
    organisation = OrganisationFactory(name="Faluház", kind__sector="community")
    OrganisationFactory(name="Kft.", kind__sector="business")
    add_live(version, FileSource.INSTITUTIONS)
    address = collect.forms()[0]["manifestUrl"]

    (before,) = collect.manifest(address)
    assert collect.manifest(address) == [before]
    organisation.name = "Művelődési Ház"
    organisation.save()
    (after,) = collect.manifest(address)
    assert after["hash"] != before["hash"]
    known = f'"{before["hash"].removeprefix("md5:")}"'
    heard = collect.ask("GET", after["downloadUrl"], {"If-None-Match": known})
    assert [line.split(",")[:2] for line in heard.text.splitlines()[1:]] == [
        [str(organisation.pk), "Művelődési Ház"]
    ]


def test_unchanged_live_list_is_not_sent_again(collect: Collect, version: InstrumentVersion) -> None:
    add_live(version, FileSource.SETTLEMENTS)
    collect.download(collect.forms()[0])
    (address,) = collect.tags

    assert collect.ask("GET", address, {"If-None-Match": collect.tags[address]}).status == 304


def test_interviewer_gets_own_assignments_alone(
    collect: Collect, version: InstrumentVersion, interviewer: Interviewer
) -> None:
    unit = SampleUnitFactory(code="A0001", settlement__name="Pécs")
    UnitKeyFactory(unit=unit, address="Fő utca 1.", name="Minta Mária")
    FieldAssignmentFactory(unit=unit, interviewer=interviewer, due_on=timezone.localdate())
    FieldAssignmentFactory(unit__code="B0001")
    FieldAssignmentFactory(unit__code="C0001", interviewer=interviewer, ended_at=timezone.now())
    add_live(version, FileSource.ASSIGNMENTS)
    collect.download(collect.forms()[0])

    (table,) = (content.decode() for address, content in collect.kept.items() if "/files/" in address)
    rows = table.splitlines()
    assert [row.split(",")[0] for row in rows[1:]] == ["A0001"]
    assert '"Pécs, Fő utca 1."' in rows[1]
    assert rows[1].endswith(f"Fő utca 1.,Minta Mária,{timezone.localdate().isoformat()}")


def test_unit_of_what_came_back_stands_among_the_assignments(
    version: InstrumentVersion, interviewer: Interviewer
) -> None:
    unit = SampleUnitFactory(code="A0001", settlement__name="Pécs")
    FieldAssignmentFactory(unit=unit, interviewer=interviewer, ended_at=timezone.now())
    ResponseFactory(unit=unit, interviewer=interviewer, version=version, state=ResponseState.RETURNED)

    rows = live_data_set(FileSource.ASSIGNMENTS, interviewer).rows

    assert rows == [("A0001", "Pécs, A0001", unit.settlement_id, "Pécs", "", "", "")]


def test_phone_learns_which_rows_are_gone(collect: Collect, version: InstrumentVersion) -> None:
    SettlementFactory(code="19415", name="Pécs")
    file = add_live(version, FileSource.SETTLEMENTS)

    heard = collect.ask("GET", f"{collect.server}/files/{file.pk}/integrity?id=19415,00000")
    entities = ElementTree.fromstring(heard.body).find("entities")
    assert entities is not None
    assert {one.get("id"): one.findtext("deleted") for one in entities} == {"19415": "false", "00000": "true"}


def test_uploaded_file_has_no_integrity(collect: Collect, version: InstrumentVersion) -> None:
    file = add_picture(version)

    assert collect.ask("GET", f"{collect.server}/files/{file.pk}/integrity?id=a").status == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_number_of_queries(
    collect: Collect, version: InstrumentVersion, count: int, django_assert_num_queries
) -> None:
    for number in range(count - 1):
        add_picture(
            InstrumentVersionFactory(
                instrument__study=version.instrument.study, instrument__form_id=f"form-{number}"
            )
        )

    with django_assert_num_queries(2):  # who calls, and the list
        assert len(collect.forms()) == count


def test_server_that_is_called_by_another_name_answers_by_it(collect: Collect, settings) -> None:
    settings.ALLOWED_HOSTS = ["10.0.2.2"]

    heard = collect.wire.ask("GET", f"/openrosa{collect.way}/formList", {**SPOKEN, "Host": "10.0.2.2:8000"})
    (address,) = (one.text for one in ElementTree.fromstring(heard.body).iter(f"{LIST}downloadUrl"))
    assert address == f"http://10.0.2.2:8000/openrosa{collect.way}/forms/household/1.xml"


def test_unknown_name_of_the_server_is_refused(collect: Collect) -> None:
    heard = collect.wire.ask("GET", f"/openrosa{collect.way}/formList", {**SPOKEN, "Host": "evil.example"})

    assert heard.status == 400
