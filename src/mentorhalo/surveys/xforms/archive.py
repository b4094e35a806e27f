"""A workbook's zip archive, opened with distrust: sizes are bounded as declared and again as they come out.

What is handed on is a fresh archive of the parts a questionnaire needs, so that no later reader unpacks anything of a stranger.
"""

import re
import zipfile
import zlib
from io import BytesIO

from mentorhalo.surveys.xforms.problems import WorkbookRefused, refusal

LARGEST_FILE = 20_000_000
LARGEST_INSIDE = 80_000_000
MOST_PARTS = 2_000
CHUNK = 1 << 16
# Where a cell holds something, in the plain spelling that programs write.
VALUES = (b"<v>", b"<v ", b"<t>", b"<t ", b"<is>", b"<f>", b"<f ")
ROW_END = b"</row>"
SHEET_END = b"</sheetData>"

NEEDED = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|xl/.+\.(?:xml|rels)", re.IGNORECASE)
# Parts of a workbook that say nothing to a questionnaire, however large they are.
IDLE = re.compile(
    r"xl/(?:drawings|charts|chartsheets|media|embeddings|externalLinks|pivot\w+|slicer\w*|tables|comments|persons|"
    r"threadedComments|customProperty|printerSettings|ctrlProps|activeX|queryTables|diagrams|timeline\w*|model|webextensions)\b|"
    r"xl/(?:comments|connections|calcChain|metadata|rich)",
    re.IGNORECASE,
)
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
MACROS = re.compile(r"vbaProject\w*\.bin|.*\.vb[as]", re.IGNORECASE)
LINKS = re.compile(r"xl/externalLinks/", re.IGNORECASE)
# A formula that looks into another workbook: its number stands in brackets before the sheet.
LINKED_FORMULA = re.compile(rb"<f\b[^>]*>[^<]*\[\d+\][^<]*!")


def sealed_copy(data: bytes) -> bytes:
    """The archive with nothing but the parts that are read; refuses what is broken, locked, too large or brings programs."""
    if len(data) > LARGEST_FILE:
        raise refusal("file-too-large", limit=_megabytes(LARGEST_FILE))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _copied(archive)
    except WorkbookRefused:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        KeyError,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ):
        raise refusal("workbook-broken") from None


def _copied(archive: zipfile.ZipFile) -> bytes:
    entries = archive.infolist()
    _refuse_by_directory(entries)
    has_links = any(LINKS.match(entry.filename) for entry in entries)
    left = LARGEST_INSIDE
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as sealed:
        for entry in entries:
            name = _name(entry)
            if not _is_needed(name):
                continue
            content = _inflated(archive, entry, left)
            left -= len(content)
            sealed.writestr(zipfile.ZipInfo(name), bytes(_checked(name, content, has_links)))
    return copy.getvalue()


def _refuse_by_directory(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_PARTS:
        raise refusal("workbook-too-large", limit=_megabytes(LARGEST_INSIDE))
    names = [_name(entry) for entry in entries]
    if not any(name.startswith("xl/") and name.endswith(".xml") for name in names):
        # Another kind of document that is a zip file, too.
        raise refusal("not-a-workbook")
    if len(set(names)) != len(names):
        raise refusal("workbook-broken")
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusal("workbook-locked")
    if any(MACROS.fullmatch(name.rpartition("/")[2]) for name in names):
        raise refusal("workbook-macros")
    if sum(entry.file_size for entry in entries if _is_needed(_name(entry))) > LARGEST_INSIDE:
        raise refusal("workbook-too-large", limit=_megabytes(LARGEST_INSIDE))


def _name(entry: zipfile.ZipInfo) -> str:
    return entry.filename.lstrip("/").replace("\\", "/")


def _is_needed(name: str) -> bool:
    return NEEDED.fullmatch(name) is not None and IDLE.match(name) is None


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytearray:
    """What comes out of one part, whatever the directory promised; stops a piece beyond what is left."""
    content = bytearray()
    with archive.open(entry) as source:
        while chunk := source.read(CHUNK):
            content += chunk
            if len(content) > left:
                raise refusal("workbook-too-large", limit=_megabytes(LARGEST_INSIDE))
    return content


def _checked(name: str, content: bytearray, has_links: bool) -> bytearray:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise refusal("workbook-broken")
    if not SHEET.fullmatch(name):
        return content
    content = _without_empty_end(content)
    if has_links and LINKED_FORMULA.search(content):
        raise refusal("workbook-links")
    return content


def _without_empty_end(content: bytearray) -> bytearray:
    """A sheet without the rows below its last value: whoever formats whole columns has a million of them."""
    last = max(content.rfind(mark) for mark in VALUES)
    end = content.find(ROW_END, last)
    tail = content.find(SHEET_END, end)
    if min(last, end, tail) < 0:
        return content
    return content[: end + len(ROW_END)] + content[tail:]


def _megabytes(size: int) -> int:
    return size // 1_000_000
