"""Questions that are read-only: always, or while something holds. The sheets know `true()` alone, the engine no condition."""

from lxml import etree

from mentorhalo.surveys.engine.trees import elements

ALWAYS = {"1", "true", "true()", "yes"}
NEVER = {"", "0", "false", "false()", "no"}


def conditions(form: etree._Element) -> dict[str, str]:
    """In place: what is always true is said in the way of the sheets. Conditions by the question's path."""
    found: dict[str, str] = {}
    for bind in elements(form, "//xf:model/xf:bind[@readonly]"):
        said = bind.get("readonly", "").strip()
        if said.lower() in ALWAYS:
            bind.set("readonly", "true()")
        elif said.lower() not in NEVER:
            found[bind.get("nodeset", "").strip()] = said
    return found


def lock(markup: etree._Element, locked: dict[str, str]) -> None:
    """In place: the first field of each such question says when it is locked."""
    questions = elements(markup, ".//*[contains(concat(' ', @class, ' '), ' question ')]") if locked else []
    for question in questions:
        field = next(iter(elements(question, ".//*[@name][not(@type='hidden')]")), None)
        if field is not None and field.get("name") in locked:
            field.set("data-locked-if", locked[str(field.get("name"))])
