"""What an XForm is told before the sheets read it: what the engine would stumble over, said in a way it knows."""

import copy
import re
from collections.abc import Iterator

from lxml import etree

from mentorhalo.surveys.engine.lists import list_choices
from mentorhalo.surveys.engine.references import spell_references_out
from mentorhalo.surveys.engine.spelling import spell_expressions
from mentorhalo.surveys.engine.templates import write_templates
from mentorhalo.surveys.engine.trees import JAVAROSA, XFORMS, elements, steps, tag

LAST_SAVED = "jr://instance/last-saved"
TEXTS = "__texts"

_PLAIN_ID = re.compile(r"^[A-Za-z0-9._-]+$")
MOMENT = re.compile(r"^(\d{4}-\d\d-\d\dT)?\d\d:\d\d[\d:.]*(Z|[+-]\d\d:?\d\d)?$")
_ZONED = re.compile(r"(Z|[+-]\d\d:?\d\d)$")
_CALLED = "jr:itext("
# In these the sheets read `jr:itext` by themselves.
_SHOWN = {"ref", tag(JAVAROSA, "constraintMsg"), tag(JAVAROSA, "requiredMsg")}


def make_ready(form: etree._Element) -> None:
    """In place."""
    _name_controls_plainly(form)
    for output in elements(form, "//xf:output[@ref][not(@value)]"):
        output.set("value", output.attrib.pop("ref"))
    spell_references_out(form)
    write_templates(form)
    _name_instances_plainly(form)
    _fill_last_saved(form)
    _set_times(form)
    _look_texts_up(form)
    list_choices(form)
    spell_expressions(form)
    for bind in form.iter(tag(XFORMS, "bind")):
        _plain_property(bind)


def _name_controls_plainly(form: etree._Element) -> None:
    """Two kinds of text fields that the sheets leave out."""
    for control, appearance in (("secret", "masked"), ("textarea", "multiline")):
        for element in elements(form, f"h:body//xf:{control}"):
            element.tag = tag(XFORMS, "input")
            element.set("appearance", f"{element.get('appearance', '')} {appearance}".strip())


def _attributes(form: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    for element in form.iter(tag(XFORMS, "*"), tag("http://www.opendatakit.org/xforms", "*")):
        for name, value in element.attrib.items():
            yield element, str(name), str(value)


def _name_instances_plainly(form: etree._Element) -> None:
    """The engine finds `instance('…')` only where the id is of plain letters: lists of choices are named as people name them."""
    renamed: dict[str, str] = {}
    for instance in elements(form, "//xf:model/xf:instance[@id]"):
        name = instance.get("id", "")
        if not _PLAIN_ID.match(name):
            renamed[name] = f"list-{len(renamed) + 1}"
            instance.set("id", renamed[name])
    if not renamed:
        return
    called = re.compile(r"instance\(\s*(['\"])(" + "|".join(map(re.escape, renamed)) + r")\1\s*\)")
    for element, attribute, value in _attributes(form):
        fresh = called.sub(lambda found: f"instance('{renamed[found[2]]}')", value)
        if fresh != value:
            element.set(attribute, fresh)


def _fill_last_saved(form: etree._Element) -> None:
    """Nothing is remembered from one questionnaire to the next: the last saved one is an empty one."""
    for instance in elements(form, f"//xf:instance[@src='{LAST_SAVED}']"):
        del instance.attrib["src"]
        for child in list(instance):
            instance.remove(child)
        for root in elements(form, "(//xf:model/xf:instance)[1]/*[1]"):
            empty = copy.deepcopy(root)
            for leaf in empty.iter():
                if len(leaf) == 0:
                    leaf.text = None
            instance.append(empty)


def _set_times(form: etree._Element) -> None:
    """The engine refuses a time without a zone. Set as the form opens instead of standing in it, a default gets the device's."""
    model = elements(form, "//xf:model")[0]
    for action in elements(form, "//xf:setvalue[@value]"):
        # pyxform takes the sign of a zone for a calculation.
        if MOMENT.match(action.get("value", "")):
            action.set("value", f"'{action.get('value')}'")
    repeats = [repeat.get("nodeset", "").strip() for repeat in elements(form, "h:body//xf:repeat[@nodeset]")]
    for bind in elements(model, "xf:bind[@nodeset]"):
        if bind.get("type", "").rpartition(":")[2] not in ("time", "dateTime"):
            continue
        path = bind.get("nodeset", "").strip()
        leaves = [leaf for leaf in elements(model, f"xf:instance[1]{steps(path)}") if leaf.text]
        texts = {str(leaf.text).strip() for leaf in leaves}
        text = "".join(texts) if len(texts) == 1 else ""
        if not text or _ZONED.search(text):
            continue
        events = []
        # In a template alone there is nothing yet that could be set.
        if not all(elements(leaf, "ancestor::*[@jr:template]") for leaf in leaves):
            events.append("odk-instance-first-load")
        # Elsewhere the engine would set it again, over what was answered.
        if any(path.startswith(f"{repeat}/") for repeat in repeats):
            events.append("odk-new-repeat")
        for leaf in leaves:
            leaf.text = None
        etree.SubElement(model, tag(XFORMS, "setvalue"), ref=path, value=f"'{text}'", event=" ".join(events))


def _plain_property(bind: etree._Element) -> None:
    """`uri:deviceid` is no name that a path may hold; the property it speaks of is the same."""
    params = tag(JAVAROSA, "preloadParams")
    if bind.get(tag(JAVAROSA, "preload")) == "property":
        bind.set(params, bind.get(params, "").rpartition(":")[2])


def _look_texts_up(form: etree._Element) -> None:
    """`jr:itext(…)` inside a calculation: a function the engine lacks, so the texts become a list it can look into.

    In the form's own language, that what is calculated does not depend on the one shown.
    """
    found = False
    for element, attribute, value in list(_attributes(form)):
        is_shown = attribute in _SHOWN or (element.tag == tag(XFORMS, "output") and value.startswith(_CALLED))
        if _CALLED in value and not is_shown:
            found = True
            element.set(attribute, _without_itext(value))
    if found:
        _add_texts(form)


def _without_itext(expression: str) -> str:
    before, called, rest = expression.partition(_CALLED)
    if not called:
        return expression
    end = _closing(rest)
    looked_up = f"string(instance('{TEXTS}')/root/text[@id = {rest[:end].strip()}])"
    return f"{before}{looked_up}{_without_itext(rest[end + 1 :])}"


def _closing(text: str) -> int:
    """Where the bracket that was open before `text` closes."""
    depth = 1
    for at, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return at
    return len(text)


def _add_texts(form: etree._Element) -> None:
    translations = elements(form, "//xf:itext/xf:translation")
    default = [one for one in translations if one.get("default") is not None]
    instance = etree.SubElement(elements(form, "//xf:model")[0], tag(XFORMS, "instance"), id=TEXTS)
    root = etree.SubElement(instance, tag(XFORMS, "root"))
    for text in elements((default or translations)[0], "xf:text") if translations else []:
        value = next((one for one in elements(text, "xf:value") if one.get("form") in (None, "long")), None)
        if value is not None:
            entry = etree.SubElement(root, tag(XFORMS, "text"), id=text.get("id", ""))
            entry.text = "".join(str(part) for part in value.itertext())
