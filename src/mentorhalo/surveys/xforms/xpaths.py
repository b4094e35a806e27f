"""Expressions of forms (XPath): can they be calculated, and do their functions exist? Nothing is calculated here."""

import re
from typing import Any

from lxml import etree

from mentorhalo.surveys.xforms.functions import FUNCTIONS, OF_PHONES

# A reference of a workbook, `${name}`; in its place any path will do.
POINTER = re.compile(r"\$\{[^{}]*\}")
LITERAL = re.compile(r"\"[^\"]*\"|'[^']*'")
CALL = re.compile(r"(?<![\w./:\-])([A-Za-z][\w.:\-]*)\s*\(")
# A call of regex, and the pattern that is written out in it; what is matched may hold calls without arguments of their own.
PATTERN = re.compile(
    r"(?<![\w./:\-])regex\s*\((?:[^()]|\([^()]*\))*?,\s*(?:'(?P<one>[^']*)'|\"(?P<two>[^\"]*)\")\s*\)"
)
# Operators of other languages.
STRANGE = (
    ("==", "="),
    ("<>", "!="),
    ("&&", "and"),
    ("||", "or"),
    ("≥", ">="),
    ("≤", "<="),
    ("≠", "!="),
    ("=>", ">="),
    ("=<", "<="),
    (" AND ", "and"),
    (" OR ", "or"),
    (" és ", "and"),
    (" vagy ", "or"),
    (";", ","),
    ("„", "'"),
    ("»", "'"),
    ("«", "'"),
)
DECIMAL_COMMA = re.compile(r"\d,\d")
IF = re.compile(r"(?<![\w./:\-])if\s*\(")
PAIRS = {")": "(", "]": "["}
LONGEST = 20_000


def fault_of(text: str) -> tuple[str, dict[str, Any]] | None:
    """What keeps a text from being an expression: code and parameters; None if nothing does."""
    if len(text) > LONGEST:
        return "expression-long", {"limit": str(LONGEST)}
    rest = bare(text)
    for strange, instead in STRANGE:
        if strange in rest:
            return "operator-strange", {"found": strange, "instead": instead}
    if "'" in rest.replace("''", "") or '"' in rest:
        return "quote-open", {"text": shortened(text)}
    unpaired = _unpaired(rest)
    if unpaired is not None:
        return unpaired, {"text": shortened(text)}
    try:
        etree.XPath(POINTER.sub(" /x ", text))
    except (etree.XPathError, ValueError):
        code = "number-comma" if DECIMAL_COMMA.search(rest) else "expression-wrong"
        return code, {"text": shortened(text)}
    if any(_parts(rest, found.end()) != 3 for found in IF.finditer(rest)):
        return "if-parts", {"text": shortened(text)}
    return None


def bare(text: str) -> str:
    """An expression without what its texts say and which questions it speaks of."""
    return LITERAL.sub("''", POINTER.sub(" /x ", text))


def _parts(text: str, start: int) -> int:
    """Of the call whose bracket was opened before `start`."""
    depth, parts = 0, 1
    for letter in text[start:]:
        if letter in ")]" and depth == 0:
            break
        depth += (letter in "([") - (letter in ")]")
        parts += letter == "," and depth == 0
    return parts


def _called(text: str) -> list[str]:
    """The functions that an expression calls, each once."""
    return list(dict.fromkeys(CALL.findall(bare(text))))


def unknown_functions(text: str) -> list[str]:
    return [name for name in _called(text) if name not in FUNCTIONS]


def functions_of_phones(text: str) -> list[str]:
    """Those that browsers do not know."""
    return [name for name in _called(text) if name in OF_PHONES]


def loose_patterns(text: str) -> list[str]:
    """Patterns of `regex` without an end: phones hold them against the whole answer, browsers against any part of it."""
    found = [match["one"] or match["two"] or "" for match in PATTERN.finditer(text)]
    patterns = dict.fromkeys(found)
    return [one for one in patterns if not (one.startswith(("^", ".*")) and one.endswith(("$", ".*")))]


def _unpaired(bare: str) -> str | None:
    waiting: list[str] = []
    for sign in bare:
        if sign in "([":
            waiting.append(sign)
        elif sign in PAIRS and (not waiting or waiting.pop() != PAIRS[sign]):
            return "bracket-closed"
    return "bracket-open" if waiting else None


def shortened(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:117]}…"
