from uuid import UUID, uuid4

import pytest
from django import forms

from mentorhalo.core.forms import ClientKeyField, DateInput, SuggestField, Suggestion

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
