"""The public site: Mentorhálózat, its counties and its people."""

from mimetypes import guess_type
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.views import serve

from mentorhalo.core.doors import door
from mentorhalo.core.kept import kept
from mentorhalo.network.models import Mentor
from mentorhalo.network.queries import public_mentor, public_mentors
from mentorhalo.programmes.queries import programme_of
from mentorhalo.territory.models import County
from mentorhalo.territory.queries import county_label

from . import metadata, queries
from .models import SiteDocument
from .unchanged import while_unchanged
from .ways import lead

COMMUNITIES_A_PAGE = 30


@door("core.public")
@kept(queries.edition)
def home(request: HttpRequest) -> HttpResponse:
    """What the editors made of the first page; the network itself while they made none in this language."""
    language = get_language() or "hu"
    if not while_unchanged(f"home {request.get_host()}", lambda: queries.has_home_page(request, language)):
        return _network(request)
    lead(request, "")
    return serve(request, "")


@door("core.public")
@kept(queries.edition)
def page(request: HttpRequest, path: str) -> HttpResponse:
    """A page of the editors. Where it is kept, nobody asks which one it is; one that only some may see needs a session."""
    lead(request, path)
    return serve(request, path)


@door("core.public")
@kept(queries.edition)
def network(request: HttpRequest) -> HttpResponse:
    return _network(request)


def _network(request: HttpRequest) -> HttpResponse:
    programme, today = programme_of(request), timezone.localdate()
    if programme is None:
        return render(request, "website/before.html")
    people = public_mentors(programme, today)
    rows = queries.county_rows(programme, today, people)
    view_box, counties = queries.drawn_counties(rows)
    return render(
        request,
        "website/network.html",
        {
            "programme": programme,
            "today": today,
            "figures": queries.shown_figures(programme, today),
            "rows": rows,
            "counties": counties,
            "view_box": view_box,
            "mentor_count": len(people),
            "metadata": metadata.site(get_language() or "hu"),
            "offers_feed": True,
        },
    )


@door("core.public")
@kept(queries.edition)
def county(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(County, pk=code)
    programme, today = programme_of(request), timezone.localdate()
    if programme is None or not programme.counties.filter(county_code=code).exists():
        raise Http404
    label = county_label(found, today)
    trail = [(_("Mentor network"), reverse("website:network")), (found.name, "")]
    communities = Paginator(queries.communities_of_county(code), COMMUNITIES_A_PAGE)
    return render(
        request,
        "website/county.html",
        {
            "programme": programme,
            "county": found,
            "label": label,
            "trail": trail,
            "metadata": [
                *metadata.county(label, address=metadata.absolute(request.path)),
                *metadata.breadcrumb(trail),
            ],
            "figures": queries.shown_figures(programme, today, county=code),
            "people": queries.mentors_of_county(programme, today, code),
            "consortia": queries.consortia_of_county(programme, code),
            "page": communities.get_page(request.GET.get("page")),
        },
    )


@door("core.public")
@kept(queries.edition)
def mentors(request: HttpRequest) -> HttpResponse:
    programme, today = programme_of(request), timezone.localdate()
    people = public_mentors(programme, today) if programme else []
    return render(
        request,
        "website/mentors.html",
        {"programme": programme, "today": today, "count": len(people), "groups": queries.by_county(people)},
    )


@door("core.public")
@kept(queries.edition)
def mentor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A mentor's own page, as far as they let themselves be shown; without leave to show the name there is none."""
    record = get_object_or_404(Mentor, pk=pk)
    programme = programme_of(request)
    person = public_mentor(record, programme, timezone.localdate()) if programme else None
    if person is None or not person.name:
        raise Http404
    trail = [
        (_("Who the mentors are"), reverse("website:mentors")),
        (person.county_name, reverse("website:county", args=[person.county])),
        (person.name, ""),
    ]
    return render(request, "website/mentor.html", {"person": person, "trail": trail, "no_more": ()})


@door("core.public")
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """One size of a picture. Its name holds what it was made of, so browsers may keep it for ever."""
    storage = storages["pictures"]
    try:
        with storage.open(name) as file:
            answer = HttpResponse(file.read(), content_type=guess_type(name)[0] or "application/octet-stream")
    except (OSError, SuspiciousOperation, ValueError) as error:
        raise Http404 from error
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@door("core.public", get=queries.document)
def document(request: HttpRequest, record: SiteDocument) -> HttpResponse:
    """The page of a document: what it is, who paid for it, and how to prove that it is unaltered."""
    said = metadata.document(record, address=metadata.absolute(request.path))
    return render(request, "website/document.html", {"document": record, "metadata": said})


@door("core.public")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Wagtail's own form for visitors stands at this address; the house has one sign-in."""
    return redirect_to_login(request.GET.get("next") or reverse("website:home"))
