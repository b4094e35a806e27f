"""The two XSLT sheets of enketo-transformer, as the front-end build leaves them among its files."""

import hashlib
from functools import cache
from pathlib import Path

from lxml import etree

from mentorhalo.core.bundles import BUILD_DIR

# Counts up when this folder makes something else of the same form: what callers keep is then made anew.
OURS = 8
FOLDER = BUILD_DIR / "xforms"
NAMES = ("form", "model")

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


class SheetsMissing(Exception):
    """The front end is not built, so no form can be prepared."""


@cache
def sheet(name: str) -> etree.XSLT:
    """The sheet that makes the `form` or the `model`."""
    return etree.XSLT(etree.fromstring(_source(name), _PARSER))


@cache
def fingerprint() -> str:
    """Names the sheets and our own part: a definition kept under another name is out of date."""
    whole = hashlib.sha256(str(OURS).encode())
    for name in NAMES:
        whole.update(_source(name))
    return whole.hexdigest()[:16]


def _source(name: str) -> bytes:
    path: Path = FOLDER / f"{name}.xsl"
    try:
        return path.read_bytes()
    except OSError as error:
        raise SheetsMissing(f"{path.name} is not there: run `make setup`.") from error
