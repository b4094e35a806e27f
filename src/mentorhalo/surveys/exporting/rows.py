"""Answers become cells. What a version needs is looked up once; each row then costs little more than reading its keys."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from ..xforms.form import Form
from ..xforms.nodes import Group, Node, Repeat
from ..xforms.places import COARSE
from .layout import Columns, Edition, Plan
from .media.attached import FOLDER, Attached, Media, name_on_the_way_out
from .order import LABELS, Order
from .speech import said
from .variables import Sheet, Variable

type Answers = Mapping[str, Any]
type Cells = list[Any]
type Step = Callable[[Answers, Cells], None]

NOWHERE = "\0"  # a key that no answer has
PLACES = {"lat": 0, "lon": 1, "alt": 2, "acc": 3}
PSEUDONYM, ROW_WITHIN = 0, 2  # where rows say whose they are, and which one of a repeat


@dataclass(frozen=True, slots=True)
class RowMaker:
    """`keys` gives most cells; `steps` put right those that need more than being looked up."""

    keys: tuple[str, ...]
    steps: tuple[Step, ...]

    def __call__(self, before: Sequence[Any], answers: Answers) -> Cells:
        row = [*before, *map(answers.get, self.keys)]
        for step in self.steps:
            step(answers, row)
        return row


@dataclass(frozen=True, slots=True)
class Branch:
    """A repeat of one version: where its rows lie, into which table they go, and the repeats within."""

    key: str
    sheet: int | None
    make: RowMaker
    branches: tuple["Branch", ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads responses of one version."""

    make: RowMaker
    branches: tuple[Branch, ...]

    def rows(self, design: Sequence[Any], answers: Answers) -> Iterator[tuple[int, Cells]]:
        """(number of the table, cells): the response itself first, then the rows of its repeats."""
        yield 0, self.make(design, answers)
        if self.branches:
            yield from _rows_within(self.branches, answers, design[0], "")


def readers_of(plan: Plan, order: Order, media: Media | None = None) -> dict[Any, Reader]:
    """A reader for each version, by its id. `media` gets each file that a row names, as the row is made."""
    return {edition.id: _reader(plan, edition, order, media) for edition in plan.editions}


def without_misfits(answers: dict[str, Any], misfits: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """The answers without those that are not of their question's type."""
    for misfit in misfits:
        answers = _without(answers, misfit["path"], misfit["text"])
    return answers


def _without(answers: dict[str, Any], key: str, text: str) -> dict[str, Any]:
    if answers.get(key) == text:
        return {name: value for name, value in answers.items() if name != key}
    return {
        name: [_without(row, key.removeprefix(f"{name}/"), text) for row in value]
        if key.startswith(f"{name}/") and isinstance(value, list)
        else value
        for name, value in answers.items()
    }


def with_identities(answers: dict[str, Any], identities: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with those that lie apart put back in their places."""
    whole = dict(answers)
    for key, value in identities.items():
        there = whole.get(key)
        if _are_rows(value) and _are_rows(there):
            whole[key] = [{**row, **more} for row, more in zip(there or [], value, strict=False)]
        else:
            whole[key] = value
    return whole


def _are_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _rows_within(
    branches: Sequence[Branch], answers: Answers, response: str, parent: str
) -> Iterator[tuple[int, Cells]]:
    for branch in branches:
        for number, inner in enumerate(answers.get(branch.key) or (), start=1):
            row = f"{parent}.{number}" if parent else str(number)
            if branch.sheet is not None:
                yield branch.sheet, branch.make((response, parent or None, row), inner)
            yield from _rows_within(branch.branches, inner, response, row)


def _reader(plan: Plan, edition: Edition, order: Order, media: Media | None) -> Reader:
    numbers = {sheet.path: number for number, sheet in enumerate(plan.layout.sheets)}
    make = partial(_maker, plan, edition, order, media)
    return Reader(make(""), _branches(edition.form.nodes, numbers, make))


def _branches(
    nodes: Sequence[Node], numbers: Mapping[str, int], make: Callable[[str], RowMaker]
) -> tuple[Branch, ...]:
    found: list[Branch] = []
    for node in nodes:
        if isinstance(node, Repeat):
            inner = _branches(node.children, numbers, make)
            found.append(Branch(node.key, numbers.get(node.path), make(node.path), inner))
        elif isinstance(node, Group):
            found.extend(_branches(node.children, numbers, make))
    return tuple(found)


def _maker(plan: Plan, edition: Edition, order: Order, media: Media | None, path: str) -> RowMaker:
    columns: Columns = plan.columns[path]
    sheet = next((sheet for sheet in plan.layout.sheets if sheet.path == path), None)
    start = _width_before(sheet, columns)
    keys: list[str] = []
    steps: list[Step] = []
    for strand, variables in columns:
        stands = edition in strand.editions
        at = start + len(keys)
        step = _step(variables, at, order, edition.form) if stands else None
        if stands and media is not None and variables[0].is_file:
            step = partial(_put_file, media, at, variables[0].name, sheet.name if sheet and path else "")
        if step is not None:
            steps.append(step)
        keys.extend(NOWHERE if not stands or variable.part else variable.key for variable in variables)
    return RowMaker(tuple(keys), tuple(steps))


def _width_before(sheet: Sheet | None, columns: Columns) -> int:
    if sheet is None:
        return 0
    return len(sheet.variables) - sum(len(variables) for _strand, variables in columns)


def _step(variables: Sequence[Variable], at: int, order: Order, form: Form) -> Step | None:
    first = variables[0]
    if first.part:
        places = {variable.part: place for place, variable in enumerate(variables)}
        if first.part in PLACES and first.measure == "scale":
            decimals = None if order.identities else COARSE
            return partial(_put_point, first.key, at, len(variables), decimals)
        if first.kind == "rank":
            return partial(_put_ranks, first.key, at, places)
        return partial(_put_flags, first.key, at, places, [0] * len(variables))
    if first.codes and order.values == LABELS:
        labels = {
            code: said(texts, order.language, form.default_language) or code
            for code, texts in first.codes.items()
        }
        return partial(_put_label, at, labels)
    if first.kind in ("select_multiple", "rank"):
        return partial(_put_list, at)
    if first.path and first.holds == "text" and not first.codes:
        return partial(_put_text, at)
    return None


def _put_flags(
    key: str, at: int, places: Mapping[str, int], none: list[int], answers: Answers, row: Cells
) -> None:
    chosen = answers.get(key)
    if chosen is None:
        return
    row[at : at + len(none)] = none
    for code in chosen:
        place = places.get(code)
        if place is not None:
            row[at + place] = 1


def _put_ranks(key: str, at: int, places: Mapping[str, int], answers: Answers, row: Cells) -> None:
    for rank, code in enumerate(answers.get(key) or (), start=1):
        place = places.get(code)
        if place is not None:
            row[at + place] = rank


def _put_point(key: str, at: int, width: int, decimals: int | None, answers: Answers, row: Cells) -> None:
    point = answers.get(key)
    if not isinstance(point, list):
        return
    numbers = point[:width]
    if decimals is not None:
        numbers = [None if number is None else round(number, decimals) for number in numbers]
    row[at : at + len(numbers)] = numbers


def _put_label(at: int, labels: Mapping[str, str], _answers: Answers, row: Cells) -> None:
    code = row[at]
    if code is not None:
        row[at] = labels.get(code, code)


def _put_list(at: int, _answers: Answers, row: Cells) -> None:
    """Several choices from a list that the form does not hold: their codes with spaces, as they were sent."""
    if isinstance(row[at], list):
        row[at] = " ".join(row[at])


def _put_file(media: Media, at: int, column: str, table: str, _answers: Answers, row: Cells) -> None:
    """Where the file lies beside the tables; nothing where it did not come or cannot be given. `table` is that of a repeat."""
    sent = row[at]
    row[at] = None
    if isinstance(sent, Attached):
        name = name_on_the_way_out(sent, row[PSEUDONYM], column, table, row[ROW_WITHIN] if table else "")
        if media.give(sent, name):
            row[at] = f"{FOLDER}/{name}"


def _put_text(at: int, _answers: Answers, row: Cells) -> None:
    """Whatever else is no text (points of a line, say) as JSON would write it."""
    value = row[at]
    if value is not None and not isinstance(value, str):
        row[at] = _as_line(value) if isinstance(value, list) else str(value)


def _as_line(points: list[Any]) -> str:
    """Points as the form wrote them: `lat lon alt acc; …`."""
    return "; ".join(
        " ".join(str(number) for number in point if number is not None)
        if isinstance(point, list)
        else str(point)
        for point in points
    )
