"""Fields and ways that more than one form of this room uses."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User


class AccountField(forms.EmailField):
    """Somebody with an account, by the e-mail address they sign in with."""

    default_error_messages = {"unknown": _("Nobody has an account with this address.")}

    def clean(self, value: Any) -> Any:
        email = super().clean(value)
        if not email:
            return None
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return user


def show_refusal(form: forms.Form, refusal: Exception) -> None:
    """What an action refused, beside the field it is about (or above all of them)."""
    field = getattr(refusal, "field", "")
    form.add_error(field if field in form.fields else None, str(refusal))
