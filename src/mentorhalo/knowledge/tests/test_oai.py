"""The address of open archives, harvested whole by a harvester of others; every error of the protocol; all practices at once."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree
from oaipmh.client import BaseClient  # type: ignore[import-untyped]
from oaipmh.error import NoRecordsMatchError  # type: ignore[import-untyped]
from oaipmh.metadata import MetadataRegistry, oai_dc_reader  # type: ignore[import-untyped]

from mentorhalo.knowledge.actions import methods as method_actions
from mentorhalo.knowledge.choices import PracticeState
from mentorhalo.knowledge.models import Practice, PracticeText, PracticeVersion
from mentorhalo.knowledge.oai import protocol
from mentorhalo.territory.models import Settlement
from mentorhalo.territory.tests.factories import SettlementFactory

from . import method_factories, project_factories

pytestmark = pytest.mark.django_db

OAI = {"o": "http://www.openarchives.org/OAI/2.0/", "dc": "http://purl.org/dc/elements/1.1/"}
AT = datetime(2025, 3, 3, 9, 0, 0, 500_000, tzinfo=UTC)
HOST = "127.0.0.1"


class Harvester(BaseClient):
    """The harvester as it is, its requests led to our test client; `between` happens after each of them."""

    def __init__(self, *, http_method="get", between=lambda: None):
        registry = MetadataRegistry()
        registry.registerReader("oai_dc", oai_dc_reader)
        super().__init__(registry)
        self.ask, self.between, self.asked = getattr(Client(), http_method), between, 0

    def makeRequest(self, **arguments):  # noqa: N802 - the harvester's own name
        content = self.ask("/oai", arguments).content
        self.asked += 1
        self.between()
        return content

    def records(self, **arguments):
        """{identifier: (header, Dublin Core or None)}, each once."""
        found = [
            (header.identifier(), header, about)
            for header, about, _more in self.listRecords(metadataPrefix="oai_dc", **arguments)
        ]
        assert len({identifier for identifier, _header, _about in found}) == len(found)
        return {identifier: (header, about) for identifier, header, about in found}


@pytest.fixture
def harvester():
    return Harvester()


@pytest.fixture
def settlement():
    return SettlementFactory()


def practice(number, settlement: Settlement, *, at=AT, title="Mesekör & <társai>", **fields):
    """A published practice, past the room's actions: what is tested is what is read of it."""
    made = Practice.objects.create(
        number=number,
        field="library",
        institution_name="Községi Könyvtár",
        settlement=settlement,
        county=settlement.county_id,
        created_at=at,
        published_on=timezone.localdate(at),
        public_changed_at=at,
        **fields,
    )
    version = PracticeVersion.objects.create(
        practice=made, number=1, state=PracticeState.PUBLISHED, state_at=at, edited_at=at, accepted_at=at, fingerprint="a" * 64,
    )  # fmt: skip
    PracticeText.objects.create(version=version, language="hu", title=title, summary="Nagymamák mesélnek.")
    made.public_version = made.last_public_version = version
    made.save()
    return made


def take_back(made: Practice, at=AT):
    Practice.objects.filter(pk=made.pk).update(public_version=None, public_changed_at=at)


def asked(**arguments):
    return etree.fromstring(Client().get("/oai", arguments).content)


def error(root):
    return [one.get("code") for one in root.findall("o:error", OAI)]


# --- harvested whole


def test_everything_is_harvested_page_by_page(harvester, settlement, monkeypatch):
    monkeypatch.setattr(protocol, "PAGE", 3)
    for number in range(1, 8):
        practice(number, settlement)
    method = method_factories.locked(topics=("community-development",)).method
    project = project_factories.contracted()

    found = harvester.records()

    expected = {f"oai:{HOST}:practice/JGY-{number:04d}" for number in range(1, 8)}
    expected |= {f"oai:{HOST}:method/{method.code}", f"oai:{HOST}:project/{project.code}"}
    assert set(found) == expected
    assert harvester.asked == 3
    _header, about, _more = harvester.getRecord(
        identifier=f"oai:{HOST}:practice/JGY-0003", metadataPrefix="oai_dc"
    )
    assert about.getField("title") == ["Mesekör & <társai>"]
    assert about.getField("rights") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert about.getField("identifier")[0].endswith("/practices/JGY-0003/")


def test_last_page_of_a_cut_list_ends_with_an_empty_token(settlement, monkeypatch):
    monkeypatch.setattr(protocol, "PAGE", 2)
    for number in range(1, 4):
        practice(number, settlement)

    first = asked(verb="ListIdentifiers", metadataPrefix="oai_dc")
    token = first.find(".//o:resumptionToken", OAI)
    last = asked(verb="ListIdentifiers", resumptionToken=token.text)

    assert (token.get("completeListSize"), token.get("cursor")) == ("3", "0")
    end = last.find(".//o:resumptionToken", OAI)
    assert (end.text, end.get("cursor")) == (None, "2")


def test_nothing_is_lost_or_repeated_while_records_change(settlement, monkeypatch):
    monkeypatch.setattr(protocol, "PAGE", 2)
    made = [practice(number, settlement) for number in range(1, 8)]
    later = AT + timedelta(days=1)

    def change():
        for one in made:
            Practice.objects.filter(pk=one.pk).update(public_changed_at=later)
        take_back(made[4], later)

    harvester = Harvester(between=change)
    found = harvester.records()

    assert harvester.asked == 4
    assert len(found) == 7


@pytest.mark.parametrize("http_method", ["get", "post"])
def test_every_verb_is_answered_by_both_methods(http_method, settlement):
    practice(1, settlement)
    harvester = Harvester(http_method=http_method)

    identify = harvester.identify()
    assert (identify.protocolVersion(), identify.deletedRecord()) == ("2.0", "persistent")
    assert identify.granularity() == "YYYY-MM-DDThh:mm:ssZ"
    assert identify.earliestDatestamp() == datetime(2025, 3, 3, 9)  # noqa: DTZ001 - the harvester's moments are bare
    assert [prefix for prefix, _schema, _names in harvester.listMetadataFormats()] == ["oai_dc"]
    specs = [spec for spec, _name, _more in harvester.listSets()]
    assert {"kind:practice", "field:library", f"county:{settlement.county_id}"} <= set(specs)
    assert len(specs) == len(set(specs))
    assert len(list(harvester.listIdentifiers(metadataPrefix="oai_dc"))) == 1
    assert list(harvester.records()) == [f"oai:{HOST}:practice/JGY-0001"]


# --- what was taken back


def test_what_was_taken_back_stays_as_a_deleted_record(harvester, settlement):
    take_back(practice(1, settlement), AT + timedelta(days=2))
    expert = method_factories.holder("expert")
    office = method_factories.holder("office")
    method = method_factories.withdrawn("Szociometria", by=expert, reader=office)

    found = harvester.records()

    assert set(found) == {f"oai:{HOST}:practice/JGY-0001", f"oai:{HOST}:method/{method.code}"}
    assert all(header.isDeleted() and about is None for header, about in found.values())
    header, _about = found[f"oai:{HOST}:practice/JGY-0001"]
    assert header.datestamp() == datetime(2025, 3, 5, 9)  # noqa: DTZ001 - the harvester's moments are bare
    again = method_actions.offer_method_again(method=method, by=office, at=AT + timedelta(days=3))
    header, about = harvester.records()[f"oai:{HOST}:method/{again.code}"]
    assert (header.isDeleted(), about.getField("title")) == (False, ["Szociometria"])


def test_what_was_never_published_is_not_there(harvester):
    method_factories.begun()
    project_factories.accepted()
    unpublished = practice(1, SettlementFactory())
    Practice.objects.filter(pk=unpublished.pk).update(public_version=None, published_on=None)

    with pytest.raises(NoRecordsMatchError):
        harvester.records()


# --- days and sets


@pytest.mark.parametrize(
    ("days", "numbers"),
    [
        ({"from": "2025-03-03T09:00:00Z"}, {1, 2}),
        ({"from": "2025-03-03T09:00:01Z"}, {2}),
        ({"until": "2025-03-03T09:00:00Z"}, {1}),
        ({"until": "2025-03-03"}, {1}),
        ({"from": "2025-03-03", "until": "2025-03-04"}, {1, 2}),
        ({"from": "2025-03-05"}, set()),
    ],
)
def test_from_and_until_are_included_to_the_second(days, numbers, settlement):
    practice(1, settlement)
    practice(2, settlement, at=AT + timedelta(days=1))

    root = asked(verb="ListIdentifiers", metadataPrefix="oai_dc", **days)

    found = {int(one.text[-1]) for one in root.findall(".//o:identifier", OAI)}
    assert found == numbers
    assert error(root) == ([] if numbers else ["noRecordsMatch"])


def test_sets_hold_what_their_name_says(settlement):
    practice(1, settlement)
    topic = "volunteering"
    with_topic = practice(2, SettlementFactory())
    with_topic.public_version.topics.add(topic)
    method_factories.locked(topics=(topic,))
    project_factories.contracted(settlement=settlement)

    def of(spec):
        root = asked(verb="ListIdentifiers", metadataPrefix="oai_dc", set=spec)
        return sorted(
            one.text.rpartition(":")[2].partition("/")[0] for one in root.findall(".//o:identifier", OAI)
        )

    assert of("kind:project") == ["project"]
    assert of("field:library") == ["practice", "practice", "project"]
    assert of(f"county:{settlement.county_id}") == ["practice", "project"]
    assert of(f"topic:{topic}") == ["method", "practice"]
    assert of("kind") == ["method", "practice", "practice", "project"]
    assert of("topic:nothing") == []


def test_what_was_taken_back_stays_in_its_sets(settlement):
    made = practice(1, settlement)
    made.public_version.topics.add("volunteering")
    take_back(made)
    expert, office = method_factories.holder("expert"), method_factories.holder("office")
    method_factories.withdrawn("Szociometria", by=expert, reader=office, topics=("volunteering",))

    root = asked(verb="ListIdentifiers", metadataPrefix="oai_dc", set="topic:volunteering")

    headers = root.findall(".//o:header", OAI)
    assert [one.get("status") for one in headers] == ["deleted", "deleted"]
    assert all(
        "topic:volunteering" in {spec.text for spec in one.findall("o:setSpec", OAI)} for one in headers
    )


# --- errors


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "GetMetadata"}, "badVerb"),
        ({"verb": ["Identify", "Identify"]}, "badVerb"),
        ({"verb": "Identify", "set": "x"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": ["oai_dc", "oai_dc"]}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "tegnap"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2025-02-30"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2025-03-03", "until": "2025-03-03T00:00:00Z"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2025-03-03", "until": "2025-03-02"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "until": "9999-12-31"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "until": "0001-01-01"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "a b"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "moon:full"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "marc21"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "metadataPrefix": "marc 21"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "resumptionToken": "x"}, "badArgument"),
        ({"verb": "ListRecords", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "GetRecord", "identifier": "oai:x:1"}, "badArgument"),
        ({"verb": "GetRecord", "identifier": "oai:127.0.0.1:practice/JGY-9999", "metadataPrefix": "oai_dc"}, "idDoesNotExist"),
        ({"verb": "GetRecord", "identifier": "oai:127.0.0.1:practice/JGY-１", "metadataPrefix": "oai_dc"}, "idDoesNotExist"),
        ({"verb": "GetRecord", "identifier": "oai:127.0.0.1:project/MP-0", "metadataPrefix": "oai_dc"}, "idDoesNotExist"),
        ({"verb": "ListMetadataFormats", "identifier": "http://x/\x0b"}, "idDoesNotExist"),
    ],
)  # fmt: skip
def test_each_fault_gets_its_own_error(arguments, code):
    root = asked(**arguments)

    assert error(root) == [code]
    assert dict(root.find("o:request", OAI).attrib) == (
        {} if code in ("badVerb", "badArgument") else dict(root.find("o:request", OAI).attrib)
    )


def test_token_of_another_list_or_tampered_is_refused(settlement, monkeypatch):
    monkeypatch.setattr(protocol, "PAGE", 1)
    practice(1, settlement)
    practice(2, settlement)
    token = asked(verb="ListIdentifiers", metadataPrefix="oai_dc").find(".//o:resumptionToken", OAI).text

    assert error(asked(verb="ListRecords", resumptionToken=token)) == ["badResumptionToken"]
    assert error(asked(verb="ListIdentifiers", resumptionToken=token[:-2])) == ["badResumptionToken"]
    assert error(asked(verb="ListIdentifiers", resumptionToken=token)) == []


def test_pages_cost_the_same_however_much_there_is(settlement, django_assert_max_num_queries):
    for number in range(1, 30):
        practice(number, settlement)

    with django_assert_max_num_queries(14):
        asked(verb="ListRecords", metadataPrefix="oai_dc")


# --- all at once


def test_all_practices_are_taken_as_json_and_as_a_table(settlement):
    practice(1, settlement, title="=1+1")
    take_back(practice(2, settlement))
    client = Client()

    graph = json.loads(b"".join(client.get("/practices.json").streaming_content))["@graph"]
    table = b"".join(client.get("/practices.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))

    assert [one["identifier"] for one in graph] == ["JGY-0001"]
    assert graph[0]["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "=1+1. Jó gyakorlat, JGY-0001" in graph[0]["bibliographicCitation"]
    assert graph[0]["bibliographicCitation"] == rows[0]["citation"]
    assert [row["identifier"] for row in rows] == ["JGY-0001"]
    assert rows[0]["title"] == "'=1+1"


def test_nothing_published_is_an_empty_list_not_a_fault(client):
    assert json.loads(b"".join(client.get("/practices.json").streaming_content))["@graph"] == []
