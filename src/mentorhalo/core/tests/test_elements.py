import re
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from mentorhalo.core import elements
from mentorhalo.core.elements import ELEMENTS


def render(text: str, address: str = "/", **context: object) -> str:
    request = RequestFactory().get(address)
    return Template(text).render(Context({"request": request, **context}))


def test_content_and_named_slot_go_to_their_places() -> None:
    html = render(
        '{% element "card" title="Kör" %}<p>{{ words }}</p>{% slot "footer" %}<b>{{ words }}</b>{% endslot %}{% endelement %}',
        words="<é>",
    )

    assert "<p>&lt;é&gt;</p>" in html
    assert '<div class="mh-card-footer"><b>&lt;é&gt;</b></div>' in html


def test_element_sees_only_what_it_is_told() -> None:
    assert "kívül" not in render('{% element "figure" value=1 label="Egy" / %}', note="kívül")


def test_attributes_pass_through_to_the_outermost_tag() -> None:
    html = render(
        '{% element "button" hx_get=address_ disabled=True aria_label=missing data_mh_x=0 %}Go{% endelement %}',
        address_="/a?b=1&c",
    )

    assert html.strip() == (
        '<button class="ds-button" type="submit" hx-get="/a?b=1&amp;c" disabled aria-label="" data-mh-x="0">Go</button>'
    )


@pytest.mark.parametrize(("value", "shown"), [(1999, "99"), (2000, "100"), (2031, "102")])
def test_bar_is_full_only_once_the_target_is_reached(value: int, shown: str) -> None:
    html = render('{% element "progress" value=value target=2000 label="Kérdőívek" / %}', value=value)

    assert ('data-state="reached"' in html) == (value >= 2000)
    assert re.findall(r'value="(\d+)" max="100">(\d+)', html) == [(str(min(int(shown), 100)), shown)]
    assert html.count(f"{shown}\N{NO-BREAK SPACE}%") == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{% element "buton" / %}', "there is no element"),
        ("{% element button / %}", "quoted name"),
        ('{% element "button" "Go" / %}', "name every argument"),
        ('{% element "figure" valu=1 label="a" / %}', "does not know 'valu'"),
        ('{% element "figure" label="a" / %}', "needs value"),
        ('{% element "badge" tone="pink" %}a{% endelement %}', "no tone 'pink'"),
    ],
)
def test_mistake_is_told_at_once(text: str, words: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=words):
        render(text)


def test_every_element_has_its_template_and_the_other_way_round() -> None:

    folder = Path(elements.__file__).parent / "templates/core/elements"

    assert {path.stem for path in folder.glob("*.html")} == set(ELEMENTS)


def test_figure_says_its_day_and_the_line_of_its_months() -> None:
    html = render(
        '{% element "figure" value=15240 unit="fő" label="Elértek" as_of=day series=series target=20000 / %}',
        day=date(2026, 11, 23),
        series=[(date(2026, 9, 30), 15000), (date(2026, 10, 31), None), (date(2026, 11, 23), 15240)],
    )

    assert "<strong>15\u00a0240</strong>" in html
    assert "állapot: 2026. november 23." in html
    assert 'aria-label="15\u00a0000 (2026. 09. 30.) és 15\u00a0240 (2026. 11. 23.) között változott"' in html
    assert 'value="76" max="100"' in html


def test_share_is_shown_and_promised_in_per_cent() -> None:
    html = render(
        '{% element "figure" value=0.714 label="Mentor révén" series=series target=60 / %}',
        series=[(date(2026, 9, 30), 0.5), (date(2026, 11, 23), 0.714)],
    )

    assert "<strong>71,4\u00a0%</strong>" in html
    assert 'aria-label="50,0\u00a0% (2026. 09. 30.) és 71,4\u00a0% (2026. 11. 23.) között változott"' in html
    assert re.search(r"71,4 \([^)]*60,0\) %", html)


@pytest.mark.parametrize(
    ("state", "shown", "words"),
    [
        ("partial", "3", "jóváhagyásra vár"),
        ("computing", "…", "A számítás még tart."),
        ("suppressed", "–", "túl kevés személy"),
    ],
)
def test_unfinished_figure_says_so_in_words(state: str, shown: str, words: str) -> None:
    html = render(
        '{% element "figure" value=3 label="x" state=state series=series / %}', state=state, series=[]
    )

    assert f"<strong>{shown}</strong>" in html
    assert words in html


def test_county_without_value_differs_from_nought() -> None:
    shapes = [
        {"code": "1", "d": "M0 0", "name": "Vas", "value": 50, "href": "/vas/"},
        {"code": "2", "d": "M1 1", "name": "Zala", "value": 0},
        {"code": "3", "d": "M2 2", "name": "Pest", "value": None},
    ]
    html = render(
        '{% element "county_map" counties=shapes title="Térkép" view_box="0 0 1 1" / %}', shapes=shapes
    )

    assert [
        html.count(f'data-mh-tone="{tone}" data-mh-code="{code}"')
        for tone, code in (("5", 1), ("0", 2), ("", 3))
    ] == [1, 1, 1]
    assert '<a href="/vas/" aria-label="Vas: 50">' in html


def test_empty_table_says_what_the_page_says() -> None:
    html = render(
        '{% element "table" caption="Sorok" rows=rows empty="Még nincs sor." %}<tbody></tbody>{% endelement %}',
        rows=[],
    )

    assert "Még nincs sor." in html
    assert "<table" not in html


def test_pages_keep_the_other_filters() -> None:
    page = Paginator(range(100), 10).get_page(2)
    html = render('{% element "pagination" page=page / %}', "/x/?q=k%C3%B6r&page=2", page=page)

    assert 'href="?q=k%C3%B6r"' in html
    assert 'href="?q=k%C3%B6r&amp;page=3"' in html
    assert html.count('aria-current="page"') == 1


@pytest.mark.parametrize(
    ("query", "state", "href"),
    [
        ("", "none", "?sort=name"),
        ("?sort=name&page=3", "ascending", "?sort=-name"),
        ("?sort=-name", "descending", "?sort=name"),
    ],
)
def test_sort_header_turns_round(query: str, state: str, href: str) -> None:
    html = render('{% element "sort_header" field="name" label="Név" / %}', f"/x/{query}")

    assert f'aria-sort="{state}"' in html
    assert f'href="{href}"' in html


class GroupForm(forms.Form):
    name = forms.CharField(label="Név", help_text="Rövid név.")
    kind = forms.ChoiceField(label="Fajta", choices=[("a", "A")], widget=forms.RadioSelect)
    key = forms.CharField(widget=forms.HiddenInput)


def test_refused_form_keeps_what_was_typed_and_leads_to_the_fields() -> None:
    form = GroupForm({"name": "", "kind": "x", "key": "k"})
    html = render(
        '{% element "form" form=form submit="Mentés" cancel="/vissza/" draft="group" / %}', form=form
    )

    assert 'href="#id_name"' in html
    assert 'href="#id_kind"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert '<input type="hidden" name="key" value="k"' in html
    assert 'data-mh-draft="group"' in html
    assert "<fieldset" in html


def test_form_with_its_own_fields_still_sends_the_hidden_ones() -> None:
    html = render(
        '{% element "form" form=form %}{{ form.name.as_field_group }}{% endelement %}', form=GroupForm()
    )

    assert html.count('name="name"') == 1
    assert html.count('name="key"') == 1
    assert 'name="kind"' not in html


class WorkbookForm(forms.Form):
    name = forms.CharField()
    secret = forms.CharField(widget=forms.PasswordInput, required=False)
    workbook = forms.FileField(required=False)


@pytest.mark.parametrize(
    ("data", "files", "heading"),
    [
        ({}, {}, "Ezeket kérjük javítani; minden beírt adat megmaradt"),
        ({"secret": "titok"}, {}, "Ezeket kérjük javítani"),
        (
            {},
            {"workbook": SimpleUploadedFile("a.xlsx", b"a")},
            "Ezeket kérjük javítani; minden beírt adat megmaradt, a fájlt újra ki kell választani",
        ),
    ],
)
def test_errors_promise_no_more_than_comes_back(
    data: dict[str, str], files: dict[str, SimpleUploadedFile], heading: str
) -> None:
    form = WorkbookForm(data, MultiValueDict({name: [file] for name, file in files.items()}))

    html = render('{% element "errors" form=form / %}', form=form)

    assert f">{heading}</h2>" in html
