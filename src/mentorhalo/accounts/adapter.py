"""How allauth opens accounts here: by e-mail alone, in the language of the page they were opened on."""

from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from mentorhalo.core.hungarian import sort_key

from .models import User


@dataclass(frozen=True)
class Site:
    """What a letter calls the place it comes from."""

    name: str
    domain: str


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A new account has no role: its holder sees what the public sees, and may ask for one."""
        user.language = translation.get_language() or user.language
        super().save_user(request, user, form, commit=False)
        user.name_sort = sort_key(user.email)
        if commit:
            user.save()
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters speak the language their reader chose; one to an unknown address, that of the page."""
        reader = context.get("user")
        language = reader.language if isinstance(reader, User) else translation.get_language()
        with translation.override(language):
            site = Site("Mentorháló", settings.SITE_URL)
            super().send_mail(template_prefix, email, {"current_site": site, **context})
