"""What is left out of a pseudonymised export, and why: a question is free, an exact place, or says who or what sent it."""

import re
from collections.abc import Collection, Iterator

from ..xforms.form import Form, Placed, flatten
from ..xforms.nodes import METADATA_KINDS, Question
from ..xforms.references import References

IDENTITY = "identity"
FREE = "free"
PLACE = "place"
DEVICE = "device"
FILE = "file"
COMPUTED = "computed"
DESIGN = "design"

# Stand among the design columns already.
IN_DESIGN = frozenset({"start", "end", "start-geopoint"})
# What an order for free texts brings along, and what only one for identities does.
WITH_TEXTS = frozenset({FREE, FILE, COMPUTED})
WITH_IDENTITIES = frozenset({IDENTITY, PLACE, DEVICE})
TYPED_KINDS = frozenset({"text", "barcode", "hidden"})
# Looks something up, perhaps a person, in a list that we do not see.
LOOKS_UP = re.compile(r"\b(pulldata|instance|indexed-repeat)\s*\(")
REFERENCE = re.compile(r"(?:\.\.|/)[\w./:\-]*[\w]")


def reasons(form: Form, identity_keys: Collection[str]) -> dict[str, str]:
    """Path to reason, of every question that does not simply stay."""
    found: dict[str, str] = {}
    placed = flatten(form)
    for one in placed:
        if reason := _plain_reason(one, identity_keys):
            found[one.question.path] = reason
    references = References(form.root)
    changed = True
    while changed:  # a computation may use a computation that stands below it
        changed = False
        for one in placed:
            question = one.question
            if question.path in found or question.holds != "text" or not question.calculate:
                continue
            if reason := _computed_reason(question, found, references):
                found[question.path] = reason
                changed = True
    return found


def _plain_reason(placed: Placed, identity_keys: Collection[str]) -> str:
    question = placed.question
    if question.path in identity_keys:
        return IDENTITY
    if question.kind in IN_DESIGN:
        return DESIGN
    if question.kind == "background-geopoint" or question.holds == "geolist":
        return PLACE
    if question.holds == "file":
        return FILE
    if question.kind in METADATA_KINDS and question.kind != "today":
        return DEVICE
    if question.kind in TYPED_KINDS and question.holds == "text" and not question.calculate:
        return FREE
    # A choice among what was typed earlier: its codes are those texts.
    itemset = question.itemset
    if itemset is not None and not question.choices and not (itemset.instance or itemset.file):
        return FREE
    return ""


def _computed_reason(question: Question, found: dict[str, str], references: References) -> str:
    """What is computed from an identity is one; from what was typed, it may say the same."""
    used = {
        reason
        for path in _mentioned(question, references)
        for other, reason in found.items()
        if other == path or other.startswith(f"{path}/")
    }
    if used & WITH_IDENTITIES:
        return IDENTITY
    return COMPUTED if used & WITH_TEXTS or LOOKS_UP.search(question.calculate) else ""


def _mentioned(question: Question, references: References) -> Iterator[str]:
    for text in REFERENCE.findall(question.calculate):
        path = references.path(text, question.path)
        if path:
            yield path
