"""Two texts beside each other: what stayed, what was taken out, what was put in. Shown by the element `difference`."""

import difflib
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A run of words in a comparison: what stayed, what was taken out, what was put in."""

    kind: str  # same | out | in
    text: str


def compared(before: str, after: str) -> list[Part]:
    """Word by word, what was taken out and what was put in."""
    old, new = _pieces(before), _pieces(after)
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    parts: list[Part] = []
    for deed, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if deed == "equal":
            parts.append(Part("same", "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            parts.append(Part("out", "".join(old[old_from:old_to])))
        if new_to > new_from:
            parts.append(Part("in", "".join(new[new_from:new_to])))
    return parts


def _pieces(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)
