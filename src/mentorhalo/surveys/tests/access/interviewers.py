from mentorhalo.core.tests.access import (
    ADMINISTRATOR,
    INTERVIEWER,
    LEADERS,
    OFFICE,
    RESEARCHER,
    Access,
    Expectations,
    World,
)

from .studies import study

MANAGERS = {RESEARCHER, OFFICE, ADMINISTRATOR}


def interviewer(world: World) -> dict[str, object]:
    return {"pk": world.interviewers[INTERVIEWER].pk}


EXPECTATIONS: Expectations = {
    "surveys:interviewers": Access(MANAGERS | LEADERS),
    "surveys:interviewer": Access(MANAGERS | {INTERVIEWER}, kwargs=interviewer),
    "surveys:enrol_interviewer": Access(MANAGERS, kwargs=study),
    "surveys:end_enrolment": Access(MANAGERS, kwargs=lambda world: {"pk": world.enrolment.pk}),
    "surveys:renew_device": Access(
        MANAGERS | {INTERVIEWER},
        kwargs=interviewer,
        method="post",
        data=lambda world: {},
        status=200,
        read=302,
    ),
    "surveys:shut_device": Access(
        MANAGERS | {INTERVIEWER}, kwargs=interviewer, method="post", data=lambda world: {}
    ),
}
