"""Scripts that read an export and declare its design: strata, settlements as clusters, weights."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from .headings import label_of, value_labels
from .order import Order
from .script_texts import PYTHON, SPSS, STATA, R
from .variables import Holds, Layout, Sheet, Variable


@dataclass(frozen=True, slots=True)
class Script:
    """`format` is that of the export it reads."""

    words: str
    ending: str
    format: str
    write: Callable[[Layout, Order], str]


def _r(layout: Layout, order: Order) -> str:
    texts = [variable.name for variable in layout.main.variables if _is_text(variable)]
    factors = "\n".join(
        f"data${variable.name} <- factor(data${variable.name}, levels = c({_listed(labels)}),"
        f"\n  labels = c({_listed(_distinct(labels.values()))}))"
        for variable, labels in _labelled(layout.main, order)
    )
    repeats = "\n".join(
        f'{sheet.name} <- read.csv("{sheet.name}.csv", encoding="UTF-8")' for sheet in layout.sheets[1:]
    )
    return R.format(texts=_listed(texts), factors=factors, repeats=repeats)


def _python(layout: Layout, order: Order) -> str:
    labels = {variable.name: labels for variable, labels in _labelled(layout.main, order)}
    questions = {variable.name: label_of(variable, order.language) for variable in layout.main.variables}
    return PYTHON.format(
        labels=_literal(labels),
        questions=_literal(questions),
        repeats=repr([sheet.name for sheet in layout.sheets[1:]]),
    )


def _stata(layout: Layout, _order: Order) -> str:
    merges = "\n".join(
        f'* merge 1:m response_id using "{sheet.name}.dta"'
        for sheet in layout.sheets[1:]
        if "/" not in sheet.path
    )
    return STATA.format(repeats=merges)


def _spss(layout: Layout, _order: Order) -> str:
    repeats = "\n".join(
        f"* MATCH FILES /TABLE=responses /FILE='{sheet.name}.sav' /BY response_id."
        for sheet in layout.sheets[1:]
    )
    return SPSS.format(repeats=repeats)


SCRIPTS: dict[str, Script] = {
    "r": Script("R", "R", "csv", _r),
    "python": Script("Python", "py", "csv", _python),
    "stata": Script("Stata", "do", "dta", _stata),
    "spss": Script("SPSS", "sps", "sav", _spss),
}


def _is_text(variable: Variable) -> bool:
    return variable.holds is Holds.TEXT


def _labelled(sheet: Sheet, order: Order) -> Iterator[tuple[Variable, dict[str, str]]]:
    for variable in sheet.variables:
        if variable.codes:
            yield variable, value_labels(variable, order.language)


def _distinct(labels: Iterable[str]) -> list[str]:
    """R takes no two levels of one name."""
    found: list[str] = []
    for label in labels:
        found.append(label if label not in found else f"{label} ({len(found) + 1})")
    return found


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(map(_quoted, texts))


def _quoted(text: str) -> str:
    """In double quotes, as R and Python read them alike."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{" ".join(escaped.split())}"'


def _literal(value: Mapping[str, str | Mapping[str, str]]) -> str:
    """A dictionary, an entry in each line."""
    lines = []
    for name, content in value.items():
        if isinstance(content, Mapping):
            inner = ", ".join(f"{_quoted(code)}: {_quoted(label)}" for code, label in content.items())
            lines.append(f"    {_quoted(name)}: {{{inner}}},")
        else:
            lines.append(f"    {_quoted(name)}: {_quoted(content)},")
    return "{\n" + "\n".join(lines) + "\n}"
