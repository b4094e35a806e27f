"""Papers: tagged, in the language of their words, with the house's own letters."""

import re
import zlib

import pytest

from mentorhalo.core.papers import PaperRefused, as_pdf


def test_a_paper_is_tagged_and_has_its_letters() -> None:
    try:
        made = as_pdf("core/paper.html", {})
    except PaperRefused as refusal:
        pytest.skip(str(refusal))
    inside = b"".join(
        zlib.decompress(stream.strip(b"\r\n"))
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", made, re.DOTALL)
        if b"\x78" in stream[:2]
    )

    assert made.startswith(b"%PDF-")
    assert b"pdfuaid:part" in inside
    assert b"/StructTreeRoot" in inside
    assert b"/Lang (hu)" in inside
