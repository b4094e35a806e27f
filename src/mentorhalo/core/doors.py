"""One door per page, fragment, export and API route: a named rule, asked before the view sees the record."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def door(perm: str, *, get: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Let in whom the rule `perm` lets in; send the unknown to sign in; tell a stranger 404.

    With `get`, the URL's arguments are turned into the record (`get(**kwargs)`; may raise `DoesNotExist`), the rule is
    asked about that record, and the view receives it as its second argument instead of the URL's arguments.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if get is None:
                if not request.user.has_perm(perm):
                    return _turned_away(request)
                return view(request, **kwargs)
            try:
                record = get(**kwargs)
            except (ObjectDoesNotExist, ValidationError):
                return _turned_away(request)
            if not request.user.has_perm(perm, record):
                return _turned_away(request)
            return view(request, record)

        guarded.door = perm  # type: ignore[attr-defined]
        return guarded

    return decorate


def _turned_away(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.get_full_path())
