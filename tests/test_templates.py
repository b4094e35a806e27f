"""Our templates fail on what they were not given; those of others keep Django's manners."""

import re
from pathlib import Path

import pytest
from django.forms.renderers import get_default_renderer
from django.template import Context, Engine, TemplateDoesNotExist
from django.template.loader import get_template

from tests.house import files, shown
from tests.templates import UndefinedVariable, undefined_variables_fail


def render(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    with undefined_variables_fail(within=folder / "ours"):
        return Engine(dirs=[str(folder)]).get_template(name).render(Context({"known": None}))


@pytest.mark.parametrize("text", ["{{ missing }}", "{{ missing|upper }}", "{% include missing %}"])
def test_undefined_variable_fails_in_our_template(tmp_path: Path, text: str) -> None:
    with pytest.raises(UndefinedVariable, match=r"missing in .*/ours/page\.html"):
        render(tmp_path, "ours/page.html", text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{% if missing %}a{% else %}b{% endif %}", "b"),
        ("{% for row in missing %}a{% empty %}b{% endfor %}", "b"),
        ('{{ missing|default:"b" }}', "b"),
        ("{{ known }}", "None"),
    ],
)
def test_what_is_optional_by_design_stays_forgiven(tmp_path: Path, text: str, shown: str) -> None:
    assert render(tmp_path, "ours/page.html", text) == shown


def test_block_of_another_house_in_our_base_keeps_its_manners(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "base.html").write_text("<{% block body %}{% endblock %}>", encoding="utf-8")

    text = '{% extends "ours/base.html" %}{% block body %}{{ missing }}{% endblock %}'
    assert render(tmp_path, "theirs/page.html", text) == "<>"


def test_every_template_of_ours_is_used() -> None:
    sources = [
        path.read_text(encoding="utf-8") for pattern in ("*.py", "*.html") for _, path in files(pattern)
    ]
    text = "\n".join(sources)
    unused = [
        shown(path)
        for room, path in files("*.html")
        if (name := path.as_posix().partition("/templates/")[2]).startswith(f"{room}/")
        and f'{name}"' not in text
        and f"{name}#" not in text
        and f"{name}'" not in text
        and not _is_composed(name, text)
    ]

    assert unused == []


def test_every_template_that_ours_name_is_there() -> None:
    named = {
        (shown(path), name)
        for _room, path in files("*.html")
        for name in re.findall(r'{% (?:extends|include) "([^"]+)"', path.read_text(encoding="utf-8"))
    }

    assert [one for one in sorted(named) if not _is_there(one[1])] == []


def _is_there(name: str) -> bool:
    """Those of Django's own fields are found by the renderer of forms alone."""
    try:
        get_default_renderer().get_template(name) if name.startswith("django/forms/") else get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def _is_composed(name: str, text: str) -> bool:
    """Found by a short name: `{% element "button" %}`, or `f"partners/{kind}.html"` with the kind named somewhere."""
    room, stem = name.split("/")[0], Path(name).stem
    is_composed = room == "core" or f'"{room}/{{' in text
    return is_composed and any(f"{quote}{stem}{quote}" in text for quote in "\"'")
