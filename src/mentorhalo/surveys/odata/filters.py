"""`$filter` on the columns of a row: comparisons and functions with and, or, not. What goes beyond is answered as not supported."""

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from ..exporting.variables import Holds
from ..serving.cells import Column, Value
from ..serving.problems import Problem
from .functions import FUNCTIONS, Function

LONGEST = 4_000
DEEPEST = 40

type Row = Sequence[Value]
type Predicate = Callable[[Row], bool]

TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>'(?:[^']|'')*')
    | (?P<moment>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+\- ]\d\d:\d\d))
    | (?P<day>\d{4}-\d\d-\d\d)(?![\w:])
    | (?P<clock>\d\d:\d\d(?::\d\d(?:\.\d+)?)?)
    | (?P<number>-?\d+(?:\.\d+)?(?:[eE][+\-]?\d+)?)(?!\w)
    | (?P<name>[A-Za-z_][\w.]*)
    | (?P<sign>[()/,:])
    )""",
    re.VERBOSE | re.ASCII,
)
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
NOT_SUPPORTED = frozenset({"has", "add", "sub", "mul", "div", "divby", "mod"})
CONSTANTS = {"null": None, "true": True, "false": False}
# What may be compared with what.
SORTS = {
    Holds.TEXT: "text",
    Holds.WHOLE: "number",
    Holds.FLAG: "number",
    Holds.REAL: "number",
    Holds.DAY: "day",
    Holds.MOMENT: "moment",
    Holds.CLOCK: "clock",
}


class Token(NamedTuple):
    sort: str
    text: str


@dataclass(frozen=True, slots=True)
class Operand:
    """A column, a value, or what a function makes of some; `sort` is "" for null."""

    sort: str
    value: Any = None
    place: int | None = None
    compute: Callable[[Row], Any] | None = None

    def of(self, row: Row) -> Any:
        if self.compute is not None:
            return self.compute(row)
        return self.value if self.place is None else row[self.place]


def read_filter(text: str, columns: Sequence[Column]) -> Predicate:
    """Raises `Problem`: what is no filter is not understood; what is one beyond comparisons is not supported."""
    if len(text) > LONGEST:
        raise not_understood(_("The filter is too long."))
    parser = _Parser(_tokens(text), columns)
    found = parser.any_of(0)
    parser.end()
    return found


def not_understood(detail: str) -> Problem:
    return Problem("not-understood", detail, parameter="$filter")


def not_supported(what: str) -> Problem:
    return Problem(
        "not-supported", _("“%(what)s” is not supported in a filter.") % {"what": what}, parameter="$filter"
    )


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise not_understood(
                _("The filter cannot be read from “%(rest)s” on.") % {"rest": text[at : at + 20].strip()}
            )
        found.append(Token(match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class _Parser:
    def __init__(self, tokens: list[Token], columns: Sequence[Column]) -> None:
        self._tokens, self._at = tokens, 0
        self._places = {column.name: place for place, column in enumerate(columns)}
        self._columns = columns

    def any_of(self, depth: int) -> Predicate:
        found = self._all_of(depth)
        while self._takes("or"):
            found = _either(found, self._all_of(depth))
        return found

    def end(self) -> None:
        if self._at < len(self._tokens):
            raise self._unexpected()

    def _all_of(self, depth: int) -> Predicate:
        found = self._one(depth)
        while self._takes("and"):
            found = _both(found, self._one(depth))
        return found

    def _one(self, depth: int) -> Predicate:
        _refuse_too_deep(depth)
        if self._takes("not"):
            found = self._one(depth + 1)
            return lambda row: not found(row)
        if self._takes("("):
            found = self.any_of(depth + 1)
            if not self._takes(")"):
                raise self._unexpected()
            return found
        return self._comparison(depth)

    def _comparison(self, depth: int) -> Predicate:
        left = self._operand(depth)
        following = self._peek()
        if following.text in NOT_SUPPORTED and following.sort == "name":
            raise not_supported(following.text)
        if self._takes("in"):
            several = self._several(depth)
            for one in several:
                _refuse_other_sorts(left, one)
            return lambda row: left.of(row) in [one.of(row) for one in several]
        if following.text not in COMPARISONS:
            if left.sort == "truth":
                return lambda row: left.of(row) is True
            raise self._unexpected()
        self._at += 1
        right = self._operand(depth)
        _refuse_other_sorts(left, right)
        return _compare(COMPARISONS[following.text], following.text, left, right)

    def _operand(self, depth: int) -> Operand:
        _refuse_too_deep(depth)
        token = self._peek()
        self._at += 1
        match token.sort:
            case "text":
                return Operand("text", token.text[1:-1].replace("''", "'"))
            case "number":
                return Operand(
                    "number", float(token.text) if set(".eE") & set(token.text) else int(token.text)
                )
            case "day" | "clock" | "moment":
                return Operand(token.sort, _moment(token))
            case "name":
                return self._named(token.text, depth)
        self._at -= 1
        raise self._unexpected()

    def _named(self, name: str, depth: int) -> Operand:
        following = self._peek()
        if following == Token("sign", "(") and name in FUNCTIONS:
            return self._called(name, FUNCTIONS[name], depth)
        if following.text in ("(", "/") and following.sort == "sign":
            raise not_supported(f"{name}{following.text}")
        if name in CONSTANTS:
            value = CONSTANTS[name]
            return Operand("" if value is None else "truth", value)
        if name not in self._places:
            raise not_understood(_("The table has no column “%(name)s”.") % {"name": name})
        place = self._places[name]
        return Operand(SORTS[self._columns[place].holds], place=place)

    def _called(self, name: str, function: Function, depth: int) -> Operand:
        given = self._several(depth)
        fits = len(given) == len(function.takes) and all(
            not one.sort or one.sort in sorts for one, sorts in zip(given, function.takes, strict=True)
        )
        if not fits:
            raise not_understood(_("“%(function)s” does not take these values.") % {"function": name})
        return Operand(function.gives, compute=lambda row: function.of(*(one.of(row) for one in given)))

    def _several(self, depth: int) -> list[Operand]:
        """What stands between brackets, with commas."""
        if not self._takes("("):
            raise self._unexpected()
        found: list[Operand] = []
        if self._takes(")"):
            return found
        while True:
            found.append(self._operand(depth + 1))
            if self._takes(")"):
                return found
            if not self._takes(","):
                raise self._unexpected()

    def _peek(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else Token("end", "")

    def _takes(self, word: str) -> bool:
        token = self._peek()
        if token.text == word and token.sort in ("name", "sign"):
            self._at += 1
            return True
        return False

    def _unexpected(self) -> Problem:
        token = self._peek()
        if token.sort == "end":
            return not_understood(_("The filter ends too early."))
        return not_understood(_("“%(word)s” is not expected there in the filter.") % {"word": token.text})


def _moment(token: Token) -> date | time | datetime:
    try:
        if token.sort == "day":
            return date.fromisoformat(token.text)
        if token.sort == "clock":
            return time.fromisoformat(token.text)
        moment = datetime.fromisoformat(token.text.replace(" ", "+"))
    except ValueError as fault:
        raise not_understood(_("There is no such day or time: %(text)s.") % {"text": token.text}) from fault
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _refuse_too_deep(depth: int) -> None:
    if depth > DEEPEST:
        raise not_understood(_("The filter has too many brackets within brackets."))


def _refuse_other_sorts(left: Operand, right: Operand) -> None:
    if left.sort and right.sort and left.sort != right.sort:
        raise not_understood(_("Values of different types are compared."))


def _either(one: Predicate, other: Predicate) -> Predicate:
    return lambda row: one(row) or other(row)


def _both(one: Predicate, other: Predicate) -> Predicate:
    return lambda row: one(row) and other(row)


def _compare(compare: Callable[[Any, Any], bool], word: str, left: Operand, right: Operand) -> Predicate:
    """Nothing is equal to nothing alone, and neither less nor more than anything."""
    if word in ("eq", "ne"):
        return lambda row: compare(left.of(row), right.of(row))

    def compared(row: Row) -> bool:
        one, other = left.of(row), right.of(row)
        return one is not None and other is not None and compare(one, other)

    return compared
