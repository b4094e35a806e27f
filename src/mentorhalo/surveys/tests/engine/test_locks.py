"""Questions that may only be read: always, or while something holds."""

from typing import Any

import pytest
from lxml import html

from mentorhalo.surveys.engine import prepare

XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title>
<model><instance><data id="x"><a/><b/></data></instance><bind nodeset="/data/b" type="string" readonly="{said}"/></model></h:head>
<h:body><input ref="/data/a"/><select1 ref="/data/b"><label>B</label><item><label>X</label><value>x</value></item>
<item><label>Y</label><value>y</value></item></select1></h:body></h:html>"""


@pytest.mark.parametrize(
    ("said", "always", "condition"),
    [
        ("true()", True, None),
        ("1", True, None),
        (" true ", True, None),
        ("false()", False, None),
        ("0", False, None),
        ("/data/a = 1", False, "/data/a = 1"),
    ],
)
def test_a_question_is_locked_always_never_or_on_a_condition(
    said: str, always: bool, condition: str | None
) -> None:
    form: Any = html.fromstring(prepare(XFORM.format(said=said).encode()).form)

    first, other = form.xpath("//input[@data-name='/data/b']")

    assert first.get("data-locked-if") == condition
    assert other.get("data-locked-if") is None
    assert ("readonly" in first.attrib) is always
