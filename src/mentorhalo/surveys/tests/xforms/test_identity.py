import pytest

from mentorhalo.surveys.tests.xforms.books import survey
from mentorhalo.surveys.xforms import Form, Guess, convert_workbook, identity_guesses


def form_of(
    *rows: tuple[str | None, ...], columns: tuple[str, ...] = ("type", "name", "label"), **sheets
) -> Form:
    return convert_workbook(survey(*rows, columns=columns, **sheets), "f.xlsx").form


@pytest.mark.parametrize(
    ("kind", "name", "label", "guess"),
    [
        ("text", "q1", "Mi az Ön neve?", Guess("name", "label", "neve")),
        ("text", "q1", "Kérem, adja meg a teljes nevét!", Guess("name", "label", "nevet")),
        ("text", "vezetekNev", "?", Guess("name", "name", "nev")),
        ("text", "q1", "What is your full name?", Guess("name", "label", "name")),
        ("text", "q1", "Telefonszáma", Guess("phone", "label", "telefonszama")),
        ("integer", "phone_number", "Number", Guess("phone", "name", "phone")),
        ("text", "q1", "E-mail-címe", Guess("email", "label", "e mail")),
        ("text", "q1", "Lakcíme (utca, házszám)", Guess("address", "label", "lakcime")),
        ("text", "q1", "Street and house number", Guess("address", "label", "street")),
        ("date", "q1", "Születési dátuma", Guess("birth", "label", "szuletesi datuma")),
        ("text", "q1", "TAJ-száma", Guess("number", "label", "taj")),
    ],
)
def test_questions_of_identity_are_guessed_with_their_reason(
    kind: str, name: str, label: str, guess: Guess
) -> None:
    assert identity_guesses(form_of((kind, name, label))) == {name: guess}


@pytest.mark.parametrize(
    ("kind", "name", "label"),
    [
        ("text", "q1", "Mi a véleménye a könyvtárról?"),
        ("text", "q1", "Mi az intézmény neve?"),
        ("text", "village_name", "Name of the village"),
        ("integer", "q1", "Hány telefonja van?"),
        ("decimal", "q1", "Address the height in metres"),
        ("note", "q1", "Your name stays with us"),
        ("date", "q1", "Mikor volt a rendezvény?"),
    ],
)
def test_other_questions_are_left_alone(kind: str, name: str, label: str) -> None:
    assert identity_guesses(form_of((kind, name, label))) == {}


def test_what_repeats_an_identity_is_one() -> None:
    form = form_of(
        ("text", "surname", "Surname", None),
        ("integer", "age", "Age", None),
        ("calculate", "hello", None, "concat('Hello ', ${surname})"),
        ("calculate", "older", None, "${age} + 1"),
        columns=("type", "name", "label", "calculation"),
    )

    guesses = identity_guesses(form)

    assert guesses == {
        "surname": Guess("name", "name", "surname"),
        "hello": Guess("name", "calculate", "surname"),
    }


def test_a_signature_is_a_name() -> None:
    form = form_of(("image", "q1", "Please", "signature"), columns=("type", "name", "label", "appearance"))

    assert identity_guesses(form) == {"q1": Guess("name", "appearance", "signature")}
