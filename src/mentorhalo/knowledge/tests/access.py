"""Who may open the addresses of the room; each part has its own file."""

from mentorhalo.core.tests.access import Expectations

from . import access_methods, access_photos, access_practices, access_projects, access_shelves

EXPECTATIONS: Expectations = {
    **access_practices.EXPECTATIONS,
    **access_photos.EXPECTATIONS,
    **access_methods.EXPECTATIONS,
    **access_projects.EXPECTATIONS,
    **access_shelves.EXPECTATIONS,
}
