"""Whether a question of two versions is one column: it may be asked in other words, but its codes must say the same."""

from rapidfuzz.fuzz import ratio

from ..xforms.comparison import ALIKE
from ..xforms.form import Placed, codes_of
from ..xforms.nodes import Question


def difference(old: Placed, new: Placed) -> str:
    """What keeps the two apart ("type", "repeat", or "code = was / is"); empty where they are the same."""
    was, now = old.question, new.question
    if [node.path for node in old.repeats] != [node.path for node in new.repeats]:
        return "repeat"
    if was.holds != now.holds:
        return "type"
    return _other_code(was, now)


def _other_code(was: Question, now: Question) -> str:
    before, after = codes_of(was), codes_of(now)
    for code in before.keys() & after.keys():
        for language in before[code].keys() & after[code].keys():
            first, second = before[code][language], after[code][language]
            if first and second and ratio(first.casefold(), second.casefold()) < ALIKE:
                return f"{code} = {first} / {second}"
    return ""
