"""Every kind of answer has the structure the protocol gives it; and the structure is no rubber stamp."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from lxml import etree

from mentorhalo.knowledge.oai import protocol
from mentorhalo.territory.tests.factories import SettlementFactory

from . import method_factories, project_factories
from .test_oai import AT, asked, practice, take_back

pytestmark = pytest.mark.django_db
STRUCTURE = etree.RelaxNG(etree.parse(Path(__file__).parent / "open_archives.rng"))


@pytest.fixture
def _published(monkeypatch):
    """A practice, one taken back, a method and a project; lists are cut after two."""
    monkeypatch.setattr(protocol, "PAGE", 2)
    settlement = SettlementFactory()
    practice(1, settlement, title="Mesekör & <társai>\x0b")
    take_back(practice(2, settlement), AT + timedelta(days=1))
    method_factories.locked(topics=("community-development",))
    project_factories.contracted()


@pytest.mark.usefixtures("_published")
@pytest.mark.parametrize(
    "arguments",
    [
        {"verb": "Identify"},
        {"verb": "ListMetadataFormats"},
        {"verb": "ListMetadataFormats", "identifier": "oai:127.0.0.1:practice/JGY-0001"},
        {"verb": "ListSets"},
        {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:127.0.0.1:practice/JGY-0001"},
        {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:127.0.0.1:practice/JGY-0002"},
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2025-01-01", "set": "field:library"},
        {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc", "until": "2999-01-01T00:00:00Z"},
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2999-01-01"},
        {"verb": "ListRecords", "metadataPrefix": "marc21"},
        {"verb": "ListRecords", "resumptionToken": "x y"},
        {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:127.0.0.1:practice/JGY-9999"},
        {"verb": "ListRecords"},
        {"verb": "Nonsense", "from": "tegnap"},
        {},
    ],
)
def test_answers_have_the_structure_of_the_protocol(arguments):
    STRUCTURE.assertValid(asked(**arguments))


@pytest.mark.usefixtures("_published")
@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
def test_every_page_of_a_cut_list_has_it(verb):
    page, pages = asked(verb=verb, metadataPrefix="oai_dc"), 0
    while page is not None:
        STRUCTURE.assertValid(page)
        pages += 1
        token = page.findtext(".//{*}resumptionToken")
        page = asked(verb=verb, resumptionToken=token) if token else None

    assert pages == 2


@pytest.mark.usefixtures("_published")
@pytest.mark.parametrize(
    ("whole", "spoiled"),
    [
        (b"<datestamp>2025-03-03T09:00:00Z", b"<datestamp>2025-03-03"),
        (b'<header status="deleted">', b"<header>"),
        (b"<responseDate>", b"<responseDate>x"),
        (b"dc:rights", b"dc:licence"),
        (b"<setSpec>kind:practice", b"<setSpec>a b"),
        (b'verb="ListRecords"', b'verb="ListAll"'),
    ],
)
def test_what_the_protocol_forbids_is_noticed(whole, spoiled):
    sent = {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "kind:practice"}
    answer = Client().get("/oai", sent).content
    assert whole in answer

    assert not STRUCTURE.validate(etree.fromstring(answer.replace(whole, spoiled)))
