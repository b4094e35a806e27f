"""References of an XForm (`/data/group/q`, `../q`) as paths of ours: from below the root, without prefixes and predicates."""

import re

PREDICATE = re.compile(r"\[[^\[\]]*\]")
CURRENT = re.compile(r"^current\(\)/")


class References:
    """Follows references of one form, whose root element is called `root`."""

    def __init__(self, root: str) -> None:
        self._root = root

    def path(self, reference: str | None, context: str = "") -> str | None:
        """The path a reference means, seen from `context`; None if it is no plain path."""
        if reference is None or not reference.strip():
            return None
        text = CURRENT.sub("./", reference.strip())
        for _ in range(5):
            shorter = PREDICATE.sub("", text)
            if shorter == text:
                break
            text = shorter
        if "(" in text or "[" in text:
            return None
        return self._absolute(text) if text.startswith("/") else self._relative(text, context)

    def _absolute(self, text: str) -> str:
        steps = [_bare(step) for step in text.split("/") if step.strip()]
        if steps and steps[0] == self._root:
            steps = steps[1:]
        return "/".join(steps)

    def _relative(self, text: str, context: str) -> str:
        steps = context.split("/") if context else []
        for step in text.split("/"):
            if step.strip() == "..":
                steps = steps[:-1]
            elif step.strip() not in ("", "."):
                steps.append(_bare(step))
        return "/".join(steps)


def _bare(step: str) -> str:
    return step.strip().rpartition(":")[2]
