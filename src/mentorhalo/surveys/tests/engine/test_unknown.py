"""A form that calls what browsers do not know, or that nobody can read: it opens without that."""

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


def test_what_cannot_be_read_is_left_out_and_its_questions_are_named() -> None:
    sound = convert(
        xlsform="""
        | survey |
        | | type             | name   | label      | relevant     | choice_filter | repeat_count |
        | | integer          | age    | Kora       |              |               |              |
        | | text             | work   | Munkahelye | ${age} > 17  |               |              |
        | | note             | said   | ${age} éves |             |               |              |
        | | select_one towns | town   | Település  |              | name = 'a'    |              |
        | | begin_repeat     | person | Személy    |              |               | ${age}       |
        | | text             | name   | Neve       |              |               |              |
        | | end_repeat       |        |            |              |               |              |
        | choices |
        | | list_name | name | label |
        | | towns     | a    | A     |
        """,
        file_type=".md",
    ).xform
    broken = (
        sound.replace("/data/age  &gt; 17", "(/data/age &gt; 17")
        .replace("[name = 'a']", "[name = 'a' and]")
        .replace('value=" /data/age "', 'value="/data/age ==="')
        .replace('jr:count=" /data/age "', 'jr:count="${age}"')
        .replace(
            "</model>", "<setvalue ref='/data/age' event='odk-instance-first-load' value='1 +'/></model>"
        )
    )

    definition = prepare(broken.encode())

    assert definition.broken == ["/data/work", "/data/said", "/data/town", "/data/age", "/data/person"]
    said = f"{definition.form}{definition.model}"
    assert [one for one in ("(/data", "and]", "===", "${", "1 +") if one in said] == []
    assert prepare(sound.encode()).broken == []


def test_long_expressions_and_unbreakable_spaces_are_none_that_cannot_be_read() -> None:
    long = " or ".join("/data/a = 1" for _time in range(2_500))
    xform = form().replace(
        b"</model>",
        f"<bind nodeset='/data/code' relevant='{long}' required='/data/code\u00a0= 1'/></model>".encode(),
    )

    assert prepare(xform).broken == []


def test_a_moment_with_a_zone_is_an_answer_given_beforehand() -> None:
    survey = (
        "| survey |\n| | type | name | label | default |\n| | time | zoned | Mikor? | 10:20:00.000+01:00 |"
    )

    definition = prepare(convert(xlsform=survey, file_type=".md").xform.encode())

    assert definition.broken == []
    assert "10:20:00.000+01:00" in definition.form
