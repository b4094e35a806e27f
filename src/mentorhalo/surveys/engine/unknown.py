"""Functions that browsers do not know: what calls one is left out, so that the rest of the form can be answered."""

from lxml import etree

from mentorhalo.surveys.engine.trees import JAVAROSA, XFORMS, elements, tag
from mentorhalo.surveys.xforms.xpaths import functions_of_phones, unknown_functions

_CONDITIONS = ("calculate", "relevant", "constraint", "required", "readonly")


def leave_unknown_out(form: etree._Element) -> list[str]:
    """In place; the functions' names. Nothing is calculated with them, and what hangs on them always applies."""
    found: dict[str, None] = {}
    for bind in elements(form, "//xf:model/xf:bind"):
        for name in _CONDITIONS:
            if _note(bind.get(name, ""), found):
                del bind.attrib[name]
    for output in elements(form, "//xf:output[@value]"):
        if _note(output.get("value", ""), found):
            output.set("value", "''")
    for itemset in form.iter(tag(XFORMS, "itemset")):
        if _note(itemset.get("nodeset", ""), found):
            itemset.set("nodeset", itemset.get("nodeset", "").partition("[")[0])
    for action in elements(form, "//xf:setvalue[@value]"):
        parent = action.getparent()
        if parent is not None and _note(action.get("value", ""), found):
            parent.remove(action)
    for repeat in elements(form, "//xf:repeat[@jr:count]"):
        if _note(repeat.get(tag(JAVAROSA, "count"), ""), found):
            del repeat.attrib[tag(JAVAROSA, "count")]
    return list(found)


def _note(expression: str, found: dict[str, None]) -> bool:
    strange = [*unknown_functions(expression), *functions_of_phones(expression)]
    found.update(dict.fromkeys(strange))
    return bool(strange)
