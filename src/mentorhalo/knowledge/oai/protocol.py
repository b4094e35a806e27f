"""The six verbs of OAI-PMH 2.0 and its errors, as XML. http://www.openarchives.org/OAI/openarchivesprotocol.html

Tried instead: `oaipmh` 4.0 answers a verb that is none, leaves out the closing empty resumption token, and counts its pages by
position, so that records are lost or given twice when others change in between.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.utils import timezone
from lxml import etree

from . import tokens
from .records import Asked, Record, count_of, earliest, record_named, records_after, sets

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
OAI_SCHEMA = f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
DC_XSD = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
NAMESPACES: Any = {None: OAI, "xsi": XSI}
PREFIX = "oai_dc"
PAGE = 50
NAME = "Mentorháló"
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z").fullmatch
DAY = re.compile(r"\d{4}-\d{2}-\d{2}").fullmatch
PREFIX_WORD = re.compile(r"[A-Za-z0-9\-_.!~*'()]+").fullmatch
SET_SPEC = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*").fullmatch
# What XML cannot hold.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# (needed, allowed) arguments of each verb; a resumption token stands alone.
VERBS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (
        frozenset({"metadataPrefix"}),
        frozenset({"from", "until", "set", "resumptionToken"}),
    ),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set", "resumptionToken"})),
}


class OaiError(Exception):
    """One of the errors of the protocol: `code` is its own, the message is for the harvester's keeper."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def answer(arguments: Mapping[str, list[str]], *, address: str, email: str) -> bytes:
    """The whole response to one request; `arguments` as they came, repeated ones too."""
    root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap=NAMESPACES)
    root.set(f"{{{XSI}}}schemaLocation", OAI_SCHEMA)
    _add(root, "responseDate", _written(timezone.now()))
    request = _add(root, "request", address)
    try:
        verb, said = _understood(arguments)
        for name, value in {"verb": verb, **said}.items():
            request.set(name, _writable(value))
        body = etree.Element(f"{{{OAI}}}{verb}", nsmap=NAMESPACES)
        _SPOKEN[verb](body, said, address, email)
        root.append(body)
    except OaiError as error:
        if error.code in ("badVerb", "badArgument"):
            request.attrib.clear()
        _add(root, "error", str(error)).set("code", error.code)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _understood(arguments: Mapping[str, list[str]]) -> tuple[str, dict[str, str]]:
    verbs = arguments.get("verb", [])
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise OaiError("badVerb", "The verb is missing, repeated or none of the six.")
    said = {name: values[0] for name, values in arguments.items() if name != "verb"}
    repeated = [name for name, values in arguments.items() if len(values) > 1]
    if repeated:
        raise OaiError("badArgument", f"Repeated: {', '.join(sorted(repeated))}.")
    needed, allowed = VERBS[verbs[0]]
    strange = set(said) - needed - allowed
    if strange:
        raise OaiError("badArgument", f"Not an argument of {verbs[0]}: {', '.join(sorted(strange))}.")
    if "resumptionToken" in said:
        if len(said) > 1:
            raise OaiError("badArgument", "A resumptionToken is the only argument.")
        return verbs[0], said
    missing = needed - set(said)
    if missing:
        raise OaiError("badArgument", f"Missing: {', '.join(sorted(missing))}.")
    if not PREFIX_WORD(said.get("metadataPrefix", PREFIX)):
        raise OaiError("badArgument", "This is no metadataPrefix.")
    return verbs[0], said


def _identify(body: etree._Element, _said: dict[str, str], address: str, email: str) -> None:
    _add(body, "repositoryName", NAME)
    _add(body, "baseURL", address)
    _add(body, "protocolVersion", "2.0")
    _add(body, "adminEmail", _address(email))
    _add(body, "earliestDatestamp", _written(earliest()))
    _add(body, "deletedRecord", "persistent")
    _add(body, "granularity", "YYYY-MM-DDThh:mm:ssZ")


def _list_formats(body: etree._Element, said: dict[str, str], _address: str, _email: str) -> None:
    if "identifier" in said:
        _found(said["identifier"])
    one = _add(body, "metadataFormat")
    _add(one, "metadataPrefix", PREFIX)
    _add(one, "schema", DC_XSD)
    _add(one, "metadataNamespace", OAI_DC)


def _list_sets(body: etree._Element, said: dict[str, str], _address: str, _email: str) -> None:
    if "resumptionToken" in said:
        raise OaiError("badResumptionToken", "The sets come in one piece.")
    for spec, name in sets():
        one = _add(body, "set")
        _add(one, "setSpec", spec)
        _add(one, "setName", name)


def _get_record(body: etree._Element, said: dict[str, str], _address: str, _email: str) -> None:
    record = _found(said["identifier"])
    _require_format(said["metadataPrefix"])
    _add_record(body, record)


def _list_identifiers(body: etree._Element, said: dict[str, str], _address: str, _email: str) -> None:
    _list(body, "ListIdentifiers", said, _add_header)


def _list_records(body: etree._Element, said: dict[str, str], _address: str, _email: str) -> None:
    _list(body, "ListRecords", said, _add_record)


_SPOKEN: Mapping[str, Callable[[etree._Element, dict[str, str], str, str], None]] = {
    "Identify": _identify,
    "ListMetadataFormats": _list_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list_identifiers,
    "ListRecords": _list_records,
}


def _list(
    body: etree._Element, verb: str, said: dict[str, str], add: Callable[[etree._Element, Record], None]
) -> None:
    """A page of the list; cut ones end with a token, the last page of a cut one with an empty token."""
    token = _token(verb, said)
    page = records_after(token.after, token.asked, PAGE + 1)
    if not page and not token.cursor:
        raise OaiError("noRecordsMatch", "Nothing matches.")
    shown = page[:PAGE]
    for record in shown:
        add(body, record)
    if len(page) > PAGE:
        cursor = token.cursor + len(shown)
        text = tokens.written(tokens.Token(verb, token.asked, shown[-1].key, cursor, token.size))
        _add_token(body, text, token)
    elif token.cursor:
        _add_token(body, "", token)


def _token(verb: str, said: dict[str, str]) -> tokens.Token:
    if "resumptionToken" in said:
        try:
            return tokens.read(said["resumptionToken"], verb)
        except tokens.BadToken:
            raise OaiError(
                "badResumptionToken", "This token is not ours, of another list, or too old."
            ) from None
    _require_format(said["metadataPrefix"])
    asked = _asked(said)
    return tokens.Token(verb, asked, "", 0, count_of(asked))


def _asked(said: dict[str, str]) -> Asked:
    since, until = said.get("from"), said.get("until")
    if since and until and len(since) != len(until):
        raise OaiError("badArgument", "“from” and “until” are of different granularity.")
    first = _moment(since, "from") if since is not None else None
    last = _moment(until, "until", is_end=True) if until is not None else None
    if first and last and first > last:
        raise OaiError("badArgument", "“from” is later than “until”.")
    spec = said.get("set", "")
    if "set" in said and not SET_SPEC(spec):
        raise OaiError("badArgument", "This is no setSpec.")
    return Asked(first, last, spec)


def _moment(text: str, name: str, *, is_end: bool = False) -> datetime:
    try:
        if MOMENT(text):
            return datetime.fromisoformat(text)
        if DAY(text):
            day = datetime.fromisoformat(text).replace(tzinfo=UTC)
            return day + timedelta(days=1, seconds=-1) if is_end else day
    except (ValueError, OverflowError):
        pass
    raise OaiError("badArgument", f"“{name}” is neither a day nor a moment in UTC.")


def _found(identifier: str) -> Record:
    record = record_named(identifier)
    if record is None:
        raise OaiError("idDoesNotExist", "There is no such record.")
    return record


def _require_format(prefix: str) -> None:
    if prefix != PREFIX:
        raise OaiError("cannotDisseminateFormat", f"Records are given in {PREFIX} alone.")


def _add_record(body: etree._Element, record: Record) -> None:
    one = _add(body, "record")
    _add_header(one, record)
    if record.is_deleted:
        return
    metadata = _add(one, "metadata")
    dc = etree.SubElement(metadata, f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC, "xsi": XSI})
    dc.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} {DC_XSD}")
    for name, values in record.dublin_core.items():
        for words, language in values:
            if not words:
                continue
            element = etree.SubElement(dc, f"{{{DC}}}{name}")
            element.text = _writable(words)
            if language:
                element.set(XML_LANG, language)


def _add_header(parent: etree._Element, record: Record) -> None:
    header = _add(parent, "header")
    if record.is_deleted:
        header.set("status", "deleted")
    _add(header, "identifier", record.identifier)
    _add(header, "datestamp", _written(record.changed_at))
    for spec in record.sets:
        _add(header, "setSpec", spec)


def _add_token(body: etree._Element, text: str, token: tokens.Token) -> None:
    element = _add(body, "resumptionToken", text)
    element.set("completeListSize", str(token.size))
    element.set("cursor", str(token.cursor))


def _add(parent: etree._Element, name: str, words: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{OAI}}}{name}")
    if words is not None:
        element.text = _writable(words)
    return element


def _address(email: str) -> str:
    """The address alone; a host without a dot is none for the schema."""
    found = parseaddr(email)[1] or "nobody@example.invalid"
    return found if "." in found.rpartition("@")[2] else f"{found}.invalid"


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _writable(words: str) -> str:
    return UNWRITABLE.sub("\ufffd", words)
