"""What keeps spam out of forms that anybody may send: no tracker, no outside service, nothing to read from a picture.

Three things, none of which a person notices: a field that only a machine fills in; a signed time of opening, since nobody writes a letter
within two seconds; and a small piece of work (ALTCHA's proof of work, by the kept library of that name) that the browser does while the form
is being filled in. Without JavaScript there is no such proof; the form then asks for a few seconds more, and keeps what was typed.
"""

import json
from typing import Any

import altcha
from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .throttle import is_within

SALT = "mentorhalo.guard"
ALGORITHM = "PBKDF2/SHA-256"
COST = 4000  # rounds of one attempt, of which about 256 are needed: a second or two on a telephone
LEAST_SECONDS = 2
LEAST_SECONDS_WITHOUT_PROOF = 8
MOST_SECONDS = 24 * 60 * 60
USES_OF_A_PROOF = 3  # a form refused for something else is sent again with the same


class TrapInput(forms.TextInput):
    """A field that stands in the page and is shown to nobody."""

    template_name = "core/forms/trap.html"
    is_hidden = True


class OpenedInput(forms.HiddenInput):
    """The moment the form was first opened, signed; a refused form keeps it."""

    def format_value(self, value: Any) -> str:
        return value or signing.dumps(timezone.now().timestamp(), salt=SALT)


class ProofInput(forms.HiddenInput):
    """A new piece of work each time the form is shown; the browser puts its solution here."""

    template_name = "core/forms/proof.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        context["challenge"] = new_challenge()
        return context


class Guarded(forms.Form):
    """Put before a form's own bases. What it refuses, it refuses with everything typed kept."""

    guard_reference = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=TrapInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    guard_opened = forms.CharField(required=False, widget=OpenedInput)
    guard_proof = forms.CharField(required=False, widget=ProofInput, max_length=4000)

    GUARDS = ("guard_reference", "guard_opened", "guard_proof")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        found = {name: self.cleaned_data.pop(name, "") for name in self.GUARDS}
        if settings.FORM_GUARD and not self.errors:
            self._examine(**found)
        return cleaned

    def _examine(self, *, guard_reference: str, guard_opened: str, guard_proof: str) -> None:
        if guard_reference:
            raise ValidationError(_("This could not be taken. Please write it once more."), code="trap")
        least = LEAST_SECONDS if holds(guard_proof) else LEAST_SECONDS_WITHOUT_PROOF
        missing = least - seconds_since(guard_opened)
        if missing > 0:
            seconds = int(missing) + 1
            raise ValidationError(
                ngettext(
                    "Please wait %(count)s second, then send it again: that is how we keep machines out. Nothing was lost.",
                    "Please wait %(count)s seconds, then send it again: that is how we keep machines out. Nothing was lost.",
                    seconds,
                ),
                code="early",
                params={"count": seconds},
            )


def new_challenge() -> str:
    """A challenge as JSON; it carries our signature, so nothing about it is kept."""
    expires = int(timezone.now().timestamp()) + MOST_SECONDS
    challenge = altcha.create_challenge(ALGORITHM, COST, expires_at=expires, hmac_secret=_secret())
    return json.dumps(challenge.to_dict())


def holds(proof: str) -> bool:
    """Whether the work was done, on a challenge of ours, and not handed in too often."""
    if not proof:
        return False
    try:
        result = altcha.verify_solution(proof, _secret())
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    if not result.verified:
        return False
    return is_within("proof", proof, most=USES_OF_A_PROOF, seconds=MOST_SECONDS)


def seconds_since(opened: str) -> float:
    """Seconds since the form was opened; below nought for one that was never opened here, or too long ago."""
    try:
        at = signing.loads(opened, salt=SALT, max_age=MOST_SECONDS)
        return timezone.now().timestamp() - float(at)
    except (signing.BadSignature, ValueError, TypeError):
        return -1.0


def _secret() -> str:
    return salted_hmac(SALT, "proof of work", algorithm="sha256").hexdigest()
