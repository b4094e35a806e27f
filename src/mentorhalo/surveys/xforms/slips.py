"""Expressions that can be calculated and yet mean something else than whoever wrote them."""

import re
from collections.abc import Iterator

from mentorhalo.surveys.xforms.functions import WORDS
from mentorhalo.surveys.xforms.xpaths import bare

# A name that is neither part of a path nor a function.
_ALONE = re.compile(r"(?<![\w./:@$-])([^\W\d][\w.-]*)(?!\s*(?:\(|:|/)|[\w.-])")
_DAY = re.compile(r"(?<![\w-])(\d{4}-\d{1,2}-\d{1,2})(?![\w-])")

type Slip = tuple[str, dict[str, str]]


def slips_in(text: str) -> Iterator[Slip]:
    """Code and parameters of each. Not for conditions on choices, whose columns stand alone."""
    rest = _without_predicates(bare(text))
    for name in dict.fromkeys(_ALONE.findall(rest)):
        if name not in WORDS:
            yield "text-unquoted", {"name": name}
    for day in dict.fromkeys(_DAY.findall(rest)):
        yield "date-unquoted", {"text": day}


def _without_predicates(text: str) -> str:
    kept, depth = [], 0
    for letter in text:
        depth += letter == "["
        kept.append(" " if depth else letter)
        depth -= letter == "]"
    return "".join(kept)
