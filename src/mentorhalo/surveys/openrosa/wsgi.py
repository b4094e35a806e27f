"""The protocol without the house around it: no sessions, languages by address, redirects or policies for browsers.

What the ordinary handler does for any request - signals, a dozen layers, the search among all addresses - costs more than taking
a questionnaire. The addresses themselves are the same under `config.urls`, where they work as well.
"""

import logging
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from threading import local
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest, get_path_info
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, resolve
from django.utils.translation import gettext as _

from .answers import Answer, message, spoken
from .committing import TooMany
from .quick import quick_answer
from .reception import not_taken

URLS = "mentorhalo.surveys.openrosa.urls"
PREFIX = "/openrosa"
TOKEN = re.compile(r"/(key|test)/[^/]*")
LOOKED_AFTER_SECONDS = 10.0

logger = logging.getLogger(__name__)

type StartResponse = Callable[..., Any]


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """For paths below `/openrosa/`."""
    status, headers, pieces = _answer(environ)
    start_response(status, list(headers))
    return pieces


def _answer(environ: dict[str, Any]) -> Answer:
    _look_after_connections()
    try:
        return quick_answer(environ) or Answer.of(_answer_of_views(environ))
    except Http404:
        return _said(_("There is no such address here."), 404)
    except (SuspiciousOperation, BadRequest) as fault:
        logger.warning("refused %s: %s", _without_token(environ), fault)
        return _said(_("The request cannot be understood."), 400)
    except (OperationalError, InterfaceError) as fault:  # full, starting anew, or not to be reached
        logger.error("no database for %s: %s", _without_token(environ), fault)
        _close_broken_connection()
        return Answer.of(spoken(not_taken(TooMany())))
    except Exception:
        logger.exception("failed at %s", _without_token(environ))
        _close_broken_connection()
        return _said(_("Something went wrong here. It will be taken when it is sent again."), 500)


def _answer_of_views(environ: dict[str, Any]) -> HttpResponseBase:
    request = WSGIRequest(environ)
    if settings.HTTPS and not request.is_secure():
        return spoken(message(_("This server is reached by https only."), 403))
    match = _resolved(request.path_info.removeprefix(PREFIX))
    return match.func(request, *match.args, **match.kwargs)


def _said(text: str, status: int) -> Answer:
    return Answer.of(spoken(message(text, status)))


@lru_cache(maxsize=1000)
def _resolved(path: str) -> ResolverMatch:
    """A phone asks for the same address again and again."""
    return resolve(path, URLS)


def _without_token(environ: dict[str, Any]) -> str:
    """The path as it may stand in a log."""
    return TOKEN.sub(r"/\1/…", get_path_info(environ))


def _close_broken_connection() -> None:
    if not connection.in_atomic_block:
        close_old_connections()


_looked_after = local()


def _look_after_connections() -> None:
    """A connection is asked whether it lives where this thread has not used it for a while, not with every request."""
    now = monotonic()
    is_long_ago = now - getattr(_looked_after, "at", 0.0) > LOOKED_AFTER_SECONDS
    if is_long_ago and not connection.in_atomic_block:
        close_old_connections()
    _looked_after.at = now
