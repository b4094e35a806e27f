"""What anybody may read: the letters as they were sent, without the words that were meant for one reader."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import condition
from wagtail.images.models import AbstractImage

from mentorhalo.core.doors import door
from mentorhalo.core.feeds import NOTHING_YET, FeedItem, feed_response
from mentorhalo.core.linked_data import linked_data, publisher

from ..models import Issue, IssueText
from ..queries import issues as letters
from ..rendering import Personal, words_of
from .addresses import as_page, site_address
from .trying import LETTER_POLICY

A_PAGE = 20
IN_FEED = 20
A_YEAR = 31_536_000
SPEC = "max-1104x1656|format-jpeg|jpegquality-82"


@door("outreach.read_archive")
def archive(request: HttpRequest) -> HttpResponse:
    """Newsletters that were sent, the latest first."""
    page = Paginator(letters.archived_issues(), A_PAGE).get_page(request.GET.get("page"))
    rows = [(issue, letters.text_in(issue, get_language() or "hu")) for issue in page.object_list]
    return render(request, "outreach/archive.html", {"page": page, "rows": rows})


@door("outreach.read_archive", get=letters.archived_issue)
def archived(request: HttpRequest, issue: Issue) -> HttpResponse:
    """One newsletter, framed as it was sent."""
    text = letters.text_in(issue, request.GET.get("language") or get_language() or "hu")
    if text is None:
        raise Issue.DoesNotExist
    address = site_address() + reverse("outreach:archived", kwargs={"slug": issue.slug})
    content = {
        "issue": issue,
        "text": text,
        "address": address,
        "frame": reverse("outreach:letter", kwargs={"pk": issue.pk, "language": text.language}),
        "plain": _neutral(text).in_plain(text.plain),
        "others": [one for one in issue.texts.all() if one != text],
        "metadata": _metadata(issue, text, address),
        "trail": [(_("Newsletter"), reverse("outreach:archive")), (text.subject, "")],
    }
    return render(request, "outreach/archived.html", content)


@door("outreach.read_letter", get=letters.sent_text)
@xframe_options_sameorigin
@csp_override(LETTER_POLICY)
def letter(request: HttpRequest, text: IssueText) -> HttpResponse:
    """The HTML part exactly as sent, for whoever has the address; kept out of search engines."""
    response = HttpResponse(as_page(_neutral(text).in_html(text.html)))
    response["X-Robots-Tag"] = "noindex"
    return response


def _last_sent(_request: HttpRequest, kind: str = "atom") -> datetime:
    latest = letters.archived_issues().values_list("started_at", flat=True).first()
    return latest or NOTHING_YET


def _etag(request: HttpRequest, kind: str = "atom") -> str:
    count = letters.archived_issues().count()
    return f'"{kind}-{get_language()}-{count}-{_last_sent(request).timestamp():.0f}"'


@door("outreach.read_archive")
@condition(etag_func=_etag, last_modified_func=_last_sent)
def feed(request: HttpRequest, kind: str = "atom") -> HttpResponse:
    """The latest newsletters."""
    language = get_language() or "hu"
    found = [(issue, letters.text_in(issue, language)) for issue in letters.archived_issues()[:IN_FEED]]
    return feed_response(
        request,
        kind,
        title=_("Mentorháló: newsletter"),
        home=reverse("outreach:archive"),
        description=_("Newsletters of the mentor network"),
        items=[_item(issue, text) for issue, text in found if text is not None],
    )


def _item(issue: Issue, text: IssueText) -> FeedItem:
    return FeedItem(
        id=f"urn:uuid:{issue.pk}",
        title=text.subject,
        href=reverse("outreach:archived", kwargs={"slug": issue.slug}),
        text=text.preview or words_of(text, base_url=site_address())[:500],
        published_at=issue.started_at or NOTHING_YET,
    )


@door("outreach.read_archive", get=letters.picture)
def picture(request: HttpRequest, image: AbstractImage) -> HttpResponse:
    """A picture of a letter at the size of letters; its address holds for years."""
    with image.get_rendition(SPEC).file.open("rb") as file:
        response = HttpResponse(file.read(), content_type="image/jpeg")
    response["Cache-Control"] = f"public, max-age={A_YEAR}"
    return response


def _neutral(text: IssueText) -> Personal:
    return Personal.nobody(language=text.language, base_url=site_address())


def _metadata(issue: Issue, text: IssueText, address: str) -> SafeString:
    """schema.org, safe within a script element."""
    return linked_data(
        {
            "@type": "NewsArticle",
            "headline": text.subject,
            "description": text.preview,
            "inLanguage": text.language,
            "datePublished": issue.started_at.isoformat() if issue.started_at else "",
            "url": address,
            "publisher": publisher(site_address()),
        }
    )
