"""How a client of the tests reaches the server: through its WSGI application in this process, or by HTTP."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from mentorhalo.surveys.openrosa.wsgi import application


@dataclass(frozen=True)
class Heard:
    """What came back. Names of headers are in small letters; several of one name are several pairs."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name.lower()), "")

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name.lower()]

    @property
    def text(self) -> str:
        return self.body.decode()


class Wire(Protocol):
    """`ask` takes an address below the server's root, or an absolute one of the server."""

    root: str

    def ask(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | Iterable[bytes] = b"",
    ) -> Heard: ...


class InProcess:
    """The application that servers serve, called by hand."""

    def __init__(self, *, scheme: str = "http", remote: str = "192.0.2.7", host: str = "testserver") -> None:
        self.scheme, self.remote, self.host = scheme, remote, host
        self.root = f"{scheme}://{host}"

    def ask(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | Iterable[bytes] = b"",
    ) -> Heard:
        path, _mark, query = address.removeprefix(self.root).partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": unquote(path, encoding="utf-8").encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": self.host,
            "SERVER_PORT": "443" if self.scheme == "https" else "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": self.host,
            "REMOTE_ADDR": self.remote,
            "wsgi.url_scheme": self.scheme,
            "wsgi.input_terminated": True,
            "wsgi.errors": io.StringIO(),
        }
        if isinstance(body, bytes):
            environ["wsgi.input"] = io.BytesIO(body)
            environ["CONTENT_LENGTH"] = str(len(body))
        else:
            environ["wsgi.input"] = io.BytesIO(b"".join(body))
        for name, value in (headers or {}).items():
            key = name.upper().replace("-", "_")
            environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
        said: list[Any] = []
        answer = application(environ, lambda status, headers: said.extend((status, headers)))
        content = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        status, pairs = said
        return Heard(
            int(status.split()[0]),
            tuple((name.lower(), value) for name, value in pairs),
            b"" if method == "HEAD" else content,
        )


class ByHttp:
    """A server that listens somewhere. One connection for each request."""

    def __init__(self, root: str) -> None:
        self.root = root

    def ask(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | Iterable[bytes] = b"",
    ) -> Heard:
        parts = urlsplit(self.root)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        try:
            chunked = not isinstance(body, bytes)
            connection.request(
                method,
                address.removeprefix(self.root),
                body or None,
                dict(headers or {}),
                encode_chunked=chunked,
            )
            response = connection.getresponse()
            pairs = tuple((name.lower(), value) for name, value in response.getheaders())
            return Heard(response.status, pairs, response.read())
        finally:
            connection.close()
