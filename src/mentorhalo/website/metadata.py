"""What machines read of the site's pages, beside what people see: schema.org as JSON-LD. Nobody's name is said here.

Each answer goes into a `<script type="application/ld+json">` of `website/metadata.html`.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from mentorhalo.core.linked_data import linked_data, publisher

SHARED_SIZE = "fill-1200x630|format-jpeg|jpegquality-82"
Trail = Sequence[tuple[str, str]]


def absolute(href: str | None) -> str:
    return urljoin(f"{settings.SITE_URL}/", href or "/")


def site(language: str) -> list[SafeString]:
    """Whose site it is, and where it can be searched: on the first page alone."""
    search = absolute(reverse("core:search")) + "?q={search_term_string}"
    return [
        linked_data(publisher(settings.SITE_URL)),
        linked_data(
            {
                "@type": "WebSite",
                "name": "Mentorháló",
                "url": absolute(reverse("website:home")),
                "inLanguage": language,
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": {"@type": "EntryPoint", "urlTemplate": search},
                    "query-input": "required name=search_term_string",
                },
            }
        ),
    ]


def breadcrumb(trail: Trail) -> list[SafeString]:
    """The way to a page, as far as there is one above it; the page itself needs no address."""
    if len(trail) < 2:
        return []
    steps: list[dict[str, Any]] = []
    for number, (name, href) in enumerate(trail, start=1):
        step: dict[str, Any] = {"@type": "ListItem", "position": number, "name": str(name)}
        steps.append({**step, "item": absolute(href)} if href else step)
    return [linked_data({"@type": "BreadcrumbList", "itemListElement": steps})]


def news(page: Any, *, address: str, picture: str, topics: Sequence[str]) -> list[SafeString]:
    changed = page.last_published_at
    return [
        linked_data(
            {
                "@type": "NewsArticle",
                "headline": page.title,
                "description": page.description,
                "inLanguage": page.locale.language_code,
                "datePublished": page.published_on.isoformat(),
                "dateModified": changed.isoformat() if changed else "",
                "url": address,
                "image": picture,
                "keywords": ", ".join(topics),
                "publisher": publisher(settings.SITE_URL),
            }
        )
    ]


def county(name: str, *, address: str) -> list[SafeString]:
    return [
        linked_data(
            {
                "@type": "AdministrativeArea",
                "name": name,
                "url": address,
                "containedInPlace": {"@type": "Country", "name": "Magyarország"},
            }
        )
    ]


def document(record: Any, *, address: str) -> list[SafeString]:
    issued = record.issued_on
    return [
        linked_data(
            {
                "@type": "DigitalDocument",
                "name": record.title,
                "description": record.summary,
                "inLanguage": record.language,
                "datePublished": issued.isoformat() if issued else "",
                "url": address,
                "encoding": {
                    "@type": "MediaObject",
                    "contentUrl": absolute(record.url),
                    "sha256": record.sha256,
                },
                "publisher": publisher(settings.SITE_URL),
            }
        )
    ]
