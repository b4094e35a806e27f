"""Who may open the public site: everybody."""

from mentorhalo.core.tests.access import PUBLIC, Access

EXPECTATIONS = {
    "website:home": Access(PUBLIC),
    "website:county": Access(PUBLIC, kwargs=lambda world: {"code": world.county_group.county_id}),
    "website:mentors": Access(PUBLIC),
    "website:mentor": Access(PUBLIC, kwargs=lambda world: {"pk": world.mentors["mentor"].pk}),
}
