"""Who has the app, and who may send."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from mentorhalo.core.tests.access import INTERVIEWER, LEADERS, MENTOR, MENTORS, PUBLIC, Access, World

LOGGERS = MENTORS | LEADERS
USERS = LOGGERS | {INTERVIEWER}


def _nothing(world: World) -> Mapping[str, Any]:
    return {}


EXPECTATIONS = {
    "field:shell": Access(USERS),
    "field:worker": Access(PUBLIC),
    "field:manifest": Access(PUBLIC),
    "field:icon": Access(PUBLIC, kwargs=lambda world: {"name": "192"}),
    "field:state": Access(USERS),
    "field:settlements": Access(USERS),
    "field:form": Access({INTERVIEWER, MENTOR}, kwargs=lambda world: {"pk": world.instrument_version.pk}),
    "field:form_file": Access(USERS, kwargs=lambda world: {"pk": UUID(int=7)}, status=404),
    "field:returned": Access(USERS, kwargs=lambda world: {"pk": UUID(int=7)}, status=404),
    "field:returned_file": Access(
        USERS, kwargs=lambda world: {"pk": UUID(int=7), "file": UUID(int=8)}, status=404
    ),
    "field:send_entry": Access(LOGGERS, method="post", data=_nothing, status=503),
    "field:send_photo": Access(LOGGERS, method="post", data=_nothing, status=503),
    "field:send_attempt": Access(USERS, method="post", data=_nothing, status=503),
    "field:send_questionnaire": Access(USERS, method="post", data=_nothing, status=503),
    "field:send_practice": Access(LOGGERS, method="post", data=_nothing, status=503),
    "field:send_practice_photo": Access(LOGGERS, method="post", data=_nothing, status=503),
}
