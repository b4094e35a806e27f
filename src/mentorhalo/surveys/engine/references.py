"""References spelled out: the sheets join relative ones to what is around them as they stand, and the engine finds no `a/../b`."""

from lxml import etree

from mentorhalo.surveys.engine.trees import XFORMS, elements, tag
from mentorhalo.surveys.xforms.references import References

# What inside a control is seen from another place than the control itself.
_INNER = {tag(XFORMS, name) for name in ("itemset", "label", "hint", "value", "item", "output")}


def spell_references_out(form: etree._Element) -> None:
    """In place: of binds, of what the body shows and of what it does there."""
    root = etree.QName(elements(form, "(//xf:model/xf:instance)[1]/*[1]")[0]).localname
    references = References(root)
    for bind in elements(form, "//xf:model/xf:bind[@nodeset]"):
        _spell(bind, "nodeset", references, root, "")
    for body in elements(form, "h:body"):
        _spell_inside(body, references, root, "")


def _spell_inside(outer: etree._Element, references: References, root: str, context: str) -> None:
    for element in outer:
        if element.tag == tag(XFORMS, "itemset"):
            _spell_choices(element, references, root, context)
        if element.tag in _INNER:
            continue
        attribute = "nodeset" if element.get("nodeset") else "ref"
        _spell_inside(element, references, root, _spell(element, attribute, references, root, context))


def _spell_choices(itemset: etree._Element, references: References, root: str, context: str) -> None:
    """Where earlier answers are chosen from; not those of a repetition around the question, which only a relative path means."""
    start, bracket, filters = itemset.get("nodeset", "").strip().partition("[")
    path = references.path(start, context)
    if path is None or start.startswith("/"):
        return
    around = [repeat.get("nodeset", "").strip() for repeat in itemset.iterancestors(tag(XFORMS, "repeat"))]
    if not any(f"/{root}/{path}/".startswith(f"{repeat}/") for repeat in around):
        itemset.set("nodeset", f"/{root}/{path}{bracket}{filters}")


def _spell(element: etree._Element, attribute: str, references: References, root: str, context: str) -> str:
    """The path that is meant; `context` where nothing is."""
    reference = element.get(attribute, "").strip()
    path = references.path(reference, context)
    if path is None:
        return context
    if not reference.startswith("/"):
        element.set(attribute, f"/{root}/{path}")
    return path
