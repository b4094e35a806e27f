from collections.abc import Callable, Mapping
from typing import Any

from mentorhalo.core.tests.access import (
    AUDITOR,
    EXPERT,
    LEADERS,
    MENTORS,
    OFFICE,
    PUBLIC,
    REPRESENTATIVE,
    Access,
    Expectations,
    World,
)

APPLIES = MENTORS | LEADERS | {OFFICE, REPRESENTATIVE}
CARRIES_OUT = {OFFICE, REPRESENTATIVE}


def _of(name: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"pk": getattr(world, name).pk}


def _call(world: World) -> Mapping[str, Any]:
    return {"code": world.project_call.code}


def _nothing(_world: World) -> Mapping[str, Any]:
    return {}


EXPECTATIONS: Expectations = {
    "knowledge:projects": Access(PUBLIC),
    "knowledge:project": Access(PUBLIC, kwargs=lambda world: {"code": world.project_contracted.code}),
    "knowledge:project_call": Access(PUBLIC, kwargs=_call),
    "knowledge:projects_desk": Access(APPLIES | {EXPERT, AUDITOR}),
    "knowledge:suggest_project_partners": Access(APPLIES, query="?q=ház"),
    "knowledge:begin_call": Access({OFFICE}),
    "knowledge:edit_call": Access({OFFICE}, kwargs=_call),
    "knowledge:publish_call": Access({OFFICE}, kwargs=_call, method="post", data=_nothing),
    "knowledge:call_board": Access({OFFICE, AUDITOR}, kwargs=_call),
    "knowledge:apply": Access(APPLIES, kwargs=_call),
    "knowledge:application": Access(
        {REPRESENTATIVE, OFFICE, AUDITOR, EXPERT}, kwargs=_of("project_being_read")
    ),
    "knowledge:write_application": Access({REPRESENTATIVE}, kwargs=_of("project_draft")),
    "knowledge:application_partners": Access(
        {REPRESENTATIVE}, kwargs=_of("project_draft"), method="post", data=_nothing, status=200
    ),
    "knowledge:remove_application_partner": Access(
        {REPRESENTATIVE}, kwargs=_of("project_draft"), method="post", data=_nothing, status=200
    ),
    "knowledge:hand_in_application": Access(
        {REPRESENTATIVE}, kwargs=_of("project_draft"), method="post", data=_nothing
    ),
    "knowledge:withdraw_application": Access({REPRESENTATIVE}, kwargs=_of("project_handed_in")),
    "knowledge:ask_project_readers": Access({OFFICE}, kwargs=_of("project_handed_in")),
    "knowledge:ask_third_reader": Access({OFFICE}, kwargs=_of("project_disputed")),
    "knowledge:settle_by_talk": Access({OFFICE}, kwargs=_of("project_disputed")),
    "knowledge:read_application": Access({EXPERT, OFFICE}, kwargs=_of("project_being_read")),
    "knowledge:decide_application": Access({OFFICE}, kwargs=_of("project_read")),
    "knowledge:sign_contract": Access({OFFICE}, kwargs=_of("project_accepted")),
    "knowledge:add_milestone": Access(CARRIES_OUT, kwargs=_of("project_contracted")),
    "knowledge:record_spending": Access(CARRIES_OUT, kwargs=_of("project_contracted")),
    "knowledge:partner_leaves": Access(CARRIES_OUT, kwargs=_of("project_contracted")),
    "knowledge:project_report": Access(CARRIES_OUT, kwargs=_of("project_contracted")),
    "knowledge:return_report": Access({OFFICE}, kwargs=_of("project_reported")),
    "knowledge:complete_project": Access({OFFICE}, kwargs=_of("project_reported")),
    "knowledge:end_project": Access({OFFICE}, kwargs=_of("project_contracted")),
    "knowledge:complete_milestone": Access(CARRIES_OUT, kwargs=_of("milestone")),
    "knowledge:milestone_proof": Access(
        CARRIES_OUT | {AUDITOR, EXPERT}, kwargs=_of("project_milestone_done")
    ),
}
