"""Lists of choices of an XForm: written at the question, in an instance of the form, or in a file beside it."""

import re

from lxml import etree

from mentorhalo.surveys.xforms.nodes import Choice, Itemset
from mentorhalo.surveys.xforms.safexml import local
from mentorhalo.surveys.xforms.texts import Itext, itext_identity, shown_by

INSTANCE_CALL = re.compile(r"""instance\(\s*(['"])(?P<id>.*?)\1\s*\)""")
RANDOMIZED = re.compile(r"^\s*randomize\(\s*(?P<nodeset>.*?)\s*(?:,[^\[\]]*)?\)\s*$", re.DOTALL)
SEARCHED = re.compile(r"""search\(\s*(['"])(?P<name>.+?)\1""")
PULLED = re.compile(r"""pulldata\(\s*(['"])(?P<name>.+?)\1""")
FILE_ADDRESS = re.compile(r"^jr://(?:file|file-csv|instance)/(?P<name>.+)$")
NUMBER = re.compile(r"-?\d+")
ITEMSETS_FILE = "itemsets.csv"


class Instances:
    """The secondary instances of one form."""

    def __init__(self, model: etree._Element, itext: Itext, language: str) -> None:
        self._itext = itext
        self._language = language
        self._items: dict[str, list[dict[str, str]]] = {}
        self._lists: dict[tuple[str, str, str], tuple[Choice, ...]] = {}
        self.files: dict[str, str] = {}
        for instance in model.findall("{*}instance")[1:]:
            self._read(instance)

    def itemset_of(self, element: etree._Element) -> Itemset:
        nodeset = (element.get("nodeset") or "").strip()
        shuffled = RANDOMIZED.match(nodeset)
        nodeset = shuffled["nodeset"] if shuffled else nodeset
        called = INSTANCE_CALL.search(nodeset)
        instance = called["id"] if called else ""
        file = self.files.get(instance, "")
        by_title = file.lower().endswith(".geojson")
        return Itemset(
            nodeset=nodeset,
            instance=instance,
            file=file,
            value=_reference(element.find("{*}value"), "id" if by_title else "name"),
            label=_reference(element.find("{*}label"), "title" if by_title else "label"),
            predicate=_first_predicate(nodeset),
            randomized=shuffled is not None,
        )

    def queried(self, nodeset: str) -> Itemset:
        """Choices of a text field that asks a table, as `select_one_external` makes it."""
        called = INSTANCE_CALL.search(nodeset)
        instance = called["id"] if called else ""
        return Itemset(nodeset.strip(), instance, ITEMSETS_FILE, predicate=_first_predicate(nodeset))

    def choices_of(self, itemset: Itemset) -> tuple[Choice, ...]:
        """Every choice of the list, whatever the predicate would leave; the same object for the same list."""
        key = (itemset.instance, itemset.value, itemset.label)
        if key not in self._lists:
            items = self._items.get(itemset.instance, [])
            self._lists[key] = tuple(self._choice(item, itemset) for item in items if itemset.value in item)
        return self._lists[key]

    def _choice(self, item: dict[str, str], itemset: Itemset) -> Choice:
        identity = itext_identity(itemset.label)
        columns = {name: text for name, text in item.items() if name not in (itemset.value, "itextId")}
        if identity is not None:
            shown = self._itext.shown(item.get(identity, ""))
            columns.pop(identity, None)
            return Choice(item[itemset.value], shown.labels, columns, shown.media)
        label = columns.pop(itemset.label, "")
        return Choice(item[itemset.value], {self._language: label} if label else {}, columns)

    def _read(self, instance: etree._Element) -> None:
        identity = instance.get("id") or ""
        found = FILE_ADDRESS.match(instance.get("src") or "")
        if found and found["name"] != "last-saved":
            self.files[identity] = found["name"]
        elif found is None:
            root = next(iter(instance), None)
            rows = [] if root is None else [{local(cell): _text(cell) for cell in row} for row in root]
            self._items[identity] = rows


def written_choices(control: etree._Element, itext: Itext, language: str) -> tuple[Choice, ...]:
    """Choices that stand at the question itself."""
    choices = []
    for item in control.iterfind("{*}item"):
        shown = shown_by(item.find("{*}label"), itext, language)
        value = item.find("{*}value")
        if value is not None:
            choices.append(Choice(_text(value), shown.labels, {}, shown.media))
    return tuple(choices)


def searched_choices(appearance: str, written: tuple[Choice, ...]) -> dict[str, object] | None:
    """Choices by `search()`: those written with a number are choices, another names the columns of the table."""
    files = files_called_in(appearance)
    if not files:
        return None
    named = next((choice for choice in written if not NUMBER.fullmatch(choice.value)), Choice("name"))
    label = next(iter(named.labels.values()), "label")
    itemset = Itemset(appearance.strip(), file=files[0], value=named.value, label=label)
    return {"itemset": itemset, "choices": tuple(choice for choice in written if choice is not named)}


def files_called_in(expression: str) -> list[str]:
    """The tables that `search()` and `pulldata()` of older forms look into."""
    names = [found["name"] for found in (*SEARCHED.finditer(expression), *PULLED.finditer(expression))]
    return [name if name.lower().endswith(".csv") else f"{name}.csv" for name in names if "/" not in name]


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()


def _reference(element: etree._Element | None, otherwise: str) -> str:
    reference = None if element is None else element.get("ref")
    return reference.strip() if reference and reference.strip() else otherwise


def _first_predicate(nodeset: str) -> str:
    start = nodeset.find("[")
    depth = 0
    for place in range(max(start, 0), len(nodeset)):
        depth += {"[": 1, "]": -1}.get(nodeset[place], 0)
        if start >= 0 and depth == 0:
            return nodeset[start + 1 : place].strip()
    return ""
