import json
from typing import Any

import altcha
import pytest
from django import forms
from django.core import signing
from django.utils import timezone

from mentorhalo.core import guard


class LetterForm(guard.Guarded, forms.Form):
    words = forms.CharField()


@pytest.fixture(autouse=True)
def _guarded(settings: Any) -> None:
    settings.FORM_GUARD = True


def opened(seconds_ago: float) -> str:
    return signing.dumps(timezone.now().timestamp() - seconds_ago, salt=guard.SALT)


def solved() -> str:
    challenge = altcha.Challenge.from_dict(json.loads(guard.new_challenge()))
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def letter(**sent: str) -> LetterForm:
    return LetterForm({"words": "Jó napot!", **sent})


def test_somebody_who_writes_for_a_minute_passes_without_javascript() -> None:
    form = letter(guard_opened=opened(60))

    assert form.is_valid()
    assert form.cleaned_data == {"words": "Jó napot!"}


def test_whoever_did_the_work_need_not_wait_longer_than_two_seconds(monkeypatch: Any) -> None:
    monkeypatch.setattr(guard, "COST", 1)

    assert letter(guard_opened=opened(3), guard_proof=solved()).is_valid()
    assert not letter(guard_opened=opened(3)).is_valid()


def test_one_proof_does_not_carry_many_letters(monkeypatch: Any) -> None:
    monkeypatch.setattr(guard, "COST", 1)
    proof = solved()

    taken = [letter(guard_opened=opened(3), guard_proof=proof).is_valid() for _ in range(4)]

    assert taken == [True, True, True, False]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"guard_opened": "1700000000"},
        {"guard_opened": "nonsense"},
        {"guard_opened": signing.dumps(0, salt="another")},
    ],
)
def test_a_form_that_was_never_opened_is_not_taken(sent: dict[str, str]) -> None:
    assert not letter(**sent).is_valid()


@pytest.mark.parametrize("proof", ["x", "e30=", "bnVsbA==", "W10=", "é" * 100])
def test_a_forged_proof_is_no_proof(proof: str) -> None:
    assert not letter(guard_opened=opened(3), guard_proof=proof).is_valid()
    assert letter(guard_opened=opened(60), guard_proof=proof).is_valid()


def test_a_machine_that_fills_in_everything_is_refused() -> None:
    form = letter(guard_opened=opened(60), guard_reference="https://example.org")

    assert form.has_error("__all__", "trap")


def test_a_refused_form_keeps_when_it_was_opened_and_gets_new_work() -> None:
    first = opened(60)
    page = str(LetterForm({"words": "", "guard_opened": first, "guard_proof": "old"}))

    assert first in page
    assert "old" not in page
    assert "data-mh-challenge" in page
