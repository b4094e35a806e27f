"""Who is asking, as the views need it."""

from django.http import HttpRequest

from mentorhalo.accounts.models import User


def member_asking(request: HttpRequest) -> User | None:
    """Whose account it is; None for a guest."""
    return request.user if isinstance(request.user, User) else None
