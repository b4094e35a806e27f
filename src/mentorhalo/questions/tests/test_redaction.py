"""What may tell who asked is found, also with Hungarian endings, and suggested with a replacement."""

import pytest

from mentorhalo.questions.choices import Sensitivity
from mentorhalo.questions.redaction import fingerprint, hints_in, redacted


def found(text: str, **known: object) -> list[tuple[str, str]]:
    return [(hint.found, hint.replacement) for hint in hints_in(text, **known)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("Írjon a kiss.anna+klub@pelda.hu címre!", [("kiss.anna+klub@pelda.hu", "[e-mail-cím]")]),
        ("Hívjon: +36 30 123 4567.", [("+36 30 123 4567", "[telefonszám]")]),
        ("Hívjon: 06-30/123-4567, délután", [("06-30/123-4567", "[telefonszám]")]),
        ("Hívjon: (06 1) 234-5678", [("06 1) 234-5678", "[telefonszám]")]),
        ("Utalás: 11773016-12345678-00000000.", [("11773016-12345678-00000000", "[számlaszám]")]),
        ("HU42 1177 3016 1111 1018 0000 0000", [("HU42 1177 3016 1111 1018 0000 0000", "[számlaszám]")]),
        ("A Petőfi utca 12. alatt", [("Petőfi utca 12.", "[cím]")]),
        ("2026-ban 12 000 forintból, 24 fővel", []),
    ],
)
def test_numbers_and_addresses_are_found(text: str, hints: list[tuple[str, str]]) -> None:
    assert found(text) == hints


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("Kovács János mondta.", [("Kovács János", "[név]")]),
        ("Szóltunk Kovács Jánosnak is.", [("Kovács Jánosnak", "[név]-nak")]),
        ("Beszéltünk Nagy Annával.", [("Nagy Annával", "[név]-val")]),
        ("Itt dr. Szabó Péter polgármester dönt.", [("dr. Szabó Péter", "[név]")]),
        ("Írt Kovács Anna Máriának", [("Kovács Anna Máriának", "[név]-nak")]),
        ("Nagy-Kiss Évát kérdeztük", [("Nagy-Kiss Évát", "[név]-t")]),
        ("A Mária napi búcsú szép volt.", []),
        ("Szép a falu. János is.", []),
    ],
)
def test_people_are_found_by_given_name(text: str, hints: list[tuple[str, str]]) -> None:
    assert found(text) == hints


def test_the_askers_own_name_is_found_in_part() -> None:
    assert found("Üdvözlettel: Varjasiné", people=["Varjasi Vilma"]) == [("Varjasiné", "[név]-né")]


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("Csörötneken élünk.", [("Csörötneken", "[település]-en")]),
        ("Abán élünk.", []),
        ("Magyarlakra jöttek.", [("Magyarlakra", "[település]-ra")]),
        ("Kercaszomorban van klub.", [("Kercaszomorban", "[település]-ban")]),
        ("Alsóbogátára mentünk", [("Alsóbogátára", "[település]-ra")]),
        ("Budapesten élünk.", []),
    ],
)
def test_small_places_are_found_with_their_endings(text: str, hints: list[tuple[str, str]]) -> None:
    small = {"csörötnek", "magyarlak", "kercaszomor", "alsóbogáta"}

    assert found(text, small_places=small) == hints


def test_special_data_and_disputes_are_marked_for_a_person_to_reword() -> None:
    hints = hints_in("A vezető beteg, és feljelentést tettünk.")

    assert [(hint.found, hint.reason, hint.replacement) for hint in hints] == [
        ("beteg", Sensitivity.HEALTH, ""),
        ("feljelentést", Sensitivity.CONFLICT, ""),
    ]


def test_suggested_version_keeps_everything_else() -> None:
    text = "Kovács Jánosnak a 06 30 123 4567 számon,\nmert beteg."

    assert redacted(text, hints_in(text)) == "[név]-nak a [telefonszám] számon,\nmert beteg."


def test_fingerprint_follows_every_word() -> None:
    assert fingerprint("a", "b", "c") == fingerprint("a", "b", "c", [])
    assert (
        len(
            {
                fingerprint("a", "b", "c"),
                fingerprint("a", "bc", ""),
                fingerprint("a", "b", "c", [{"url": "x"}]),
            }
        )
        == 3
    )
