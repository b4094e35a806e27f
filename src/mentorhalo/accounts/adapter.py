"""How allauth opens accounts here: by e-mail alone, in the language of the page they were opened on."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import translation

from mentorhalo.core.hungarian import sort_key

from .models import User


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A new account has no role: its holder sees what the public sees, and may ask for one."""
        user.language = translation.get_language() or user.language
        user = super().save_user(request, user, form, commit=False)
        user.name_sort = sort_key(user.email)
        if commit:
            user.save()
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters speak the language their reader chose."""
        user = context.get("user")
        with translation.override(user.language if isinstance(user, User) else translation.get_language()):
            super().send_mail(template_prefix, email, context)
