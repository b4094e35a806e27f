"""Who may open the public site: everybody. The content editor behind `/cms/` is walked as one: tests/test_access_walk.py."""

from mentorhalo.core.tests.access import PUBLIC, Access, Foreign, World
from mentorhalo.website.tests import factories


def picture_name(world: World) -> str:
    name: str = factories.a_picture().get_rendition("width-480|format-webp").file.name
    return name


def document_address() -> tuple[int, str]:
    document = factories.a_document()
    return document.pk, document.filename


EXPECTATIONS = {
    "website:home": Access(PUBLIC),
    "website:network": Access(PUBLIC),
    "website:county": Access(PUBLIC, kwargs=lambda world: {"code": world.county_group.county_id}),
    "website:mentors": Access(PUBLIC),
    "website:mentor": Access(PUBLIC, kwargs=lambda world: {"pk": world.mentors["mentor"].pk}),
    "website:document": Access(PUBLIC, kwargs=lambda world: {"pk": factories.a_document().pk}),
    "website:picture": Access(PUBLIC, kwargs=lambda world: {"name": picture_name(world)}),
    "website:news_feed": Access(PUBLIC, kwargs=lambda world: {"kind": "atom"}),
    "website:sitemaps": Access(PUBLIC),
    "website:sitemap": Access(PUBLIC, kwargs=lambda world: {"section": "places"}),
    "website:robots": Access(PUBLIC),
    "website:accessibility": Access(PUBLIC),
    "website:feedback": Access(PUBLIC),
    "website:sign_in": Access(PUBLIC, status=302),
    "wagtail_serve": Access(PUBLIC, kwargs=lambda world: {"path": f"{factories.a_content_page().slug}/"}),
    "wagtaildocs_serve": Foreign(200, 200, args=lambda world: document_address()),
    # Pages and documents behind a password or a sign-in of Wagtail's own are not used: there is nothing to open.
    "wagtailcore_authenticate_with_password": Foreign(404, 404, args=lambda world: (0, 0)),
    "wagtaildocs_authenticate_with_password": Foreign(404, 404, args=lambda world: (0,)),
    "wagtailcore_login": Foreign(302, 302),
}
