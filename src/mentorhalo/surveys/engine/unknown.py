"""What a browser cannot calculate is left out, so that the rest of the form can be answered: broken expressions, unknown functions."""

from collections.abc import Callable, Iterator

from lxml import etree

from mentorhalo.surveys.engine.before import MOMENT
from mentorhalo.surveys.engine.trees import JAVAROSA, XFORMS, elements, tag
from mentorhalo.surveys.xforms.xpaths import POINTER, fault_of, functions_of_phones, unknown_functions

_CONDITIONS = ("calculate", "relevant", "constraint", "required", "readonly")
_COUNT = tag(JAVAROSA, "count")
_HARMLESS = {"expression-long"}
NO_BREAK = "\N{NO-BREAK SPACE}"  # browsers take it for a space


def leave_broken_out(form: etree._Element) -> list[str]:
    """In place; the paths of those whose expressions nobody can read. Nothing is calculated, and what hangs on them always applies."""
    found: dict[str, None] = {}

    def is_broken(expression: str, path: str) -> bool:
        if MOMENT.match(expression):  # what pyxform takes for a calculation is put right later
            return False
        fault = fault_of(expression.replace(NO_BREAK, " "))
        if not POINTER.search(expression) and (fault is None or fault[0] in _HARMLESS):
            return False
        found[path] = None
        return True

    _leave_out(form, is_broken)
    return list(found)


def leave_unknown_out(form: etree._Element) -> list[str]:
    """In place; the functions' names. The same for what calls a function that browsers do not know."""
    found: dict[str, None] = {}

    def is_strange(expression: str, _path: str) -> bool:
        strange = [*unknown_functions(expression), *functions_of_phones(expression)]
        found.update(dict.fromkeys(strange))
        return bool(strange)

    _leave_out(form, is_strange)
    return list(found)


def _leave_out(form: etree._Element, is_meant: Callable[[str, str], bool]) -> None:
    for element, name in list(_expressions(form)):
        expression = element.get(name, "")
        if not expression.strip() or not is_meant(expression, _path_of(element)):
            continue
        parent = element.getparent()
        if element.tag == tag(XFORMS, "output"):
            element.set(name, "''")
        elif element.tag == tag(XFORMS, "itemset"):
            element.set(name, expression.partition("[")[0])
        elif element.tag == tag(XFORMS, "setvalue") and parent is not None:
            parent.remove(element)
        else:
            del element.attrib[name]


def _expressions(form: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Where they stand: an element and the name of its attribute."""
    for bind in elements(form, "//xf:model/xf:bind"):
        yield from ((bind, name) for name in _CONDITIONS)
    yield from ((output, "value") for output in elements(form, "//xf:output[@value]"))
    yield from ((itemset, "nodeset") for itemset in form.iter(tag(XFORMS, "itemset")))
    yield from ((action, "value") for action in elements(form, "//xf:setvalue[@value]"))
    yield from ((repeat, _COUNT) for repeat in elements(form, "//xf:repeat[@jr:count]"))


def _path_of(element: etree._Element) -> str:
    """Of the question that an expression belongs to; words that stand apart from theirs are called by it and a colon."""
    for one in (element, *element.iterancestors()):
        is_choices = one.tag == tag(XFORMS, "itemset")
        path = (
            ""
            if is_choices
            else one.get("ref", "") or one.get("nodeset", "") or one.get("id", "").partition(":")[0]
        )
        if path.startswith("/"):
            return path.strip()
    return ""
