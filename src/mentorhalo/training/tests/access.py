from mentorhalo.core.door_codes import code_at
from mentorhalo.core.tests.access import (
    AUDITOR,
    EDITOR,
    EXPERT,
    MENTOR,
    OFFICE,
    OTHER_MENTOR,
    PUBLIC,
    SIGNED_IN,
    Access,
    Expectations,
    World,
)
from mentorhalo.training.keys import playing_word

WORKERS = {EXPERT, EDITOR, OFFICE}


def of(name: str):
    """The record of this name in the world, by its key."""
    return lambda world: {"pk": getattr(world, f"training_{name}").pk}


def _here(world: World) -> dict[str, object]:
    return {"pk": world.training_now.pk, "code": code_at(world.training_now.pk, world.now)}


def _playing(world: World) -> dict[str, object]:
    return {"word": playing_word(world.training_package, None), "name": "lecke/kep.svg"}


def _nothing(_world: World) -> dict[str, object]:
    return {}


EXPECTATIONS: Expectations = {
    "training:courses": Access(PUBLIC),
    "training:course": Access(PUBLIC, kwargs=of("course")),
    "training:verify": Access(PUBLIC),
    "training:certificate_state": Access(
        PUBLIC, kwargs=lambda world: {"number": world.training_certificate.number}
    ),
    "training:issuer": Access(PUBLIC, kwargs=of("course")),
    "training:revocations": Access(PUBLIC, kwargs=of("course")),
    "training:mine": Access(SIGNED_IN),
    "training:apply": Access(SIGNED_IN, kwargs=of("cohort"), method="post", data=_nothing),
    "training:own": Access({MENTOR, EXPERT, OFFICE, AUDITOR}, kwargs=of("learner")),
    "training:withdraw": Access({MENTOR}, kwargs=of("learner"), method="post", data=_nothing),
    "training:name": Access(
        {MENTOR}, kwargs=of("learner"), method="post", data=lambda world: {"shown": "yes"}
    ),
    "training:diary": Access({MENTOR}, kwargs=of("learner")),
    "training:mark": Access({EXPERT, OFFICE}, kwargs=of("learner")),
    "training:certificate": Access({MENTOR, EXPERT, OFFICE, AUDITOR}, kwargs=of("learner")),
    "training:credential": Access({MENTOR, EXPERT, OFFICE, AUDITOR}, kwargs=of("learner")),
    "training:arrive": Access(SIGNED_IN, kwargs=_here),
    "training:read": Access({MENTOR, *WORKERS, OTHER_MENTOR}, kwargs=of("released")),
    "training:play": Access(PUBLIC, kwargs=_playing),
    "training:play_report": Access(
        PUBLIC,
        kwargs=lambda world: {"word": _playing(world)["word"]},
        method="post",
        status=400,
        data=_nothing,
    ),
    "training:file": Access(WORKERS, kwargs=of("material_draft")),
    "training:work": Access(SIGNED_IN),
    "training:sheet": Access({EXPERT, OFFICE}, kwargs=of("held")),
    "training:door": Access({EXPERT, OFFICE}, kwargs=of("now")),
    "training:hold": Access({EXPERT, OFFICE}, kwargs=of("now"), method="post", data=_nothing),
    "training:make_up": Access({EXPERT, OFFICE}, kwargs=of("held")),
    "training:begin": Access({EXPERT}, kwargs=of("module")),
    "training:material": Access(WORKERS, kwargs=lambda world: {"pk": world.training_released.material_id}),
    "training:write": Access({EXPERT}, kwargs=of("material_draft")),
    "training:hand_in": Access({EXPERT}, kwargs=of("material_draft")),
    "training:review": Access({EDITOR}, kwargs=of("in_review")),
    "training:next_material": Access({EXPERT}, kwargs=of("released"), method="post", data=_nothing),
    "training:release": Access({OFFICE}, kwargs=of("in_review"), method="post", data=_nothing),
    "training:retire": Access({OFFICE}, kwargs=of("released"), method="post", data=_nothing),
    "training:desk": Access({OFFICE}),
    "training:found": Access({OFFICE}),
    "training:version": Access({OFFICE}, kwargs=of("draft")),
    "training:rule": Access({OFFICE}, kwargs=of("draft")),
    "training:add_module": Access({OFFICE}, kwargs=of("draft")),
    "training:open_version": Access({OFFICE}, kwargs=of("draft"), method="post", data=_nothing),
    "training:next_version": Access({OFFICE}, kwargs=of("version"), method="post", data=_nothing),
    "training:plan_cohort": Access({OFFICE}, kwargs=of("version")),
    "training:module": Access({OFFICE}, kwargs=of("module")),
    "training:assign": Access({OFFICE}, kwargs=of("module")),
    "training:unassign": Access({OFFICE}, kwargs=of("assignment"), method="post", data=_nothing),
    "training:group": Access({OFFICE}, kwargs=of("cohort")),
    "training:move": Access(
        {OFFICE}, kwargs=of("cohort"), method="post", data=lambda world: {"state": "open"}
    ),
    "training:places": Access({OFFICE}, kwargs=of("cohort")),
    "training:enrol": Access({OFFICE}, kwargs=of("cohort")),
    "training:plan_session": Access({OFFICE}, kwargs=of("cohort")),
    "training:revise_session": Access({OFFICE}, kwargs=of("now")),
    "training:drop_session": Access({OFFICE}, kwargs=of("now"), method="post", data=_nothing),
    "training:decide": Access(
        {OFFICE}, kwargs=of("asked"), method="post", data=lambda world: {"deed": "admit"}
    ),
    "training:certify": Access({OFFICE}, kwargs=of("absent"), method="post", data=_nothing),
    "training:revoke": Access({OFFICE}, kwargs=of("learner")),
    "training:register": Access({OFFICE, AUDITOR}),
    "training:register_file": Access({OFFICE, AUDITOR}, kwargs=lambda world: {"kind": "csv"}),
}
