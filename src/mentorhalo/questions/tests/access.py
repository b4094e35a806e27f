from mentorhalo.core.tests.access import PUBLIC, SIGNED_IN, Access, Expectations, World
from mentorhalo.questions.queries.own import key_of


def _published(world: World) -> dict[str, object]:
    return {"slug": world.published_question.slug}


def _own(world: World) -> dict[str, object]:
    """A guest's: whoever holds the link."""
    return {"key": key_of(world.question)}


EXPECTATIONS: Expectations = {
    "questions:public": Access(PUBLIC),
    "questions:feed": Access(PUBLIC),
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
}
