"""The catalogue tool finds every marked string and refuses an incomplete catalogue."""

from pathlib import Path

import polib
import pytest

from tools import messages

TEMPLATE = """{% load i18n %}
  <h1>{% translate "Open" %}</h1>
{% blocktranslate trimmed count counter=rows|length %}
    One row
  {% plural %}
    {{ counter }} rows
{% endblocktranslate %}
      {% element "button" label=_("Save the entry") %}
{% translate "May" context "month" %} it's 100%
"""

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy

greeting = _("Good day, %(name)s!")
label = pgettext_lazy("verb", "Open")
amount = ngettext("%d mentor", "%d mentors", 3)
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    room = tmp_path / "garden"
    (room / "templates" / "garden").mkdir(parents=True)
    (room / "tests").mkdir()
    (room / "__init__.py").touch()
    (room / "views.py").write_text(CODE, encoding="utf-8")
    (room / "tests" / "test_views.py").write_text('_("Never shown")', encoding="utf-8")
    (room / "templates" / "garden" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def translate(source: Path, words: dict[str, str | dict[int, str]]) -> polib.POFile:
    path = messages.catalogue_path(source / "garden")
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        word = words.get(entry.msgid, entry.msgid)
        if isinstance(word, dict):
            entry.msgstr_plural = word
        else:
            entry.msgstr = word
    catalogue.save()
    return catalogue


PLURALS: dict[str, str | dict[int, str]] = {
    "%d mentor": {0: "%d mentor", 1: "%d mentor"},
    "One row": {0: "Egy sor", 1: "%(counter)s sor"},
}


def test_strings_of_code_and_templates_are_found_with_context_and_plural(source: Path) -> None:
    found = messages.extract(source / "garden")

    assert {key: message.plural for key, message in found.items()} == {
        (None, "Open"): None,
        (None, "One row"): "%(counter)s rows",
        (None, "Save the entry"): None,
        ("month", "May"): None,
        (None, "Good day, %(name)s!"): None,
        ("verb", "Open"): None,
        (None, "%d mentor"): "%d mentors",
    }


def test_update_adds_what_is_missing_and_check_lists_it(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert messages.main([], source) == 0
    capsys.readouterr()

    assert messages.main(["--check"], source) == 1
    assert "untranslated 'Save the entry' (templates/garden/page.html)" in capsys.readouterr().out


def test_complete_catalogue_passes_and_compiles(source: Path) -> None:
    messages.main([], source)
    translate(source, PLURALS)

    assert messages.main(["--check"], source) == 0
    messages.main(["--compile"], source)
    assert messages.catalogue_path(source / "garden").with_suffix(".mo").exists()


def test_second_update_changes_nothing(source: Path) -> None:
    messages.main([], source)
    translate(source, PLURALS)
    messages.main([], source)
    path = messages.catalogue_path(source / "garden")
    before = path.read_bytes()

    messages.main([], source)

    assert path.read_bytes() == before


@pytest.mark.parametrize("wrong", ["Jó napot!", "Jó napot, %(nev)s!"])
def test_other_placeholders_are_refused(source: Path, wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    messages.main([], source)
    translate(source, {**PLURALS, "Good day, %(name)s!": wrong})
    capsys.readouterr()

    assert messages.main(["--check"], source) == 1
    assert "placeholders differ in 'Good day, %(name)s!'" in capsys.readouterr().out


def test_a_day_is_not_followed_by_a_second_dot(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (source / "garden" / "views.py").write_text('label = _("Open until %(day)s.")', encoding="utf-8")
    messages.main([], source)
    translate(source, {**PLURALS, "Open until %(day)s.": "Nyitva eddig: %(day)s."})
    assert messages.main(["--check"], source) == 1
    assert "a dot follows the day" in capsys.readouterr().out

    translate(source, {"Open until %(day)s.": "Nyitva eddig: %(day)s"})
    assert messages.main(["--check"], source) == 0


def test_unused_string_fails_the_check_and_is_dropped_by_update(source: Path) -> None:
    messages.main([], source)
    translate(source, PLURALS)
    (source / "garden" / "views.py").write_text("", encoding="utf-8")

    assert messages.main(["--check"], source) == 1
    messages.main([], source)
    assert messages.main(["--check"], source) == 0


def test_two_rooms_may_not_translate_one_string_differently(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages.main([], source)
    translate(source, PLURALS)
    other = source / "orchard"
    other.mkdir()
    (other / "__init__.py").write_text('_("Save the entry")', encoding="utf-8")
    path = messages.catalogue_path(other)
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Save the entry"\nmsgstr "Mentés"\n', encoding="utf-8")

    assert messages.main(["--check"], source) == 1
    assert "'Save the entry' differs between rooms" in capsys.readouterr().out
