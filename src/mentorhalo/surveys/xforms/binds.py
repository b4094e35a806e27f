"""What the model of an XForm says of its nodes: types, conditions, preloads, actions."""

from dataclasses import dataclass, field

from lxml import etree

from mentorhalo.surveys.xforms.references import References
from mentorhalo.surveys.xforms.safexml import local

TYPES = {
    "": "string",
    "string": "string",
    "int": "int",
    "integer": "int",
    "long": "int",
    "short": "int",
    "decimal": "decimal",
    "double": "decimal",
    "float": "decimal",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "datetime": "dateTime",
    "geopoint": "geopoint",
    "geotrace": "geotrace",
    "geoshape": "geoshape",
    "barcode": "barcode",
    "binary": "binary",
    "intent": "intent",
}
# Attributes of binds that are told apart; those with a prefix are parameters of the device.
PARAMETER_SPACES = ("http://www.opendatakit.org/xforms", "http://openrosa.org/xforms")


@dataclass
class Bind:
    """One node's bind, or an empty one."""

    identity: str = ""
    type: str = "string"
    relevant: str = ""
    required: str = ""
    required_message: str = ""
    constraint: str = ""
    constraint_message: str = ""
    calculate: str = ""
    readonly: str = ""
    preload: str = ""
    preload_parameter: str = ""
    saveto: str = ""
    parameters: dict[str, str] = field(default_factory=dict)


NAMES = {
    "id": "identity",
    "relevant": "relevant",
    "required": "required",
    "requiredMsg": "required_message",
    "constraint": "constraint",
    "constraintMsg": "constraint_message",
    "message": "constraint_message",
    "calculate": "calculate",
    "readonly": "readonly",
    "preload": "preload",
    "preloadParams": "preload_parameter",
    "saveto": "saveto",
}


def read_binds(model: etree._Element, references: References) -> dict[str, Bind]:
    """The binds by path; a bind inside another is seen from it."""
    binds: dict[str, Bind] = {}
    waiting = [(element, "") for element in reversed(model.findall("{*}bind"))]
    while waiting:
        element, context = waiting.pop()
        path = references.path(element.get("nodeset") or element.get("ref"), context)
        if path is not None:
            _fill(binds.setdefault(path, Bind()), element)
        inner = context if path is None else path
        waiting.extend((child, inner) for child in reversed(element.findall("{*}bind")))
    return binds


def type_of(written: str) -> str:
    """The type of a value without its prefix; unknown ones are text."""
    return TYPES.get(written.strip().rpartition(":")[2].lower(), "string")


def read_actions(document: etree._Element, references: References) -> dict[str, str]:
    """Path to the special action that fills it: start-geopoint, background-geopoint or background-audio."""
    found: dict[str, str] = {}
    for element in document.iter("{*}setgeopoint", "{*}recordaudio"):
        path = references.path(element.get("ref"))
        if path is None:
            continue
        if local(element) == "recordaudio":
            found[path] = "background-audio"
        elif "load" in (element.get("event") or ""):
            found[path] = "start-geopoint"
        else:
            found[path] = "background-geopoint"
    return found


def _fill(bind: Bind, element: etree._Element) -> None:
    for attribute, value in element.attrib.items():
        space, _, name = str(attribute).rpartition("}")
        if name == "type":
            bind.type = type_of(str(value))
        elif name in NAMES:
            setattr(bind, NAMES[name], str(value).strip())
        elif space[1:] in PARAMETER_SPACES:
            bind.parameters[name] = str(value)
