"""Which tables and columns an export has: the union of the versions, without what is left out, told apart where meanings differ."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from ..xforms.form import Form, Placed, flatten
from ..xforms.nodes import Repeat
from .columns import columns_of
from .design import design_variables, link_variables
from .meaning import difference
from .naming import Names
from .order import EXACT, FULL, Order
from .privacy import FILE, WITH_IDENTITIES, WITH_TEXTS, reasons
from .variables import Layout, Remark, Sheet, Variable


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of a questionnaire, as exports see it."""

    id: UUID
    label: str
    form: Form
    identity_keys: frozenset[str] = frozenset()


@dataclass(slots=True)
class Strand:
    """A question through the versions in which it means the same; the newest speaks for it."""

    placed: Placed
    editions: list[Edition]
    choices_from: list[Placed] = field(default_factory=list)
    apart: str = ""  # what keeps it apart from a newer one

    @property
    def sheet(self) -> str:
        repeats = self.placed.repeats
        return repeats[-1].path if repeats else ""


type Columns = list[tuple[Strand, tuple[Variable, ...]]]


@dataclass(frozen=True, slots=True)
class Plan:
    """A layout, with what reads answers into it: columns by table and version."""

    layout: Layout
    columns: dict[str, Columns]
    editions: tuple[Edition, ...]


def lay_out(editions: Sequence[Edition], order: Order) -> Plan:
    """`editions` from the oldest to the newest; there is at least one."""
    newest_first = tuple(reversed(editions))
    withheld = _withheld(newest_first, order)
    strands = list(_strands(newest_first, withheld))
    is_exact = order.times == EXACT or order.identities
    main_design = design_variables(is_exact=is_exact)
    repeats = _repeats(newest_first)
    names = {"": Names(variable.name for variable in main_design)}
    names |= {path: Names(variable.name for variable in link_variables()) for path in repeats}
    columns: dict[str, Columns] = {path: [] for path in names}
    remarks = list(_remarks(strands, newest_first))
    for strand in strands:
        made = columns_of(
            strand.placed,
            names[strand.sheet],
            versions=tuple(edition.label for edition in reversed(strand.editions)),
            siblings=strand.choices_from,
            is_full=order.names == FULL,
            is_exact=order.identities,
            ending=f"v{strand.editions[0].label}" if strand.apart else "",
            identity=any(strand.placed.question.path in edition.identity_keys for edition in editions),
        )
        columns[strand.sheet].append((strand, made))
    sheets = [Sheet("responses", "", (*main_design, *_inside(columns[""])))]
    sheet_names = Names(["responses"])
    for path, repeat in repeats.items():
        inner = _inside(columns[path])
        if inner:
            name = sheet_names.give(repeat.name, path)
            sheets.append(Sheet(name, path, (*link_variables(), *inner), repeat.labels))
    return Plan(Layout(tuple(sheets), tuple(remarks), withheld), columns, tuple(editions))


def languages_of(editions: Sequence[Edition]) -> list[str]:
    """Those of the newest version first."""
    return list(
        dict.fromkeys(name for edition in reversed(editions) for name in edition.form.languages if name)
    )


def _withheld(editions: Sequence[Edition], order: Order) -> dict[str, str]:
    """What is an identity in one version is one in all."""
    found: dict[str, str] = {}
    keys = frozenset().union(*(edition.identity_keys for edition in editions))
    for edition in editions:
        for path, reason in reasons(edition.form, keys).items():
            if not _is_wanted(reason, order):
                found.setdefault(path, reason)
    return found


def _is_wanted(reason: str, order: Order) -> bool:
    if reason in WITH_IDENTITIES:
        return order.identities
    if reason == FILE and order.files:
        return True
    return reason in WITH_TEXTS and (order.free_text or order.identities)


def _strands(editions: Sequence[Edition], withheld: Collection[str]) -> Iterator[Strand]:
    """In the order of the newest version; what only older ones asked stands behind."""
    found: dict[str, list[Strand]] = {}
    for edition in editions:
        for placed in flatten(edition.form):
            question = placed.question
            if question.kind == "note" or question.path in withheld:
                continue
            strands = found.setdefault(question.path, [])
            apart = ""
            for strand in strands:
                difference_here = difference(placed, strand.placed)
                if not difference_here:
                    strand.editions.append(edition)
                    strand.choices_from.append(placed)
                    break
                apart = apart or difference_here
            else:
                strands.append(Strand(placed, [edition], apart=apart))
    for strands in found.values():
        yield from strands


def _repeats(editions: Sequence[Edition]) -> dict[str, Repeat]:
    found: dict[str, Repeat] = {}
    for edition in editions:
        for node in edition.form.walk():
            if isinstance(node, Repeat):
                found.setdefault(node.path, node)
    return found


def _inside(columns: Columns) -> tuple[Variable, ...]:
    return tuple(variable for _strand, made in columns for variable in made)


def _remarks(strands: Sequence[Strand], editions: Sequence[Edition]) -> Iterator[Remark]:
    parted = {strand.placed.question.path for strand in strands if strand.apart}
    for strand in strands:
        path = strand.placed.question.path
        labels = ", ".join(edition.label for edition in reversed(strand.editions))
        if strand.apart:
            yield Remark("apart", path, labels, strand.apart)
        elif path not in parted and len(strand.editions) < len(editions):
            yield Remark("some-versions", path, labels)
