"""A form that calls what browsers do not know: it opens without that."""

from pyxform.xls2xform import convert

from mentorhalo.surveys.engine import prepare
from mentorhalo.surveys.xforms import check_xform

SHEETS = """
| survey |
| | type              | name  | label        | calculation            | relevant        | constraint       | choice_filter      |
| | date              | born  | Született    |                        |                 |                  |                    |
| | calculate         | age   |              | months-since(${born})  |                 |                  |                    |
| | text              | code  | Kód ${age}   |                        |                 | checks-out(.)    |                    |
| | note              | adult | Felnőtt      |                        | is-adult(${born}) |                |                    |
| | select_one towns  | town  | Település    |                        |                 |                  | is-near(name)      |
| | calculate         | said  |              | extract-signed(${code}, 'key') |         |                  |                    |
| | calculate         | kept  |              | concat(${code}, 'months-since(x)') |     |                  |                    |
| choices |
| | list_name | name | label |
| | towns     | a    | A     |
"""


def form() -> bytes:
    return convert(xlsform=SHEETS, file_type=".md").xform.encode()


def test_what_calls_an_unknown_function_is_left_out_and_named() -> None:
    definition = prepare(form())

    assert definition.unknown == ["months-since", "checks-out", "is-adult", "extract-signed", "is-near"]
    said = f"{definition.form}{definition.model}"
    assert [name for name in definition.unknown if f"{name}(" in said.replace("'months-since(x)'", "")] == []
    assert "concat(" in definition.form
    assert "instance('towns')/root/item" in definition.form


def test_a_form_of_known_functions_is_left_as_it_is() -> None:
    survey = "| survey |\n| | type | name | label | relevant |\n| | text | a | A | today() > '2020-01-01' |"

    definition = prepare(convert(xlsform=survey, file_type=".md").xform.encode())

    assert definition.unknown == []
    assert "today()" in definition.form


def test_noting_with_an_unknown_function_is_left_out() -> None:
    xform = form().replace(
        b"</model>", b"<setvalue ref='/data/code' event='odk-instance-first-load' value='frob()'/></model>"
    )

    definition = prepare(xform)

    assert "frob" in definition.unknown
    assert "frob" not in definition.form


def test_functions_of_phones_alone_are_told_when_a_form_is_uploaded() -> None:
    told = [(one.code, one.params["name"]) for one in check_xform(form()).warnings if "function" in one.code]

    assert ("function-of-phones", "extract-signed") in told
    assert ("function-unknown", "months-since") in told
