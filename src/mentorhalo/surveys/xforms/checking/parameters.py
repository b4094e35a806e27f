"""Parameters of questions: pyxform refuses wrong ones, too, but of most does not say in which row."""

from collections.abc import Callable

from pyxform.errors import PyXFormError
from pyxform.parsing.parameters import parse
from pyxform.validators.pyxform.pyxform_reference import is_pyxform_reference

from mentorhalo.surveys.xforms.checking.findings import Findings
from mentorhalo.surveys.xforms.checking.outline import Item, Outline
from mentorhalo.surveys.xforms.checking.tables import Tables

TRUTHS = ("true", "false")
QUALITIES = ("voice-only", "low", "normal")
PRIORITIES = ("no-power", "low-power", "balanced", "high-accuracy")
SELECTS = ("select one", "select all that apply", "rank")
# What a parameter of a kind of question may be.
WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("audio", "quality"): (*QUALITIES, "external"),
    ("background-audio", "quality"): QUALITIES,
    ("audit", "track-changes"): TRUTHS,
    ("audit", "track-changes-reasons"): ("on-form-edit",),
    ("audit", "identify-user"): TRUTHS,
    ("audit", "location-priority"): PRIORITIES,
    **{(kind, "randomize"): TRUTHS for kind in SELECTS},
}
PLACE = ("location-priority", "location-min-interval", "location-max-age")


def check_parameters(tables: Tables, outline: Outline, findings: Findings) -> None:
    for item in outline.items:
        given = _given(item)
        if given:
            _Checker(item, given, tables.survey.header("parameters"), findings).check()


def _given(item: Item) -> dict[str, str]:
    """Nothing where they cannot be read: that is told by pyxform, with the row."""
    try:
        return parse(item.line.get("parameters"), item.line.row)
    except PyXFormError:
        return {}


class _Checker:
    def __init__(self, item: Item, given: dict[str, str], header: str, findings: Findings) -> None:
        self._item, self._given, self._header, self._findings = item, given, header, findings

    def check(self) -> None:
        kind = self._item.kind
        for name, text in self._given.items():
            words = WORDS.get((kind, name))
            if words and text not in words:
                self._refuse("parameter-word", name=name, text=text, known=", ".join(words))
        if kind in SELECTS:
            self._check_seed()
        elif kind == "audit":
            self._check_place()
        elif kind != "range":
            self._check_numbers(("max-pixels",), int, "parameter-whole")

    def _check_seed(self) -> None:
        seed = self._given.get("seed")
        if seed is None:
            return
        if "randomize" not in self._given:
            self._refuse("seed-alone")
        elif not is_pyxform_reference(seed) and not _reads(float, seed):
            self._refuse("seed-wrong", text=seed)

    def _check_place(self) -> None:
        asked = [name for name in PLACE if name in self._given]
        if not asked:
            return
        if len(asked) < len(PLACE):
            self._refuse("audit-place", names=", ".join(PLACE))
            return
        if self._check_numbers(PLACE[1:], _natural, "parameter-natural"):
            shortest, oldest = (int(self._given[name]) for name in PLACE[1:])
            if oldest < shortest:
                self._refuse("audit-age")

    def _check_numbers(self, names: tuple[str, ...], number: Callable[[str], float], code: str) -> bool:
        wrong = [name for name in names if name in self._given and not _reads(number, self._given[name])]
        for name in wrong:
            self._refuse(code, name=name, text=self._given[name])
        return not wrong

    def _refuse(self, code: str, **params: object) -> None:
        self._findings.refuse(code, "survey", self._item.line.row, self._header, **params)


def _natural(text: str) -> int:
    if int(text) < 0:
        raise ValueError(text)
    return int(text)


def _reads(number: Callable[[str], float], text: str) -> bool:
    try:
        number(text)
    except ValueError:
        return False
    return True
