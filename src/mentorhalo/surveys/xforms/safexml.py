"""XML from strangers: no document type, no entities, nothing fetched, bounded in size and depth, whole or refused."""

import re
import threading
from typing import Any

from lxml import etree
from lxml.etree import ErrorTypes

from mentorhalo.surveys.xforms.sentences import SENTENCES

LARGEST = 10_000_000
# The longest way to the root; libxml2 itself gives up at 256.
DEEPEST = 100

# What stands before the first element. A document type is looked for here alone, so that an answer may speak of one.
PROLOGUE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|<\?.*?\?>|<!--.*?-->)*+(?P<rest><!)?", re.DOTALL)


# What the parser says, in words that help who has to mend it.
FAULTS: dict[int, str] = {
    ErrorTypes.ERR_DOCUMENT_EMPTY: "xml-none",
    ErrorTypes.ERR_TAG_NOT_FINISHED: "xml-cut",
    ErrorTypes.ERR_GT_REQUIRED: "xml-cut",
    ErrorTypes.ERR_ATTRIBUTE_NOT_FINISHED: "xml-cut",
    ErrorTypes.ERR_CDATA_NOT_FINISHED: "xml-cut",
    ErrorTypes.ERR_TAG_NAME_MISMATCH: "xml-mismatch",
    ErrorTypes.ERR_DOCUMENT_END: "xml-goes-on",
    ErrorTypes.ERR_NAME_REQUIRED: "xml-sign",
    ErrorTypes.ERR_ENTITYREF_SEMICOL_MISSING: "xml-sign",
    ErrorTypes.ERR_LT_IN_ATTRIBUTE: "xml-sign",
    ErrorTypes.ERR_UNDECLARED_ENTITY: "xml-entity",
    ErrorTypes.ERR_INVALID_CHAR: "xml-char",
    ErrorTypes.ERR_INVALID_ENCODING: "xml-encoding",
    ErrorTypes.ERR_UNSUPPORTED_ENCODING: "xml-encoding",
    ErrorTypes.ERR_ATTRIBUTE_REDEFINED: "xml-attribute-twice",
    ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE: "xml-prefix",
    ErrorTypes.ERR_RESOURCE_LIMIT: "xml-deep",
}
# What the parser complains of is else but a consequence, where the last sign of all documents is missing.
WHOLE_AND_WRONG = {"xml-none", "xml-goes-on"}
BLANKS = b" \t\r\n\0"


class MalformedXml(Exception):
    """The bytes are not one whole, plain XML document. `SENTENCES[code]`, filled with `params`, says why; `reason` is that in English."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = {name: str(value) for name, value in params.items()}
        self.reason = SENTENCES[code].format_map(self.params)
        super().__init__(self.reason)


def parse_xml(data: bytes, limit: int = LARGEST) -> etree._Element:
    """The root of the document. Refuses anything that is cut, too large, too deep, or brings a document type."""
    if len(data) > limit:
        raise MalformedXml("file-too-large", limit=limit // 1_000_000)
    if not data.strip():
        raise MalformedXml("file-empty")
    if b"<!DOCTYPE" in data and _brings_doctype(data):
        raise MalformedXml("xml-doctype")
    try:
        root = etree.fromstring(data, _mine.parser)
    except etree.XMLSyntaxError as fault:
        raise _malformed(fault, data) from None
    except (ValueError, LookupError, AssertionError):
        raise MalformedXml("xml-none") from None
    if root is None:
        raise MalformedXml("xml-none")
    if root.getroottree().docinfo.internalDTD is not None:
        raise MalformedXml("xml-doctype")
    return root


def refuse_depth(root: etree._Element, deepest: int = DEEPEST) -> None:
    """Deep documents would exhaust whoever walks them by recursion."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > deepest:
            raise MalformedXml("xml-deep")


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


def _malformed(fault: etree.XMLSyntaxError, data: bytes) -> MalformedXml:
    code = FAULTS.get(getattr(fault, "code", 0), "xml-faulty")
    if code not in WHOLE_AND_WRONG and not data.rstrip(BLANKS).endswith(b">"):
        return MalformedXml("xml-cut", line=data.rstrip(BLANKS).count(b"\n") + 1)
    return MalformedXml(code, line=fault.lineno or 1)
