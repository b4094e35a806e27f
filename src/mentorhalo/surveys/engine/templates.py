"""Repetitions of forms made by hand: what a new one is copied from, as pyxform writes it beside the first one.

Phones take the first one for it where nothing is written. So does the engine, but it loses what is repeated inside it: an inner
repetition was shown only once it was added.
"""

import copy

from lxml import etree

from mentorhalo.surveys.engine.trees import JAVAROSA, elements, steps, tag

TEMPLATE = tag(JAVAROSA, "template")


def write_templates(form: etree._Element) -> None:
    """In place, in the model alone, for repetitions with others inside them."""
    paths = [repeat.get("nodeset", "").strip() for repeat in elements(form, "h:body//xf:repeat[@nodeset]")]
    for path in paths:
        inner = [one.removeprefix(f"{path}/") for one in paths if one.startswith(f"{path}/")]
        series = elements(form, f"(//xf:model/xf:instance)[1]{steps(path)}")
        if not inner or not series or any(_is_in_template(one) for one in series):
            continue
        template = copy.deepcopy(series[0])
        template.tail = None
        for name in inner:
            for repetition in elements(template, f".{steps(name)}"):
                _mark(repetition)
        template.set(TEMPLATE, "")
        series[0].addprevious(template)


def _mark(repetition: etree._Element) -> None:
    """The first of its series; in what is copied there are no others."""
    parent = repetition.getparent()
    if (
        parent is not None
        and next(repetition.itersiblings(str(repetition.tag), preceding=True), None) is not None
    ):
        parent.remove(repetition)
    else:
        repetition.set(TEMPLATE, "")


def _is_in_template(element: etree._Element) -> bool:
    return any(one.get(TEMPLATE) is not None for one in (element, *element.iterancestors()))
