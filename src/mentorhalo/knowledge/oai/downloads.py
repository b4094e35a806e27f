"""All published practices at once: as JSON-LD (schema.org and Dublin Core) and as a table."""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.utils import translation

from mentorhalo.core.sheets import csv_lines

from ..citing import LICENCES, address_of, citation
from ..models.practices import Practice, PracticeText, PracticeVersion
from ..pictures import image_objects, picture_address
from ..queries.bands import Ladders, conditions_of, ladders, property_values
from .records import SOURCES

COLUMNS = (
    "identifier", "url", "title", "language", "summary", "field", "institution", "settlement", "settlement_code",
    "county_code", "published_on", "settlement_size", "staff", "money", "time", "topics", "licence", "citation", "photos",
    "settlement_size_words", "staff_words", "money_words", "time_words",
)  # fmt: skip
CONTEXT = {
    "@vocab": "https://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "rightsHolder": "dcterms:rightsHolder",
    "bibliographicCitation": "dcterms:bibliographicCitation",
}
AT_ONCE = 200


def citation_of(practice: Practice, main: PracticeText) -> str:
    """In the language of the practice's own words."""
    assert practice.public_version is not None
    with translation.override(main.language):
        return citation(practice, practice.public_version, main)


def _address(practice: Practice) -> str:
    with translation.override("hu"):
        return address_of(practice)


def linked_data_of(practice: Practice, bands: Ladders) -> dict[str, Any]:
    """One published practice in the words of schema.org; needs what `published_practices` brings along."""
    version = practice.public_version
    assert version is not None
    texts = list(version.texts.all())
    main = _main(texts, version.language)
    said = {
        "@type": "Article",
        "@id": _address(practice),
        "identifier": practice.code,
        "url": _address(practice),
        "name": [{"@value": one.title, "@language": one.language} for one in texts],
        "abstract": [{"@value": one.summary, "@language": one.language} for one in texts if one.summary],
        "inLanguage": [one.language for one in texts],
        "author": {"@type": "Organization", "name": practice.institution_name},
        "spatialCoverage": {
            "@type": "Place",
            "name": practice.settlement.name,
            "identifier": practice.settlement_id,
            "containedInPlace": {"@type": "AdministrativeArea", "name": practice.settlement.county.name},
        },
        "about": [one.code for one in version.topics.all()],
        "genre": practice.field,
        "additionalProperty": property_values(version, bands),
        "datePublished": practice.published_on.isoformat() if practice.published_on else "",
        "version": version.number,
        "license": LICENCES[version.licence],
        "image": image_objects(practice.shown_photos, practice, version),  # type: ignore[attr-defined]
        "bibliographicCitation": citation_of(practice, main) if main else "",
        "publisher": {"@type": "Organization", "name": "Mentorháló"},
    }
    return {name: value for name, value in said.items() if value not in ("", [], None)}


def published_practices() -> Iterator[Practice]:
    """Every published practice with its words and topics, by number, in flat memory."""
    rows = next(one for one in SOURCES if one.kind == "practice").rows()
    rows = rows.filter(public_version__isnull=False).prefetch_related("public_version__topics")
    rows = rows.order_by("number")
    last = 0
    while page := list(rows.filter(number__gt=last)[:AT_ONCE]):
        yield from page
        last = page[-1].number


def json_parts() -> Iterator[str]:
    bands = ladders()
    yield '{"@context": ' + json.dumps(CONTEXT) + ', "@graph": ['
    for place, practice in enumerate(published_practices()):
        yield (",\n" if place else "\n") + json.dumps(linked_data_of(practice, bands), ensure_ascii=False)
    yield "\n]}\n"


def csv_parts() -> Iterator[str]:
    bands = ladders()
    return csv_lines(chain([COLUMNS], (_row(practice, bands) for practice in published_practices())))


def _row(practice: Practice, bands: Ladders) -> list[str]:
    version = practice.public_version
    assert version is not None
    main = _main(list(version.texts.all()), version.language)
    title = main.title if main else practice.code
    return [
        practice.code,
        _address(practice),
        title,
        main.language if main else "",
        main.summary if main else "",
        practice.field,
        practice.institution_name,
        practice.settlement.name,
        practice.settlement_id,
        practice.county,
        practice.published_on.isoformat() if practice.published_on else "",
        version.settlement_size,
        version.staff_band,
        version.money_band,
        version.time_band,
        " ".join(one.code for one in version.topics.all()),
        LICENCES[version.licence],
        citation_of(practice, main) if main else "",
        " ".join(picture_address(photo) for photo in practice.shown_photos),  # type: ignore[attr-defined]
        *_words_of(main.language if main else version.language, version, bands),
    ]


def _words_of(language: str, version: PracticeVersion, bands: Ladders) -> list[str]:
    with translation.override(language):
        return [words for _heading, words in conditions_of(version, bands)]


def _main(texts: list[PracticeText], language: str) -> PracticeText | None:
    return next((one for one in texts if one.language == language), texts[0] if texts else None)
