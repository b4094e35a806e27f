"""Data sets beside a form, as the engine reads them."""

import pytest
from django.utils.translation import override

from mentorhalo.surveys.engine import NotReadable, instance_xml


def test_csv_becomes_items() -> None:
    content = "name,label\nkom,Komló & környéke\n\nbp,Budapest\n".encode()

    assert instance_xml("places.csv", content) == (
        "<root><item><name>kom</name><label>Komló &amp; környéke</label></item>"
        "<item><name>bp</name><label>Budapest</label></item></root>"
    )


def test_csv_as_hungarian_excel_saves_it() -> None:
    content = '\ufeffname;label\nkom;"Komló; város"\n'.encode()

    assert instance_xml("places.csv", content) == (
        "<root><item><name>kom</name><label>Komló; város</label></item></root>"
    )


def test_columns_that_no_path_can_name_are_renamed() -> None:
    assert instance_xml("a.csv", b"2022 census,label::hu\n1,x\n") == (
        "<root><item><_2022_census>1</_2022_census><label__hu>x</label__hu></item></root>"
    )


def test_control_characters_are_left_out() -> None:
    assert instance_xml("a.csv", b"name\na\x01b\n") == "<root><item><name>ab</name></item></root>"


def test_geojson_points_become_geopoints() -> None:
    content = b"""{"type": "FeatureCollection", "features": [
    {"type": "Feature", "id": "k", "properties": {"title": "Komlo", "size": 3}, "geometry": {"type": "Point", "coordinates": [18.26, 46.19]}}]}"""

    assert instance_xml("a.geojson", content) == (
        "<root><item><geometry>46.19 18.26 0 0</geometry><title>Komlo</title><size>3</size><id>k</id></item></root>"
    )


def test_xml_is_taken_as_it_is() -> None:
    assert instance_xml("a.xml", b"<root><item><name>a</name></item></root>") == (
        "<root><item><name>a</name></item></root>"
    )


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "name the columns"),
        ("a.csv", b"n\xff\n", "UTF-8"),
        ("a.csv", b'name\n"a', "row 2"),
        ("a.geojson", b"[]", "GeoJSON"),
        ("a.xml", b"<a", "breaks off at line 1"),
        ("a.xml", b"<!DOCTYPE a><a/>", "document type"),
        ("a.pdf", b"", "only CSV"),
    ],
)
def test_what_cannot_serve_is_refused_with_words(name: str, content: bytes, words: str) -> None:
    with override("en"), pytest.raises(NotReadable, match=words):
        instance_xml(name, content)
