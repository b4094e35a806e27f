"""What a client hears: headers without which it says that this is no OpenRosa server, and messages it shows to its user."""

from collections.abc import Iterable
from typing import NamedTuple, Self
from xml.sax.saxutils import escape

from django.http import HttpResponse
from django.http.response import HttpResponseBase

LONGEST_SENDING = 10_000_000  # of one request: clients spread what is more over several; a single larger file comes all the same
XML = "text/xml; charset=utf-8"
HEADERS = (
    ("X-OpenRosa-Version", "1.0"),
    ("X-OpenRosa-Accept-Content-Length", str(LONGEST_SENDING)),
)


class Answer(NamedTuple):
    """As a server is told."""

    status: str
    headers: tuple[tuple[str, str], ...]
    pieces: Iterable[bytes]

    @classmethod
    def of(cls, response: HttpResponseBase) -> Self:
        pieces = [response.content] if isinstance(response, HttpResponse) else response
        return cls(f"{response.status_code} {response.reason_phrase}", tuple(response.items()), pieces)


def spoken(response: HttpResponseBase) -> HttpResponseBase:
    """With the headers of the protocol."""
    for name, value in HEADERS:
        response.headers[name] = value
    return response


def message(text: str, status: int) -> HttpResponse:
    """Shown to the person, for what was taken as for what was refused."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
        f"<message>{escape(text)}</message></OpenRosaResponse>"
    )
    return HttpResponse(body, content_type=XML, status=status)


class Challenge(HttpResponse):
    """401 with a line for each way to sign in; a client takes the best it can do."""

    def __init__(self, content: bytes, ways: list[str]) -> None:
        super().__init__(content, content_type=XML, status=401)
        self.ways = ways
        self.headers["WWW-Authenticate"] = ", ".join(ways)

    def items(self) -> list[tuple[str, str]]:
        """What servers send; `headers` holds the same in one line."""
        others = [(name, value) for name, value in self.headers.items() if name != "WWW-Authenticate"]
        return others + [("WWW-Authenticate", way) for way in self.ways]
