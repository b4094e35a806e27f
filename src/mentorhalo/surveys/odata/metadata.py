"""`$metadata`: the tables as CSDL XML, with the questions as descriptions of the columns."""

from typing import Any
from xml.etree import ElementTree as ET

from ..exporting.headings import label_of
from ..exporting.speech import said
from .tables import TYPES, Table

EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
EDM = "http://docs.oasis-open.org/odata/ns/edm"
ROWS = "mentorhalo.rows"  # apart from the container, so that a table may bear any name
FEED = "mentorhalo.feed"
CONTAINER = "data"
VOCABULARIES = {
    "Core": ("Org.OData.Core.V1", "https://docs.oasis-open.org/odata/odata-vocabularies/v4.0/vocabularies/Org.OData.Core.V1.xml"),
    "Capabilities": (
        "Org.OData.Capabilities.V1",
        "https://docs.oasis-open.org/odata/odata-vocabularies/v4.0/vocabularies/Org.OData.Capabilities.V1.xml",
    ),
}  # fmt: skip
# What tools need not try: we say no to it.
CANNOT = {
    "SearchRestrictions": "Searchable",
    "InsertRestrictions": "Insertable",
    "UpdateRestrictions": "Updatable",
    "DeleteRestrictions": "Deletable",
}


def write_metadata(tables: tuple[Table, ...], language: str, default: str) -> bytes:
    """Labels in `language`, where the form has it; else in `default`."""
    ET.register_namespace("edmx", EDMX)
    root = ET.Element(f"{{{EDMX}}}Edmx", Version="4.0")
    for alias, (namespace, address) in VOCABULARIES.items():
        reference = ET.SubElement(root, f"{{{EDMX}}}Reference", Uri=address)
        ET.SubElement(reference, f"{{{EDMX}}}Include", Namespace=namespace, Alias=alias)
    services = ET.SubElement(root, f"{{{EDMX}}}DataServices")
    rows = _below(services, "Schema", Namespace=ROWS)
    for table in tables:
        _row_type(rows, table, tables, language, default)
    feed = _below(services, "Schema", Namespace=FEED)
    container = _below(feed, "EntityContainer", Name=CONTAINER)
    _annotate(container, "Capabilities.BatchSupported", Bool="false")
    for table in tables:
        _entity_set(container, table, tables, language, default)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _row_type(
    schema: ET.Element, table: Table, tables: tuple[Table, ...], language: str, default: str
) -> None:
    made = _below(schema, "EntityType", Name=table.name)
    key = _below(made, "Key")
    for name in table.key:
        _below(key, "PropertyRef", Name=name)
    for column in table.columns:
        nullable = {"Nullable": "false"} if column.name in table.key else {}
        column_made = _below(made, "Property", Name=column.name, Type=TYPES[column.holds], **nullable)
        label = label_of(column.variable, language, default)
        if label != column.name:
            _annotate(column_made, "Core.Description", String=label)
    for navigation in table.within:
        inner = f"Collection({ROWS}.{tables[navigation.number].name})"
        _below(made, "NavigationProperty", Name=navigation.name, Type=inner)


def _entity_set(
    container: ET.Element, table: Table, tables: tuple[Table, ...], language: str, default: str
) -> None:
    made = _below(container, "EntitySet", Name=table.name, EntityType=f"{ROWS}.{table.name}")
    for navigation in table.within:
        target = tables[navigation.number].name
        _below(made, "NavigationPropertyBinding", Path=navigation.name, Target=target)
    label = said(table.sheet.labels, language, default)
    if label:
        _annotate(made, "Core.Description", String=" ".join(label.split()))
    cannot = CANNOT if table.within else {**CANNOT, "ExpandRestrictions": "Expandable"}
    for term, wish in cannot.items():
        record = _below(_annotate(made, f"Capabilities.{term}"), "Record")
        _below(record, "PropertyValue", Property=wish, Bool="false")
    sorting = _below(_annotate(made, "Capabilities.SortRestrictions"), "Record")
    value = _below(sorting, "PropertyValue", Property="NonSortableProperties")
    paths = _below(value, "Collection")
    for column in table.columns:
        if column.name not in table.key:
            _below(paths, "PropertyPath").text = column.name


def _annotate(element: ET.Element, term: str, **value: str) -> ET.Element:
    return _below(element, "Annotation", Term=term, **value)


def _below(element: ET.Element, name: str, **attributes: Any) -> ET.Element:
    return ET.SubElement(element, name if name.startswith("{") else f"{{{EDM}}}{name}", **attributes)
