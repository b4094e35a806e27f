import io

import pytest
from django.urls import reverse

from mentorhalo.config.wsgi import application
from mentorhalo.core.registry import registry


def answered(path: str) -> tuple[str, dict[str, str]]:
    said: list[tuple[str, dict[str, str]]] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "192.0.2.7",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }
    body = application(environ, lambda status, headers: said.append((status, dict(headers))))
    list(body)
    return said[0]


@pytest.mark.django_db
def test_programs_are_answered_without_what_pages_need() -> None:
    status, headers = answered("/openrosa/formList")

    assert status == "401 Unauthorized"
    assert headers["X-OpenRosa-Version"] == "1.0"
    assert "Content-Security-Policy" not in headers


def test_pages_are_no_programs() -> None:
    assert registry.program_at(reverse("account_login")) is None
    assert registry.program_at("/openrosa") is None
