"""Labels as people write them: markdown, and tags of HTML that phones take for looks."""

import pytest

from mentorhalo.surveys.engine.markdown import render


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ('<span style="color:red">Fontos</span>', "<strong>Fontos</strong>"),
        ('<font color="#f00">Fontos</font>', "<strong>Fontos</strong>"),
        ('<span style="display:block;padding-left:1em">Beljebb</span>', "Beljebb"),
        (
            '<span style="color:red">Kint <span style="display:block">bent</span></span>',
            "<strong>Kint bent</strong>",
        ),
        ('<span style="display:block">Nincs lezárva', "Nincs lezárva"),
        ("<b>Erős</b> és <i>dőlt</i>", "<b>Erős</b> és <i>dőlt</i>"),
        ("<center><big>Cím</big></center>", "Cím"),
        ("<ul><li>egy</li><li>kettő</li></ul>", "<ul><li>egy</li><li>kettő</li></ul>"),
        ("Tej&nbsp;&amp; kenyér & vaj", "Tej&nbsp;&amp; kenyér &amp; vaj"),
        ("<5 éves, a<b", "&lt;5 éves, a&lt;b"),
        ("<img src=x onerror=y>", "&lt;img src=x onerror=y&gt;"),
        ("&#60;script&#62;", "&#60;script&#62;"),
    ],
)
def test_tags_say_what_matters_and_nothing_else(label: str, shown: str) -> None:
    assert render(label) == shown


def test_words_of_a_colour_may_go_over_several_paragraphs() -> None:
    assert render('<span style="color:red">Egy\n\nKettő</span>') == (
        '<span class="mh-q-paragraph"><strong>Egy</strong></span>'
        '<span class="mh-q-paragraph"><strong>Kettő</strong></span>'
    )


def test_paragraphs_and_headings_of_html_are_some() -> None:
    assert render("<h3>Fej</h3><p>Egy</p><p>Kettő</p>") == (
        '<span class="mh-q-paragraph"><strong class="mh-q-heading">Fej</strong></span>'
        '<span class="mh-q-paragraph">Egy</span><span class="mh-q-paragraph">Kettő</span>'
    )
