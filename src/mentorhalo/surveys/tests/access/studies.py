from mentorhalo.core.tests.access import (
    ADMINISTRATOR,
    AUDITOR,
    LEADERS,
    NETWORK,
    OFFICE,
    RESEARCHER,
    Access,
    Expectations,
    World,
)

KEEPERS = {RESEARCHER, OFFICE}
NAMERS = {RESEARCHER, ADMINISTRATOR}
READERS = NETWORK | KEEPERS | {ADMINISTRATOR}


def study(world: World) -> dict[str, object]:
    return {"pk": world.study.pk}


def wave(world: World) -> dict[str, object]:
    return {"pk": world.wave.pk}


EXPECTATIONS: Expectations = {
    "surveys:studies": Access(READERS),
    "surveys:found_study": Access(KEEPERS),
    "surveys:study": Access(READERS, kwargs=study),
    "surveys:revise_study": Access(KEEPERS, kwargs=study),
    "surveys:plan_wave": Access(KEEPERS, kwargs=study),
    "surveys:name_key_holder": Access(NAMERS, kwargs=study),
    "surveys:end_key_holder": Access(NAMERS, kwargs=lambda world: {"pk": world.key_holder.pk}),
    "surveys:wave": Access(LEADERS | KEEPERS | {AUDITOR}, kwargs=wave),
    "surveys:revise_wave": Access(KEEPERS, kwargs=wave),
    "surveys:open_wave": Access(KEEPERS, kwargs=wave, method="post", data=lambda world: {}),
    "surveys:close_wave": Access(KEEPERS, kwargs=wave),
}
