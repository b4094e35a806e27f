"""What stands above a column, and the words of a variable in one language."""

from .order import LABELS, Order
from .speech import said
from .variables import Sheet, Variable


def label_of(variable: Variable, language: str, default: str = "") -> str:
    """The question; for a column of an option also the option."""
    question = said(variable.labels, language, default) or variable.name
    option = said(variable.part_labels, language, default) if variable.part else ""
    if variable.part and not option:
        option = variable.part
    text = f"{question} – {option}" if option else question
    return " ".join(text.split())


def headings(sheet: Sheet, order: Order) -> list[str]:
    """Names, or labels; a label that stands above two columns gets the name behind it."""
    if order.headings != LABELS:
        return list(sheet.names)
    labels = [label_of(variable, order.language) for variable in sheet.variables]
    return [
        label if labels.count(label) == 1 else f"{label} ({variable.name})"
        for label, variable in zip(labels, sheet.variables, strict=True)
    ]


def value_labels(variable: Variable, language: str) -> dict[str, str]:
    return {code: said(texts, language) or code for code, texts in variable.codes.items()}
