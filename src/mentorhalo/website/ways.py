"""Where the addresses of the editors' pages lead: Wagtail asks at every step of the way, and the ways change seldom."""

from dataclasses import dataclass

from django.apps import apps
from django.http import HttpRequest
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from .models.pages import SitePage
from .unchanged import while_unchanged


@dataclass(frozen=True)
class Way:
    """An address of a site leads to this page."""

    site: Site
    model: str
    page: int


def lead(request: HttpRequest, path: str) -> None:
    """Tell Wagtail, where this is known, which page the request is for (`Page.route_for_request` begins by looking there).

    One query, for the page as it is now; where nothing is known yet, those of Wagtail.
    """
    way = while_unchanged(
        f"way {request.get_host()} {request.get_port()} {path}", lambda: _found(request, path)
    )
    if way is None or hasattr(request, "_wagtail_route_for_request"):
        return  # there is nothing, or Wagtail was asked just now
    request._wagtail_site = way.site  # type: ignore[attr-defined]
    pages = apps.get_model(way.model)._default_manager.select_related("locale")
    page = pages.filter(pk=way.page, live=True).first()
    if page is not None:
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]


def _found(request: HttpRequest, path: str) -> Way | None:
    route = Page.route_for_request(request, path)
    site = Site.find_for_request(request)
    if route is None or site is None or not isinstance(route.page, SitePage):
        return None
    return Way(site, route.page._meta.label, route.page.pk)
