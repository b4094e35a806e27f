"""Where choices come from: lists in the form, files beside it, and the two older ways of asking such files."""

import copy
import re

from lxml import etree

from mentorhalo.surveys.engine.trees import XFORMS, elements, tag, words

EXTERNAL = "itemsets"

_INSTANCE = re.compile(r"instance\(\s*(['\"])(?P<id>.*?)\1\s*\)(?P<path>[^,)]*)")
_FILTER = re.compile(r"\[[^\[\]]*\]")
_ITEXT = re.compile(r"itext\(\s*(?P<node>[^)]+?)\s*\)")
_SEARCH = re.compile(r"search\((?P<arguments>.*)\)")
_ARGUMENT = re.compile(r"""\s*(?:'([^']*)'|"([^"]*)"|([^,]+?))\s*(?:,|$)""")
_NAME = re.compile(r"^[^\W\d][\w.-]*$")
_NUMBER = re.compile(r"^-?\d+$")


def list_choices(form: etree._Element) -> None:
    """In place."""
    for select in elements(
        form, "//h:body//*[self::xf:select or self::xf:select1][contains(@appearance, 'search(')]"
    ):
        _search(form, select)
    for field in elements(form, "//h:body//xf:input[@query]"):
        _query(form, field)
    instances = {instance.get("id"): instance for instance in elements(form, "//xf:model/xf:instance[@id]")}
    for itemset in form.iter(tag(XFORMS, "itemset")):
        _say_choices(itemset, instances)


def _search(form: etree._Element, select: etree._Element) -> None:
    """`search('file', 'contains', 'column', value)`: choices out of a table; the choice that is no number names its columns."""
    appearance = select.get("appearance", "")
    called = _SEARCH.search(appearance)
    if called is None:
        return
    asked = [
        (found[1] or found[2] or "", found[3] or "")
        for found in _ARGUMENT.finditer(called["arguments"])
        if found[0]
    ]
    written = elements(select, "xf:item")
    columns = [item for item in written if not _NUMBER.match(_value_of(item))]
    if not asked or not asked[0][0] or not columns:
        return
    name = asked[0][0].removesuffix(".csv")
    value = _value_of(columns[0])
    label = _label_of(form, columns[0]).split(",")[0].strip() or value
    nodeset = f"instance('{name}')/root/item{_filters(asked[1:])}"
    _want_file(form, name, f"jr://file-csv/{name}.csv")
    beside = _listed(form, [item for item in written if item not in columns], value, label)
    for item in written:
        select.remove(item)
    _add_itemset(select, f"{nodeset} | {beside}" if beside else nodeset, value, label)
    select.set("appearance", appearance.replace(called[0], " ").strip())


def _listed(form: etree._Element, items: list[etree._Element], value: str, label: str) -> str:
    """Choices that stand in the form beside those out of a table, as a list with the columns of the table; its path."""
    if not items or not (_NAME.match(value) and _NAME.match(label)):
        return ""
    instances = elements(form, "//xf:model/xf:instance")
    listed = etree.Element(tag(XFORMS, "instance"), id=f"beside-{len(instances)}")
    instances[-1].addnext(listed)
    root = etree.SubElement(listed, tag(XFORMS, "root"))
    for item in items:
        row = etree.SubElement(root, tag(XFORMS, "item"))
        etree.SubElement(row, tag(XFORMS, value)).text = _value_of(item)
        if label != value:
            etree.SubElement(row, tag(XFORMS, label)).text = _label_of(form, item)
    return f"instance('{listed.get('id')}')/root/item"


def _filters(asked: list[tuple[str, str]]) -> str:
    """As Collect reads it: how to compare, with which column, to what; then a column that must be equal."""
    filters = ""
    spoken = [literal for literal, _path in asked]
    values = [path or f"'{literal}'" for literal, path in asked]
    if len(asked) >= 3:
        compared = {
            "contains": "contains({0}, {1})",
            "startswith": "starts-with({0}, {1})",
            "endswith": "ends-with({0}, {1})",
            "matches": "{0} = {1}",
        }.get(spoken[0].lower(), "{0} = {1}")
        filters += f"[{compared.format(spoken[1], values[2])}]"
    if len(asked) >= 5:
        filters += f"[{spoken[3]} = {values[4]}]"
    return filters


def _query(form: etree._Element, field: etree._Element) -> None:
    """`select_one_external`: a text field that asks one list of the table `itemsets.csv`."""
    found = _INSTANCE.search(field.get("query", ""))
    if found is None:
        return
    query = field.attrib.pop("query")
    rest = str(query)[found.end("id") :].partition(")")[2]
    path, _bracket, condition = rest.partition("[")
    filters = f"[list_name = '{found['id']}']" + (f"[{condition}" if condition else "")
    _want_file(form, EXTERNAL, f"jr://file-csv/{EXTERNAL}.csv")
    field.tag = tag(XFORMS, "select1")
    field.set("appearance", f"{field.get('appearance', '')} minimal".strip())
    _add_itemset(field, f"instance('{EXTERNAL}'){path}{filters}", "name", "label")


def _add_itemset(select: etree._Element, nodeset: str, value: str, label: str) -> None:
    itemset = etree.SubElement(select, tag(XFORMS, "itemset"), nodeset=nodeset)
    etree.SubElement(itemset, tag(XFORMS, "value"), ref=value)
    etree.SubElement(itemset, tag(XFORMS, "label"), ref=label)


def _want_file(form: etree._Element, name: str, address: str) -> None:
    instances = elements(form, "//xf:model/xf:instance")
    if any(instance.get("id") == name for instance in instances):
        return
    wanted = etree.Element(tag(XFORMS, "instance"), id=name, src=address)
    instances[-1].addnext(wanted)


def _value_of(item: etree._Element) -> str:
    return next((words(value) for value in elements(item, "xf:value")), "")


def _label_of(form: etree._Element, item: etree._Element) -> str:
    label = next(iter(elements(item, "xf:label")), None)
    if label is None:
        return ""
    found = _ITEXT.search(label.get("ref", ""))
    if found is None:
        return words(label)
    text_id = found["node"].strip("'\"")
    texts = [
        text for text in elements(form, "//xf:itext/xf:translation/xf:text") if text.get("id") == text_id
    ]
    return words(texts[0]) if texts else ""


def _say_choices(itemset: etree._Element, instances: dict[str | None, etree._Element]) -> None:
    """The sheet wants the references as attributes, and beside them the text id of each item that may be chosen."""
    nodeset = itemset.get("nodeset", "")
    value = itemset.find(tag(XFORMS, "value"))
    label = itemset.find(tag(XFORMS, "label"))
    label_ref = "" if label is None else label.get("ref", "")
    found = _INSTANCE.search(nodeset)
    value_ref = "" if value is None else value.get("ref", "")
    itemset.set("valueRef", value_ref)
    itemset.set("labelRef", label_ref)
    if found is None:
        itemset.set("nodeset", _naming(nodeset, (value_ref, label_ref)))
    itemset.set("itextPath", found["id"] if found else "")
    by_text = _ITEXT.search(label_ref)
    instance = instances.get(found["id"]) if found else None
    if by_text is None or found is None or instance is None:
        return
    for item in _items(instance, found["path"]):
        for text_id in item.iterfind(f"{{*}}{by_text['node']}"):
            itemset.append(copy.copy(text_id))


def _naming(nodeset: str, references: tuple[str, str]) -> str:
    """Choices out of earlier answers: the engine reads them again where the path names what was answered."""
    names = dict.fromkeys(name for name in references if _NAME.match(name))
    return nodeset + "".join(f"[./{name} or true()]" for name in names)


def _items(instance: etree._Element, path: str) -> list[etree._Element]:
    steps = [step for step in _unfiltered(path).strip().strip("/").split("/") if step]
    found = [instance]
    for step in steps:
        name = step.rpartition(":")[2]
        found = [child for parent in found for child in parent.iterfind(f"{{*}}{name}")]
    return found


def _unfiltered(path: str) -> str:
    while True:
        shorter = _FILTER.sub("", path)
        if shorter == path:
            return path.partition("[")[0]
        path = shorter
