"""The way most questionnaires come: posted below a token that is known. What other requests need costs more than taking one."""

import re
from contextlib import closing
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation

from ..actions.plain import Arrived
from ..actions.receiving import SendingRefused
from .answers import Answer, spoken
from .committing import TooMany
from .parcels import open_parcel
from .reception import arrived, device_named, expected, not_taken, take
from .signin import known_by_token, language_spoken_by

POSTED = re.compile(r"/openrosa/key/(?P<token>[^/]+)/submission")


def quick_answer(environ: dict[str, Any]) -> Answer | None:
    """What the views would answer. None: it is another request, or one to be refused at the door, and nothing of it was read."""
    posted = POSTED.fullmatch(environ["PATH_INFO"]) if environ["REQUEST_METHOD"] == "POST" else None
    if posted is None or (settings.HTTPS and not _came_safely(environ)):
        return None
    interviewer = known_by_token(posted["token"])
    if interviewer is None:
        return None
    language = language_spoken_by(interviewer)
    try:
        with expected() as place, closing(open_parcel(environ)) as parcel:
            device = device_named(environ["QUERY_STRING"])
            is_written = not parcel.files and place.hand_in(Arrived(parcel.xml, interviewer.pk, device))
            if not is_written:
                place.leave()
                take(parcel.sending(device_id=device, interviewer=interviewer), language=language)
            return _arrived(language, is_complete=parcel.is_complete)
    except (SendingRefused, TooMany) as refusal:
        with translation.override(language):
            return Answer.of(spoken(not_taken(refusal)))


def _came_safely(environ: dict[str, Any]) -> bool:
    """As a proxy says, or the server itself. Where it is said in other words, the views look closer."""
    return bool(environ.get("HTTP_X_FORWARDED_PROTO", environ["wsgi.url_scheme"]) == "https")


@lru_cache(maxsize=100)
def _arrived(language: str, *, is_complete: bool) -> Answer:
    """The same each time."""
    with translation.override(language):
        return Answer.of(spoken(arrived(is_complete=is_complete)))
