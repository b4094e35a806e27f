from mentorhalo.core.tests.access import (
    EXPERT,
    GROUP_LEADER,
    LEADERS,
    OFFICE,
    PUBLIC,
    SIGNED_IN,
    Access,
    Expectations,
    World,
)
from mentorhalo.questions.queries.own import key_of
from mentorhalo.questions.queries.steps import key_of_guest


def _published(world: World) -> dict[str, object]:
    return {"slug": world.published_question.slug}


def _own(world: World) -> dict[str, object]:
    """A guest's: whoever holds the link."""
    return {"key": key_of(world.question)}


def _assigned(world: World) -> dict[str, object]:
    return {"pk": world.assigned_question.pk}


def _answered(world: World) -> dict[str, object]:
    return {"pk": world.answered_question.pk}


def _read(world: World) -> dict[str, object]:
    return {"pk": world.read_question.pk}


def _step(world: World) -> dict[str, object]:
    return {"pk": world.step.pk}


def _message(world: World) -> dict[str, object]:
    return {"pk": world.message.pk}


def _invited(world: World) -> dict[str, object]:
    return {"key": key_of_guest(world.guest)}


def _nothing(_world: World) -> dict[str, object]:
    return {}


HANDLERS = {GROUP_LEADER, OFFICE}  # of the world's own group
WORKERS = {*HANDLERS, EXPERT}

DESK: Expectations = {
    "questions:desk": Access(LEADERS | {OFFICE, EXPERT}),
    "questions:to_confirm": Access(LEADERS | {OFFICE, EXPERT}),
    "questions:desk_experts": Access(LEADERS | {OFFICE}),
    "questions:open_expert": Access({OFFICE}),
    "questions:my_profile": Access({EXPERT}, status=302),
    "questions:revise_expert": Access({OFFICE, EXPERT}, kwargs=lambda world: {"pk": world.expert.pk}),
    "questions:close_expert": Access(
        {OFFICE}, kwargs=lambda world: {"pk": world.expert.pk}, method="post", data=_nothing
    ),
    "questions:hide": Access(HANDLERS, kwargs=_message),
    "questions:unhide": Access(HANDLERS, kwargs=_message, method="post", data=_nothing),
    "questions:step": Access(WORKERS, kwargs=_step),
    "questions:arrange_step": Access(WORKERS, kwargs=_step),
    "questions:invite": Access(WORKERS, kwargs=_step),
    "questions:hold_step": Access(WORKERS, kwargs=_step),
    "questions:call_off_step": Access(WORKERS, kwargs=_step),
    "questions:step_calendar": Access(WORKERS, kwargs=_step),
    "questions:desk_question": Access(WORKERS, kwargs=_assigned),
    "questions:note": Access(WORKERS, kwargs=_assigned, method="post", data=lambda world: {"text": "Szia."}),
    "questions:sort": Access(HANDLERS, kwargs=_assigned),
    "questions:assign": Access(HANDLERS, kwargs=_assigned),
    "questions:reject": Access(HANDLERS, kwargs=_assigned),
    "questions:ask_back": Access(WORKERS, kwargs=_assigned),
    "questions:go_on": Access(WORKERS, kwargs=_assigned, method="post", data=_nothing),
    "questions:hand_back": Access({EXPERT}, kwargs=_assigned),
    "questions:answer": Access({EXPERT}, kwargs=_assigned),
    "questions:redact": Access(WORKERS, kwargs=_answered),
    "questions:ask_reader": Access(WORKERS, kwargs=_answered),
    "questions:read": Access({OFFICE}, kwargs=_read),
    "questions:publish": Access(HANDLERS, kwargs=_read, method="post", data=_nothing),
    "questions:keep_private": Access(HANDLERS, kwargs=_read, method="post", data=_nothing),
    "questions:ask_leave": Access(HANDLERS, kwargs=_read, method="post", data=_nothing),
    "questions:unpublish": Access(HANDLERS, kwargs=_read),
    "questions:open_again": Access(WORKERS, kwargs=_read),
    "questions:confirm_answer": Access(WORKERS, kwargs=_read, method="post", data=_nothing),
    "questions:offer_step": Access(WORKERS, kwargs=_answered),
    "questions:invitation": Access(PUBLIC, kwargs=_invited),
    "questions:answer_invitation": Access(
        PUBLIC, kwargs=_invited, method="post", data=lambda world: {"coming": "yes"}
    ),
    "questions:invitation_calendar": Access(PUBLIC, kwargs=_invited),
}

EXPECTATIONS: Expectations = {
    "questions:public": Access(PUBLIC),
    "questions:feed": Access(PUBLIC),
    "questions:feed_as": Access(PUBLIC, kwargs=lambda world: {"kind": "rss"}),
    "questions:experts": Access(PUBLIC),
    "questions:expert": Access(PUBLIC, kwargs=lambda world: {"pk": world.expert.pk}),
    "questions:public_question": Access(PUBLIC, kwargs=_published),
    "questions:vote": Access(PUBLIC, kwargs=_published, method="post", data=lambda world: {"useful": "yes"}),
    "questions:ask": Access(PUBLIC),
    "questions:similar": Access(PUBLIC, query="?title=egyesület"),
    "questions:asked": Access(PUBLIC),
    "questions:mine": Access(SIGNED_IN),
    "questions:own": Access(PUBLIC, kwargs=_own),
    "questions:confirm": Access(PUBLIC, kwargs=_own, method="post", data=lambda world: {}),
    "questions:word": Access(PUBLIC, kwargs=_own, method="post", data=lambda world: {"text": "Még valami."}),
    "questions:leave": Access(PUBLIC, kwargs=_own, method="post", data=lambda world: {"may_publish": "no"}),
    "questions:withdraw": Access(PUBLIC, kwargs=_own, method="post", data=lambda world: {}),
    "questions:erase": Access(PUBLIC, kwargs=_own, method="post", data=lambda world: {}),
    "questions:judge": Access(PUBLIC, kwargs=_own, method="post", data=lambda world: {"useful": "yes"}),
    **DESK,
}
