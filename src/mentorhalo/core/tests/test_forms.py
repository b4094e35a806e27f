from uuid import UUID, uuid4

import pytest
from django import forms
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.utils import translation

from mentorhalo.core.forms import (
    NOTHING_CHOSEN,
    ClientKeyField,
    DateInput,
    NumberField,
    SuggestField,
    Suggestion,
)

NAMES = {"10357": "Kömlő", "27094": "Komló"}


class PlaceForm(forms.Form):
    key = ClientKeyField()
    place = SuggestField(
        label="Település",
        url_name="core:sample_places",
        resolve=lambda value, words: (
            value if value in NAMES else next((c for c, n in NAMES.items() if n == words), None)
        ),
        describe=lambda code: Suggestion(code, NAMES[code]),
        required=False,
    )
    happened_on = forms.DateField(label="Nap", widget=DateInput(), required=False)


def test_chosen_value_counts() -> None:
    form = PlaceForm({"place": "Kömlő", "place_value": "10357"})

    assert form.is_valid()
    assert form.cleaned_data["place"] == "10357"


def test_typed_words_are_enough() -> None:
    form = PlaceForm({"place": " Komló "})

    assert form.is_valid()
    assert form.cleaned_data["place"] == "27094"


def test_unknown_words_are_told_and_kept() -> None:
    form = PlaceForm({"place": "Atlantisz", "place_value": ""})

    assert form.errors["place"] == [
        "A listában nincs ilyen: „Atlantisz”. Néhány betű beírása után a javaslatok közül lehet választani."
    ]
    assert 'value="Atlantisz"' in str(form["place"])


def test_emptied_box_forgets_the_earlier_choice() -> None:
    form = PlaceForm({"place": "", "place_value": "10357"}, initial={"place": "10357"})

    assert form.is_valid()
    assert form.cleaned_data["place"] is None
    assert form.has_changed()


def test_record_chosen_earlier_is_shown_by_its_name() -> None:
    html = str(PlaceForm(initial={"place": "10357"})["place"])

    assert 'name="place" value="Kömlő"' in html
    assert 'name="place_value" value="10357"' in html


def test_same_choice_is_no_change() -> None:
    form = PlaceForm({"place": "Kömlő", "place_value": "10357"}, initial={"place": "10357"})

    assert "place" not in form.changed_data


@pytest.mark.parametrize("field", ["place"])
def test_required_place_is_asked_for(field: str) -> None:
    form = PlaceForm({})
    form.fields[field].required = True

    assert form.errors[field] == ["Ezt a mezőt ki kell tölteni."]


def test_each_form_carries_a_new_key() -> None:
    assert UUID(str(PlaceForm()["key"].value())) != UUID(str(PlaceForm()["key"].value()))


def test_key_sent_back_is_kept() -> None:
    key = uuid4()
    form = PlaceForm({"key": str(key)})

    assert form.is_valid()
    assert form.cleaned_data["key"] == key


def test_day_is_iso_whatever_the_language() -> None:
    assert 'value="2026-03-15" class="ds-input"' in str(
        PlaceForm(initial={"happened_on": "2026-03-15"})["happened_on"]
    )


class LoginForm(forms.Form):
    email = forms.CharField(label="E-mail", widget=forms.TextInput(attrs={"placeholder": "E-mail"}))
    code = forms.CharField(
        label="Kód", widget=forms.TextInput(attrs={"placeholder": "123 456", "class": "wide"})
    )


def test_placeholder_that_repeats_the_label_is_left_out() -> None:
    form = LoginForm()

    assert "placeholder" not in str(form["email"])
    assert 'placeholder="123 456" class="wide ds-input"' in str(form["code"])


def test_a_list_of_which_nothing_is_chosen_asks_in_hungarian() -> None:
    with translation.override("hu"):
        assert str(BLANK_CHOICE_LABEL) == str(NOTHING_CHOSEN) == "– válasszon –"


class NumbersForm(forms.Form):
    minutes = forms.IntegerField(min_value=1, max_value=1500, required=False)
    money = forms.DecimalField(min_value=0, decimal_places=0, required=False)
    share = NumberField(min_value=0, max_value=0.5, required=False)
    own = forms.IntegerField(min_value=1, required=False, error_messages={"min_value": "Legalább egy."})


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("minutes", "0", "1 és 1500 közötti egész számot írjon."),
        ("minutes", "2000", "1 és 1500 közötti egész számot írjon."),
        ("minutes", "sok", "1 és 1500 közötti egész számot írjon."),
        ("money", "-5", "Egész számot írjon, amely legalább 0."),
        ("share", "0,7", "0 és 0,5 közötti számot írjon."),
        ("own", "0", "Legalább egy."),
    ],
)
def test_a_number_out_of_its_limits_is_told_which_numbers_fit(name: str, typed: str, told: str) -> None:
    assert NumbersForm({name: typed}).errors[name] == [told]


def test_a_number_out_of_its_limits_is_told_in_english() -> None:
    with translation.override("en"):
        assert NumbersForm({"share": "1"}).errors["share"] == ["Write a number between 0 and 0.5."]


@pytest.mark.parametrize("typed", ["0,25", "0.25", " 0,25 "])
def test_a_comma_is_a_point(typed: str) -> None:
    form = NumbersForm({"share": typed})

    assert (form.is_valid(), form.cleaned_data.get("share")) == (True, 0.25)


@pytest.mark.parametrize(("language", "shown"), [("hu", 'value="0,05"'), ("en", 'value="0.05"')])
def test_a_number_to_be_typed_over_is_written_as_the_page_writes_it(language: str, shown: str) -> None:
    with translation.override(language):
        assert shown in str(NumbersForm(initial={"share": 0.05})["share"])


def test_what_was_typed_is_shown_as_it_was_typed() -> None:
    assert 'value="0,7x"' in str(NumbersForm({"share": "0,7x"})["share"])


@pytest.mark.parametrize(
    ("language", "typed", "is_taken"),
    [
        ("hu", "1.000", False),
        ("hu", "12.500,5", False),
        ("hu", "1 000", True),
        ("hu", "0.125", True),
        ("hu", "1,125", True),
        ("en", "1,000", False),
        ("en", "1.125", True),
    ],
)
def test_a_thousand_is_not_taken_for_one(language: str, typed: str, is_taken: bool) -> None:
    """What is a sign between thousands to some is a decimal point to others: neither is guessed."""

    class AmountForm(forms.Form):
        amount = NumberField()

    with translation.override(language):
        assert AmountForm({"amount": typed}).is_valid() is is_taken
