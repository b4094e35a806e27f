"""Any form, and any answers to it, for tests of properties."""

from typing import Any

from hypothesis import strategies as st

from mentorhalo.surveys.xforms import Form, Group, Node, Question, Repeat

# One kind of question for each way an answer is held.
KINDS = {
    "text": ("text", "string"),
    "integer": ("integer", "int"),
    "decimal": ("decimal", "decimal"),
    "select_one": ("select_one", "string"),
    "select_multiple": ("select_multiple", "string"),
    "rank": ("rank", "string"),
    "date": ("date", "date"),
    "time": ("time", "time"),
    "datetime": ("datetime", "dateTime"),
    "geopoint": ("geopoint", "geopoint"),
    "geotrace": ("geotrace", "geotrace"),
    "image": ("image", "binary"),
    "calculate": ("calculate", "string"),
}
NAMES = st.from_regex(r"[a-zA-Zőű_][a-zA-Z0-9_.\-]{0,6}", fullmatch=True).filter(lambda name: name != "meta")
CODES = st.from_regex(r"[a-z0-9_\-]{1,6}", fullmatch=True)


def _texts() -> st.SearchStrategy[str]:
    letters = st.characters(
        exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters="\ufffe\uffff"
    )
    return st.text(letters, min_size=1, max_size=30).filter(lambda text: not text.isspace())


def _moments() -> st.SearchStrategy[str]:
    return st.datetimes(timezones=st.just(None)).flatmap(
        lambda moment: st.sampled_from(["", "+00:00", "+01:00", "-05:30"]).map(
            lambda offset: _shown(moment.replace(microsecond=moment.microsecond // 1000 * 1000)) + offset
        )
    )


def _shown(moment: Any) -> str:
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")


def _points() -> st.SearchStrategy[list[float | None]]:
    real = st.floats(-1000, 1000, allow_nan=False).map(lambda number: round(number, 7))
    return st.tuples(
        st.floats(-90, 90).map(lambda number: round(number, 7)),
        st.floats(-180, 180).map(lambda number: round(number, 7)),
        st.none() | real,
        st.none() | real,
    ).map(lambda point: [*point[:3], None] if point[2] is None else list(point))


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": _texts(),
    "int": st.integers(-(10**18) + 1, 10**18 - 1),
    "decimal": st.floats(allow_nan=False, allow_infinity=False),
    "code": CODES,
    "codes": st.lists(CODES, min_size=1, max_size=4),
    "date": st.dates().map(lambda day: day.isoformat()),
    "time": st.times().map(lambda clock: _shown(clock.replace(microsecond=clock.microsecond // 1000 * 1000))),
    "dateTime": _moments(),
    "geopoint": _points(),
    "geolist": st.lists(_points(), min_size=1, max_size=4),
    "file": st.from_regex(r"[a-záű0-9 _\-]{1,10}\.(jpg|m4a)", fullmatch=True).map(str.strip),
}


@st.composite
def forms(draw: st.DrawFn) -> Form:
    return Form(form_id=draw(CODES), version=draw(CODES), nodes=_nodes(draw, "", "", 0))


def _nodes(draw: st.DrawFn, path: str, key: str, depth: int) -> tuple[Node, ...]:
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    return tuple(_node(draw, name, f"{path}{name}", f"{key}{name}", depth) for name in names)


def _node(draw: st.DrawFn, name: str, path: str, key: str, depth: int) -> Node:
    what = draw(st.sampled_from(["question", "question", "group", "repeat"] if depth < 3 else ["question"]))
    if what == "group":
        return Group(path, key, name, children=_nodes(draw, f"{path}/", f"{key}/", depth + 1))
    if what == "repeat":
        return Repeat(path, key, name, children=_nodes(draw, f"{path}/", "", depth + 1))
    kind, held = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    return Question(path, key, name, kind=kind, type=held)


@st.composite
def forms_with_answers(draw: st.DrawFn) -> tuple[Form, dict[str, Any]]:
    form = draw(forms())
    return form, _answers(draw, form.nodes)


def _answers(draw: st.DrawFn, nodes: tuple[Node, ...]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for node in nodes:
        if isinstance(node, Repeat):
            rounds = [_answers(draw, node.children) for _ in range(draw(st.integers(0, 2)))]
            if rounds:
                answers[node.key] = rounds
        elif isinstance(node, Group):
            answers.update(_answers(draw, node.children))
        elif isinstance(node, Question) and draw(st.booleans()):
            answers[node.key] = draw(VALUES[node.holds])
    return answers
