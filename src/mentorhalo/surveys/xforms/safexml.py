"""XML from strangers: no document type, no entities, nothing fetched, bounded in size and depth, whole or refused."""

import re
import threading

from lxml import etree

LARGEST = 10_000_000
# The longest way to the root; libxml2 itself gives up at 256.
DEEPEST = 100

# What stands before the first element. A document type is looked for here alone, so that an answer may speak of one.
PROLOGUE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|<\?.*?\?>|<!--.*?-->)*+(?P<rest><!)?", re.DOTALL)


class MalformedXml(Exception):
    """The bytes are not one whole, plain XML document; `reason` says why, in English, for a technical eye."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse_xml(data: bytes, limit: int = LARGEST) -> etree._Element:
    """The root of the document. Refuses anything that is cut, too large, too deep, or brings a document type."""
    if len(data) > limit:
        raise MalformedXml(f"larger than {limit} bytes")
    if not data.strip():
        raise MalformedXml("empty")
    if b"<!DOCTYPE" in data and _brings_doctype(data):
        raise MalformedXml("document type not allowed")
    try:
        root = etree.fromstring(data, _mine.parser)
    except etree.XMLSyntaxError as fault:
        raise MalformedXml(_reason(fault)) from None
    except (ValueError, LookupError, AssertionError) as fault:
        raise MalformedXml(str(fault)[:200]) from None
    if root is None:
        raise MalformedXml("no element")
    if root.getroottree().docinfo.internalDTD is not None:
        raise MalformedXml("document type not allowed")
    return root


def refuse_depth(root: etree._Element, deepest: int = DEEPEST) -> None:
    """Deep documents would exhaust whoever walks them by recursion."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > deepest:
            raise MalformedXml(f"deeper than {deepest} elements")


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :]


def to_bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


class _Mine(threading.local):
    """One for each thread: threads that share one wait for each other, and a new one costs half of a short document."""

    def __init__(self) -> None:
        self.parser = _parser()


_mine = _Mine()


def _brings_doctype(data: bytes) -> bool:
    found = PROLOGUE.match(data)
    return found is not None and found["rest"] is not None


def _reason(fault: etree.XMLSyntaxError) -> str:
    return " ".join(str(fault.msg or fault).replace("(<string>", "").split())[:200]
