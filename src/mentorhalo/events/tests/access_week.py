from mentorhalo.core.tests.access import (
    GROUP_LEADER,
    LEADERS,
    MENTOR,
    MENTORS,
    NETWORK,
    OFFICE,
    PUBLIC,
    Access,
    Expectations,
    World,
)
from mentorhalo.events.keys import invitation_key, joiner_key

CHECKERS = {GROUP_LEADER, OFFICE}


def _joiner(world: World) -> dict[str, object]:
    return {"pk": world.joiner.pk}


def _own(world: World) -> dict[str, object]:
    return {"key": joiner_key(world.joiner)}


def _own_programme(world: World) -> dict[str, object]:
    return {**_own(world), "pk": world.joiner.programmes.get().pk}


def _accepted(world: World) -> dict[str, object]:
    return {"key": joiner_key(world.joiner_accepted), "pk": world.joiner_accepted.programmes.get().pk}


def _poster(world: World) -> dict[str, object]:
    return {"pk": world.joiner_accepted.programmes.get().pk}


def _published(world: World) -> dict[str, object]:
    return {"pk": world.joiner_accepted.pk}


def _photo(world: World) -> dict[str, object]:
    """Nobody has looked at it yet."""
    return {"pk": world.week_photo.pk}


def _own_photo(world: World) -> dict[str, object]:
    return {"key": joiner_key(world.joiner_accepted), "pk": world.week_photo.pk}


def _nothing(_world: World) -> dict[str, object]:
    return {}


def _year(world: World) -> dict[str, object]:
    return {"year": world.edition.year}


WEEK: Expectations = {
    "events:week": Access(PUBLIC),
    "events:week_of": Access(PUBLIC, kwargs=_year),
    "events:week_join": Access(PUBLIC, kwargs=_year),
    "events:week_joined": Access(PUBLIC),
    "events:week_invited": Access(PUBLIC, kwargs=lambda world: {"key": invitation_key(world.invitation)}),
    "events:week_poster": Access(PUBLIC, kwargs=_poster),
    "events:week_picture": Access(PUBLIC, kwargs=_poster),
    "events:week_joiner": Access(PUBLIC, kwargs=_published),
    "events:week_joiner_picture": Access(PUBLIC, kwargs=_published),
    "events:week_own": Access(PUBLIC, kwargs=_own),
    "events:week_confirm": Access(PUBLIC, kwargs=_own, method="post", data=_nothing),
    "events:week_send": Access(PUBLIC, kwargs=_own, method="post", data=_nothing),
    "events:week_withdraw": Access(PUBLIC, kwargs=_own, method="post", data=_nothing),
    "events:week_add": Access(PUBLIC, kwargs=_own),
    "events:week_programme": Access(PUBLIC, kwargs=_own_programme),
    "events:week_copy": Access(PUBLIC, kwargs=_own_programme),
    "events:week_drop": Access(PUBLIC, kwargs=_own_programme, method="post", data=_nothing),
    "events:week_cancel": Access(PUBLIC, kwargs=_accepted),
    "events:week_report": Access(PUBLIC, kwargs=_accepted),
    "events:week_photos": Access(PUBLIC, kwargs=_accepted),
    "events:week_own_photo": Access(PUBLIC, kwargs=_own_photo),
    "events:week_own_photo_remove": Access(PUBLIC, kwargs=_own_photo, method="post", data=_nothing),
    "events:week_photo": Access(CHECKERS, kwargs=_photo),
    "events:week_photo_show": Access(CHECKERS, kwargs=_photo, method="post", data=_nothing),
    "events:week_photo_remove": Access(CHECKERS, kwargs=_photo, method="post", data=_nothing),
    "events:week_desk": Access(LEADERS | {OFFICE}),
    "events:week_check": Access(CHECKERS, kwargs=_joiner),
    "events:week_accept": Access(CHECKERS, kwargs=_joiner, method="post", data=_nothing),
    "events:week_return": Access(
        CHECKERS, kwargs=_joiner, method="post", data=lambda world: {"reason": "Hol?"}
    ),
    "events:week_name_mentor": Access(
        CHECKERS, kwargs=_joiner, method="post", data=lambda world: {"mentor": ""}
    ),
    "events:week_take_down": Access(CHECKERS, kwargs=_poster),
    "events:week_answer": Access(
        {MENTOR}, kwargs=_joiner, method="post", data=lambda world: {"answer": "yes"}
    ),
    "events:week_mine": Access(MENTORS | LEADERS),
    "events:week_invite": Access(MENTORS | LEADERS),
    "events:week_funnel": Access(NETWORK),
    "events:week_open": Access({OFFICE}),
    "events:week_revise": Access({OFFICE}, kwargs=lambda world: {"pk": world.edition.pk}),
}
