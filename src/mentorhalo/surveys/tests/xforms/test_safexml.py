"""What is wrong with XML is told by code and line, for somebody who has to mend it."""

import pytest

from mentorhalo.surveys.xforms import MalformedXml, parse_xml


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "file-empty", ""),
        (b"<a>" + b"x" * 2_000_000, "file-too-large", ""),
        (b"Kiss", "xml-none", "1"),
        (b"<?xml version='1.0'?>", "xml-none", "1"),
        (b"<a>\n<b></b>", "xml-cut", "2"),
        (b"<a>\n</a", "xml-cut", "2"),
        (b"<a>\n<", "xml-cut", "2"),
        (b"<a>\n<b x='", "xml-cut", "2"),
        (b"<a>Kiss & Nagy\n", "xml-cut", "1"),
        (b"<a>\n<b></a>", "xml-mismatch", "2"),
        (b"<a/>\n<b/>", "xml-goes-on", "2"),
        (b"<a/>\nb", "xml-goes-on", "2"),
        (b"<a>\nKiss & Nagy</a>", "xml-sign", "2"),
        (b"<a>\n1 < 2</a>", "xml-sign", "2"),
        (b"<a\nb='<'/>", "xml-sign", "2"),
        (b"<a>\n&nbsp;</a>", "xml-entity", "2"),
        (b"<a>\n\x01</a>", "xml-char", "2"),
        (b"<a>\n\xe1</a>", "xml-encoding", "2"),
        (b"<a\nb='1' b='2'/>", "xml-attribute-twice", "2"),
        (b"<a>\n<b:c/></a>", "xml-prefix", "2"),
        (b"<!DOCTYPE a><a/>", "xml-doctype", ""),
        (b"<a>" * 300, "xml-deep", "1"),
        (b"<a>\n<b c=1/></a>", "xml-faulty", "2"),
        ("<a>\n<b></b>".encode("utf-16"), "xml-cut", "2"),
    ],
)
def test_fault_is_known_by_its_code_and_line(data: bytes, code: str, line: str) -> None:
    with pytest.raises(MalformedXml) as refused:
        parse_xml(data, limit=1_000_000)

    assert (refused.value.code, refused.value.params.get("line", "")) == (code, line)
    assert "{" not in refused.value.reason
