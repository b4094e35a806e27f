"""Reading XML of others without danger, and finding one's way in an XForm."""

from collections.abc import Mapping
from typing import cast

from lxml import etree

from mentorhalo.surveys.wording import fault_told
from mentorhalo.surveys.xforms import MalformedXml, parse_xml

XFORMS = "http://www.w3.org/2002/xforms"
OPENROSA = "http://openrosa.org/xforms"
JAVAROSA = "http://openrosa.org/javarosa"
XHTML = "http://www.w3.org/1999/xhtml"
LARGEST = 50_000_000  # a data set of a whole country
PREFIXES: Mapping[str, str] = {"xf": XFORMS, "orx": OPENROSA, "jr": JAVAROSA, "h": XHTML}


class NotXml(Exception):
    """This is no XML that we read; says why."""


def read(content: bytes) -> etree._Element:
    """Without entities, document types, comments; nothing is fetched."""
    try:
        return parse_xml(content, LARGEST)
    except MalformedXml as fault:
        raise NotXml(fault_told(fault)) from fault


def tag(namespace: str, name: str) -> str:
    return f"{{{namespace}}}{name}"


def elements(root: etree._Element, path: str) -> list[etree._Element]:
    """What an XPath that selects elements finds, in the order of the document."""
    return cast("list[etree._Element]", root.xpath(path, namespaces=dict(PREFIXES)))


def steps(path: str) -> str:
    """To what a path of the form names, whatever namespace its elements are in."""
    return "".join(f"/*[local-name()='{step.rpartition(':')[2]}']" for step in path.split("/") if step)


def words(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext()).strip()


def take(element: etree._Element, attribute: str) -> str:
    """The attribute's value, which is there no more; "" where it was not."""
    value = element.get(attribute)
    if value is None:
        return ""
    del element.attrib[attribute]
    return str(value)
