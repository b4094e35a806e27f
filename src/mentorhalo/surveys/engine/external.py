"""Data sets beside a form, as secondary instances: CSV, GeoJSON or XML in, XML out."""

import csv
import io
import json
import re
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from mentorhalo.surveys.engine.trees import NotXml, read

_NAME = re.compile(r"^[A-Za-z_][\w.-]*$")
_NOT_NAME = re.compile(r"[^\w.-]")


class NotReadable(Exception):
    """The file cannot serve as a data set of a form; says why."""


def instance_xml(file_name: str, content: bytes) -> str:
    """The data set as `<root><item><column>…</column></item></root>`; columns that no XPath can name are renamed."""
    kind = file_name.rsplit(".", 1)[-1].lower()
    if kind == "csv":
        return _write(_csv_items(file_name, content))
    if kind == "geojson":
        return _write(_geojson_items(file_name, content))
    if kind == "xml":
        return _xml(file_name, content)
    raise NotReadable(_("%(file)s: only CSV, GeoJSON and XML can be read.") % {"file": file_name})


def _csv_items(file_name: str, content: bytes) -> list[dict[str, str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = _("%(file)s: the text is not UTF-8 (byte %(at)s).")
        raise NotReadable(reason % {"file": file_name, "at": error.start}) from error
    lines = text.splitlines()
    head = lines[0] if lines else ""
    delimiter = ";" if head.count(";") > head.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = [_element_name(column) for column in next(rows, [])]
        if not columns:
            raise NotReadable(_("%(file)s: the first row has to name the columns.") % {"file": file_name})
        return [dict(zip(columns, row, strict=False)) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        reason = _("%(file)s: row %(row)s cannot be read (%(reason)s).")
        raise NotReadable(reason % {"file": file_name, "row": rows.line_num, "reason": error}) from error


def _geojson_items(file_name: str, content: bytes) -> list[dict[str, str]]:
    try:
        features = json.loads(content)["features"]
        return [_feature(feature) for feature in features]
    except (ValueError, KeyError, TypeError) as error:
        reason = _("%(file)s: this is no collection of GeoJSON features.")
        raise NotReadable(reason % {"file": file_name}) from error


def _feature(feature: dict[str, Any]) -> dict[str, str]:
    item = {
        _element_name(key): "" if value is None else str(value)
        for key, value in feature["properties"].items()
    }
    if "id" in feature:
        item.setdefault("id", str(feature["id"]))
    return {"geometry": _geometry(feature["geometry"]), **item}


def _geometry(geometry: dict[str, Any]) -> str:
    """As a geopoint, geotrace or geoshape of ODK: `lat lon alt acc`, joined by semicolons."""
    kind, points = geometry["type"], geometry["coordinates"]
    if kind == "Point":
        points = [points]
    elif kind == "Polygon":
        points = points[0]
    elif kind != "LineString":
        return ""
    return "; ".join(f"{latitude} {longitude} 0 0" for longitude, latitude, *_rest in points)


def _xml(file_name: str, content: bytes) -> str:
    try:
        return etree.tostring(read(content), encoding="unicode")
    except NotXml as error:
        raise NotReadable(f"{file_name}: {error}") from error


def _write(items: list[dict[str, str]]) -> str:
    root = etree.Element("root")
    for item in items:
        element = etree.SubElement(root, "item")
        for column, value in item.items():
            etree.SubElement(element, column).text = _allowed(value)
    return etree.tostring(root, encoding="unicode")


def _allowed(text: str) -> str:
    """Without the control characters that XML has no way to write."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n\r")


def _element_name(column: str) -> str:
    name = column.strip()
    if _NAME.match(name):
        return name
    name = _NOT_NAME.sub("_", name)
    return name if _NAME.match(name) else f"_{name}"
