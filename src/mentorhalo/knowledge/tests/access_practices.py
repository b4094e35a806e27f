from collections.abc import Callable, Mapping
from typing import Any

from mentorhalo.core.tests.access import (
    AUDITOR,
    EXPERT,
    GROUP_LEADER,
    LEADERS,
    MENTOR,
    MENTORS,
    OFFICE,
    PUBLIC,
    Access,
    Expectations,
    World,
)
from mentorhalo.knowledge.keys import adopter_key, consent_key, offer_key, owner_key

DESK = MENTORS | LEADERS | {OFFICE, AUDITOR, EXPERT}
VIEWERS = {MENTOR, GROUP_LEADER, OFFICE, AUDITOR, EXPERT}
CHECKERS = {GROUP_LEADER, OFFICE}


def _version(name: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"pk": getattr(world, name).pk}


def _public(world: World) -> Mapping[str, Any]:
    return {"code": world.public_practice.code}


def _public_version(world: World) -> Mapping[str, Any]:
    return {"pk": world.public_practice.public_version_id}


def _consent(world: World) -> Mapping[str, Any]:
    return {"key": consent_key(world.practice_consent)}


def _offer(world: World) -> Mapping[str, Any]:
    return {"key": offer_key(world.offered_practice)}


def _adopter(world: World) -> Mapping[str, Any]:
    return {"key": adopter_key(world.adoption)}


def _owner(world: World) -> Mapping[str, Any]:
    return {"key": owner_key(world.adoption)}


def _editor(world: World) -> Mapping[str, Any]:
    return {"pk": world.field_editor.pk}


def _criterion(world: World) -> Mapping[str, Any]:
    return {"code": world.criterion.pk}


def _wording(world: World) -> Mapping[str, Any]:
    return {"number": world.wording_to_come.pk}


def _nothing(_world: World) -> Mapping[str, Any]:
    return {}


EXPECTATIONS: Expectations = {
    "knowledge:practices": Access(PUBLIC, query="?staff=1&size=00500&q=mese"),
    "knowledge:practice": Access(PUBLIC, kwargs=_public),
    "knowledge:practice_card": Access(PUBLIC, kwargs=_public),
    "knowledge:offer": Access(PUBLIC),
    "knowledge:offer_sent": Access(PUBLIC),
    "knowledge:offered": Access(PUBLIC, kwargs=_offer),
    "knowledge:offered_deed": Access(PUBLIC, kwargs=_offer, method="post", data=_nothing),
    "knowledge:consent": Access(PUBLIC, kwargs=_consent),
    "knowledge:consent_mend": Access(PUBLIC, kwargs=_consent),
    "knowledge:consent_deed": Access(PUBLIC, kwargs=_consent, method="post", data=_nothing),
    "knowledge:adopt": Access(PUBLIC, kwargs=_public),
    "knowledge:adopt_sent": Access(PUBLIC, kwargs=_public),
    "knowledge:adopter": Access(PUBLIC, kwargs=_adopter),
    "knowledge:adopter_deed": Access(PUBLIC, kwargs=_adopter, method="post", data=_nothing),
    "knowledge:adoption_owner": Access(PUBLIC, kwargs=_owner),
    "knowledge:work_list": Access(DESK),
    "knowledge:practice_new": Access(MENTORS | LEADERS | {OFFICE}),
    "knowledge:editors": Access({OFFICE}),
    "knowledge:close_editor": Access({OFFICE}, kwargs=_editor, method="post", data=_nothing),
    "knowledge:practice_words": Access({OFFICE}),
    "knowledge:add_criterion": Access({OFFICE}),
    "knowledge:reword_criterion": Access({OFFICE}, kwargs=_criterion),
    "knowledge:retire_criterion": Access({OFFICE}, kwargs=_criterion, method="post", data=_nothing),
    "knowledge:add_term": Access({OFFICE}, kwargs=lambda _world: {"kind": "target"}),
    "knowledge:revise_term": Access({OFFICE}, kwargs=lambda _world: {"code": "children"}),
    "knowledge:add_band": Access({OFFICE}, kwargs=lambda _world: {"kind": "money"}),
    "knowledge:revise_band": Access({OFFICE}, kwargs=lambda _world: {"kind": "size", "code": "00500"}),
    "knowledge:word_consent": Access({OFFICE}),
    "knowledge:drop_wording": Access({OFFICE}, kwargs=_wording, method="post", data=_nothing),
    "knowledge:work": Access(VIEWERS, kwargs=_version("proposed_practice")),
    "knowledge:write": Access({MENTOR, OFFICE}, kwargs=_version("draft_practice")),
    "knowledge:translate": Access({MENTOR, OFFICE}, kwargs=_version("draft_practice"), query="?language=en"),
    "knowledge:compare": Access(VIEWERS, kwargs=_version("draft_practice"), status=404),
    "knowledge:propose": Access(
        {MENTOR, OFFICE}, kwargs=_version("draft_practice"), method="post", data=_nothing
    ),
    "knowledge:check": Access(CHECKERS, kwargs=_version("proposed_practice"), method="post", data=_nothing),
    "knowledge:ask_again": Access(CHECKERS, kwargs=lambda world: {"pk": world.practice_consent.version_id}),
    "knowledge:give_back": Access(CHECKERS, kwargs=_version("proposed_practice")),
    "knowledge:reject": Access(CHECKERS, kwargs=_version("proposed_practice")),
    "knowledge:duplicate": Access(CHECKERS, kwargs=_version("proposed_practice")),
    "knowledge:withdraw": Access({MENTOR, OFFICE}, kwargs=_version("proposed_practice")),
    "knowledge:variant": Access({OFFICE}, kwargs=_public_version),
    "knowledge:take": Access({EXPERT}, kwargs=_version("consented_practice"), method="post", data=_nothing),
    "knowledge:review": Access({EXPERT}, kwargs=_version("consented_practice")),
    "knowledge:publish": Access(
        {OFFICE, EXPERT}, kwargs=_version("accepted_practice"), method="post", data=_nothing
    ),
    "knowledge:take_down": Access({OFFICE}, kwargs=_public_version),
    "knowledge:renew": Access({MENTOR, GROUP_LEADER, OFFICE}, kwargs=_public, method="post", data=_nothing),
}
