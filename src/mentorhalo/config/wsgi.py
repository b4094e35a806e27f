"""WSGI entry point: `granian --interface wsgi mentorhalo.config.wsgi:application`."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from mentorhalo.core.registry import registry

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorhalo.config.settings")
pages = get_wsgi_application()


def by_address(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Pages, or an application for programs that a room has signed in."""
    program = registry.program_at(environ["PATH_INFO"])
    return (program or pages)(environ, start_response)


# Behind a proxy all visitors would come from its one address, and share what one of them may do in an hour.
behind_a_proxy = wrap_wsgi_with_proxy_headers(by_address, trusted_hosts=settings.TRUSTED_PROXIES)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    is_forwarded = "HTTP_X_FORWARDED_FOR" in environ
    return (behind_a_proxy if is_forwarded else by_address)(environ, start_response)
