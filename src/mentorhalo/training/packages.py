"""Learning packages (SCORM 1.2 and 2004): what their manifest says, and where they lie unpacked.

A package lies under the fingerprint of the ZIP it came in, so the same one is kept once. It is never run as a page of ours:
see `views/player.py`.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from lxml import etree

from mentorhalo.core.archives import looked_through, unpack
from mentorhalo.core.uploads import FileRefused

from .choices import PackageKind

MANIFEST = "imsmanifest.xml"
LARGEST_MANIFEST = 4 * 1024 * 1024
PAGES = (".html", ".htm", ".xhtml")
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(frozen=True)
class Package:
    """What plays it, and the page it begins with."""

    kind: str
    entry: str


def take_package(archive: IO[bytes], sha256: str) -> Package:
    """Look through the ZIP, read its manifest and unpack it, whole or not at all. Raises `FileRefused`."""
    opened, files = looked_through(archive)
    names = {entry.filename: entry for entry in files}
    if "h5p.json" in names:
        raise FileRefused(
            _(
                "This is an H5P file. Save it from your H5P program as a SCORM package: that one can be played."
            )
        )
    if MANIFEST not in names:
        raise FileRefused(_("The ZIP is no SCORM package: %(name)s is not at its top.") % {"name": MANIFEST})
    if names[MANIFEST].file_size > LARGEST_MANIFEST:
        raise FileRefused(_("The manifest of the package cannot be read."))
    try:
        package = _package(opened.read(MANIFEST))
    except (etree.XMLSyntaxError, ValueError, OSError, RuntimeError):
        raise FileRefused(_("The manifest of the package cannot be read.")) from None
    page = package.entry.partition("?")[0]
    if page not in names or not page.lower().endswith(PAGES):
        raise FileRefused(
            _("The package begins with “%(name)s”, which is no page in it.") % {"name": page[:80]}
        )
    unpack(opened, files, folder_of(sha256))
    return package


def folder_of(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "training" / "packages" / sha256


def unpacked_before(moment: datetime) -> list[Path]:
    """Folders of packages, also half-made ones, that nobody has asked for since."""
    top = folder_of("x").parent
    found = top.iterdir() if top.exists() else ()
    return [one for one in found if one.stat().st_mtime < moment.timestamp()]


def file_in(sha256: str, name: str) -> Path | None:
    """None for what is not in the package."""
    folder = folder_of(sha256).resolve()
    found = (folder / name).resolve()
    return found if found.is_relative_to(folder) and found.is_file() else None


def _package(manifest: bytes) -> Package:
    root = etree.fromstring(
        manifest, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    )
    resources = {one.get("identifier"): one for one in _all(root, "resource")}
    leaves = [resources.get(item.get("identifierref")) for item in _organisation(root)]
    launched = {id(one): one for one in leaves if one is not None}
    if not launched:
        raise FileRefused(_("The manifest of the package names no page to begin with."))
    if len(launched) > 1:
        raise FileRefused(
            _(
                "The package consists of %(count)s parts. Export it as one part (a single SCO), or send each by itself."
            )
            % {"count": len(launched)}
        )
    resource = next(iter(launched.values()))
    item = next(one for one in _organisation(root) if one.get("identifierref") == resource.get("identifier"))
    base = "".join(one.get(XML_BASE) or "" for one in (root, *list(_all(root, "resources"))[:1], resource))
    return Package(_kind(root), _address(base + (resource.get("href") or ""), item.get("parameters") or ""))


def _organisation(root: Any) -> list[Any]:
    """Items that point at something to play, of the organisation meant to be played."""
    groups = list(_all(root, "organizations"))
    wanted = groups[0].get("default") if groups else None
    all_of_them = list(_all(root, "organization"))
    chosen = next((one for one in all_of_them if one.get("identifier") == wanted), None)
    if chosen is None:
        chosen = all_of_them[0] if all_of_them else root
    return [item for item in _all(chosen, "item") if item.get("identifierref")]


def _kind(root: Any) -> str:
    says = " ".join((one.text or "").strip() for one in _all(root, "schemaversion"))
    spaces = " ".join(filter(None, root.nsmap.values()))
    if "2004" in says or "1.3" in says or "adlcp_v1p3" in spaces:
        return PackageKind.SCORM_2004
    return PackageKind.SCORM_12


def _address(href: str, parameters: str) -> str:
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        raise FileRefused(_("The package begins on another site: it cannot be played."))
    query = parts.query or parameters.lstrip("?&#")
    return f"{unquote(parts.path)}?{query}" if query else unquote(parts.path)


def _all(node: Any, name: str) -> Any:
    return node.iter(f"{{*}}{name}", name) if node is not None else ()
