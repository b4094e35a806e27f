"""The two lists of the protocol, as XML."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class ListedForm:
    """A list is void for clients if one of its forms lacks id, name or address; an empty hash breaks them."""

    form_id: str
    name: str
    version: str
    md5: str
    download_url: str
    manifest_url: str = ""


@dataclass(frozen=True, slots=True)
class ListedFile:
    """`integrity_url` makes it an entity list: `tag` is then what changes when anything in it does."""

    name: str
    tag: str
    download_url: str
    integrity_url: str = ""


def form_list(forms: Iterable[ListedForm]) -> str:
    return f'{HEAD}<xforms xmlns="{LIST}">{"".join(map(_form, forms))}</xforms>'


def manifest(files: Iterable[ListedFile]) -> str:
    return f'{HEAD}<manifest xmlns="{MANIFEST}">{"".join(map(_file, files))}</manifest>'


def integrity(there: dict[str, bool]) -> str:
    """Of each asked for, whether it is there."""
    rows = (
        f'<entity id="{_attribute(name)}"><deleted>{"false" if is_there else "true"}</deleted></entity>'
        for name, is_there in there.items()
    )
    return f"{HEAD}<data><entities>{''.join(rows)}</entities></data>"


def _form(form: ListedForm) -> str:
    manifest_url = _element("manifestUrl", form.manifest_url) if form.manifest_url else ""
    return (
        "<xform>"
        + _element("formID", form.form_id)
        + _element("name", form.name or form.form_id)
        + _element("version", form.version)
        + _element("hash", f"md5:{form.md5}")
        + _element("downloadUrl", form.download_url)
        + manifest_url
        + "</xform>"
    )


def _file(file: ListedFile) -> str:
    kind = ' type="entityList"' if file.integrity_url else ""
    integrity_url = _element("integrityUrl", file.integrity_url) if file.integrity_url else ""
    return (
        f"<mediaFile{kind}>"
        + _element("filename", file.name)
        + _element("hash", f"md5:{file.tag}")
        + _element("downloadUrl", file.download_url)
        + integrity_url
        + "</mediaFile>"
    )


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})
