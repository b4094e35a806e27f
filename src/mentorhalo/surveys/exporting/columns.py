"""The columns of one question: usually one; several for several choices, rankings and points."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..xforms.form import Placed
from ..xforms.nodes import Question, Texts
from .missing import missing_codes
from .naming import Names
from .privacy import TYPED_KINDS
from .variables import Holds, Measure, Variable

PLAIN = {
    "int": Holds.WHOLE,
    "decimal": Holds.REAL,
    "date": Holds.DAY,
    "dateTime": Holds.MOMENT,
    "time": Holds.CLOCK,
}
POINT = ("lat", "lon")
EXACT_POINT = ("lat", "lon", "alt", "acc")


def columns_of(
    placed: Placed,
    names: Names,
    *,
    versions: tuple[str, ...],
    siblings: Sequence[Placed] = (),
    is_full: bool = False,
    is_exact: bool = False,
    ending: str = "",
    identity: bool = False,
) -> tuple[Variable, ...]:
    """`siblings` are the same question in other versions: their codes stand behind its own."""
    question = placed.question
    codes = _codes([question, *(other.question for other in siblings)])
    whole = question.path.replace("/", "_")
    wishes = [whole] if is_full else [question.name, whole]
    holds = question.holds
    shared: dict[str, Any] = {
        "path": question.path,
        "key": question.key,
        "kind": question.kind,
        "labels": question.labels,
        "hints": question.hints,
        "versions": versions,
        "condition": _condition(placed),
        "is_identity": identity,
    }
    if ending:
        wishes = [f"{wish}_{ending}" for wish in wishes]
    if holds == "codes" and codes:
        is_rank = question.kind == "rank"
        return tuple(
            Variable(
                names.give(*wishes, ending=code),
                Holds.WHOLE if is_rank else Holds.FLAG,
                Measure.ORDINAL if is_rank else Measure.NOMINAL,
                part=code,
                part_labels=labels,
                **shared,
            )
            for code, labels in codes.items()
        )
    if holds == "geopoint":
        parts = EXACT_POINT if is_exact else POINT
        return tuple(
            Variable(names.give(*wishes, ending=part), Holds.REAL, Measure.SCALE, part=part, **shared)
            for part in parts
        )
    stored = PLAIN.get(holds, Holds.TEXT)
    return (
        Variable(
            names.give(*wishes),
            stored,
            _measure(question, stored, codes),
            codes=codes if holds == "code" else {},
            missing=tuple(
                dict.fromkeys(code for one in (placed, *siblings) for code in missing_codes(one.question))
            )
            if holds == "code"
            else (),
            is_free=question.kind in TYPED_KINDS
            or question.kind == "calculate"
            or holds in ("file", "codes"),
            is_file=holds == "file",
            **shared,
        ),
    )


def _codes(questions: Sequence[Question]) -> Mapping[str, Texts]:
    """Of all versions: labels of the newest where they say the same."""
    found: dict[str, Texts] = {}
    for question in questions:
        for choice in question.choices:
            found.setdefault(choice.value, choice.labels)
    return found


def _measure(question: Question, stored: Holds, codes: Mapping[str, Texts]) -> Measure:
    if stored is Holds.TEXT:
        scales = "likert" in question.appearance or question.parameters.get("measure") == "ordinal"
        return Measure.ORDINAL if codes and scales else Measure.NOMINAL
    return Measure.SCALE


def _condition(placed: Placed) -> str:
    conditions = [" ".join(text.split()) for text in placed.reached_if]
    return conditions[0] if len(conditions) == 1 else " and ".join(f"({text})" for text in conditions)
