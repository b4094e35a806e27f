"""Names of files, however a client writes them: Macs take accents apart, forms may put spaces around, some send a whole path."""

from unicodedata import normalize

LONGEST_NAME = 200


def file_name(text: str) -> str:
    """The name as files are kept under; two that mean the same file are equal."""
    last = normalize("NFC", text.replace("\\", "/").rpartition("/")[2])
    return last.replace("\x00", "").strip()[-LONGEST_NAME:]
