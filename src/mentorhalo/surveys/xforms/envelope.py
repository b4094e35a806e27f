"""What a server must know of a submission before it answers: of which form it is, and which one."""

from dataclasses import dataclass

from lxml import etree

from mentorhalo.surveys.xforms.safexml import LARGEST, parse_xml

# Namespaces that are no form's own.
COMMON = ("http://www.w3.org/2002/xforms", "http://openrosa.org/xforms", "http://www.w3.org/1999/xhtml")


@dataclass(frozen=True, slots=True)
class Envelope:
    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    instance_name: str = ""
    is_encrypted: bool = False


def read_envelope(xml: bytes, limit: int = LARGEST) -> Envelope:
    """The whole document is read: what is cut anywhere raises `MalformedXml`. Empty where the submission does not say."""
    return envelope_of(parse_xml(xml, limit))


def form_id_of(root: etree._Element) -> str:
    """The id, else the namespace of the root, as older forms have it; "" where neither says which form it is."""
    identity = (root.get("id") or "").strip()
    namespace = "" if identity else namespace_of(root)
    return identity or (namespace if namespace not in COMMON else "")


def namespace_of(element: etree._Element) -> str:
    tag = element.tag
    return tag[1 : tag.index("}")] if tag.startswith("{") else ""


def envelope_of(root: etree._Element) -> Envelope:
    meta: dict[str, str] = {}
    for block in root.iterchildren("{*}meta"):
        for child in block:
            meta[child.tag[child.tag.rfind("}") + 1 :]] = (child.text or "").strip()
    return Envelope(
        form_id=form_id_of(root),
        version=(root.get("version") or "").strip(),
        instance_id=meta.get("instanceID") or (root.get("instanceID") or "").strip(),
        deprecated_id=meta.get("deprecatedID", ""),
        instance_name=meta.get("instanceName", ""),
        is_encrypted=root.get("encrypted") == "yes",
    )
