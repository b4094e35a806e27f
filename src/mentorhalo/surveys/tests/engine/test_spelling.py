"""Expressions as the engine finds names in them: `/name` before a space or a bracket."""

import pytest

from mentorhalo.surveys.engine import prepare
from mentorhalo.surveys.engine.spelling import spelled


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("count(/data/person[age>17 and sex='f'])", "count(/data/person[./age >17 and ./sex ='f'])"),
        ("/data/person[not(selected(kinds, 'a'))]", "/data/person[not(selected(./kinds, 'a'))]"),
        ("/data/a='x' or ../b!=1", "/data/a ='x' or ../b !=1"),
        ("/data/a+/data/b*2", "/data/a +/data/b *2"),
        (
            "/data/p[name = instance('l')/root/item[name = 'q']]",
            "/data/p[./name = instance('l')/root/item[name = 'q']]",
        ),
    ],
)
def test_names_are_spelled_as_paths(written: str, read: str) -> None:

    assert spelled(written) == read


@pytest.mark.parametrize(
    "expression",
    [
        "instance('towns')/root/item[county = /data/c and name!='x']/label",
        "/data/r[position() = position(current()/..) - 1]/oid",
        "jr:choice-name(/data/a,'/data/a')",
        "/data/p[./age > ../least]",
        "/data/p[child::age > 1]",
        "/data/and/or",
        "/data/a-1",
        ". >= 1 and .<=30",
        "if(true(), 'a=b', '/data/a=1')",
    ],
)
def test_what_needs_nothing_stays_as_it_is(expression: str) -> None:
    assert spelled(expression) == expression


def test_conditions_and_shown_values_of_a_form_are_spelled_so() -> None:
    xform = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title>
<model><instance><data id="x"><a/><b/></data></instance><bind nodeset="/data/b" relevant="/data/a='x'" constraint="../a!=."/>
</model></h:head><h:body><input ref="/data/a"><label>A</label></input><input ref="/data/b"><label>B <output value="/data/a+1"/>
</label></input></h:body></h:html>"""

    form = prepare(xform).form

    assert all(one in form for one in ("/data/a ='x'", "../a !=.", "/data/a +1"))
