"""What machines read of a published practice: schema.org, Dublin Core."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString

from mentorhalo.core.linked_data import linked_data, publisher

from ..citing import LICENCES, address_of
from ..models import Practice, PracticePhoto, PracticeText, PracticeVersion
from ..pictures import image_objects, picture_address
from ..queries.bands import Ladders, property_values


def schema_org(
    practice: Practice,
    version: PracticeVersion,
    text: PracticeText,
    topics: list[str],
    photos: list[PracticePhoto],
    bands: Ladders,
) -> SafeString:
    """JSON-LD, safe inside a script element. Says what the page says."""
    about: dict[str, Any] = {
        "@type": "Article",
        "@id": address_of(practice),
        "url": address_of(practice),
        "identifier": practice.code,
        "headline": text.title,
        "abstract": text.summary,
        "inLanguage": text.language,
        "version": str(version.number),
        "datePublished": practice.published_on.isoformat() if practice.published_on else "",
        "dateModified": timezone.localdate(version.accepted_at).isoformat() if version.accepted_at else "",
        "license": LICENCES[version.licence],
        "keywords": ", ".join(topics),
        "author": {"@type": "Organization", "name": practice.institution_name},
        "contentLocation": {
            "@type": "Place",
            "name": practice.settlement.name,
            "address": {
                "@type": "PostalAddress",
                "addressLocality": practice.settlement.name,
                "addressCountry": "HU",
            },
        },
        "additionalProperty": property_values(version, bands),
        "publisher": publisher(settings.SITE_URL),
    }
    if photos:
        about["image"] = image_objects(photos, practice, version)
    return linked_data(about)


def dublin_core(
    practice: Practice,
    version: PracticeVersion,
    text: PracticeText,
    topics: list[str],
    photos: list[PracticePhoto],
) -> list[tuple[str, str]]:
    """(name, content) of the meta elements."""
    found = [
        ("DC.title", text.title),
        ("DC.creator", practice.institution_name),
        ("DC.description", text.summary),
        ("DC.publisher", "Mentorháló"),
        ("DC.date", practice.published_on.isoformat() if practice.published_on else ""),
        ("DC.type", "Text"),
        ("DC.format", "text/html"),
        ("DC.identifier", address_of(practice)),
        ("DC.language", text.language),
        ("DC.coverage", practice.settlement.name),
        ("DC.rights", LICENCES[version.licence]),
        *(("DC.subject", topic) for topic in topics),
        *(("DC.relation", picture_address(photo)) for photo in photos),
    ]
    return [(name, content) for name, content in found if content]
