"""What a client posts: the questionnaire and its files, read piece by piece and never more than there is leave for."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from email.header import decode_header
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import unquote

from django.conf import settings
from django.core.files import File
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from multipart import (
    MultipartError,
    MultipartSegment,
    ParserLimitReached,
    PushMultipartParser,
    parse_options_header,
)

from ..actions.receiving import LARGEST_XML, MalformedSending, Sending, SentFile, TooLarge
from ..choices import Way
from ..models import Interviewer
from ..xforms import MalformedXml, file_name, parse_xml

XML_PART = "xml_submission_file"
PIECE = 64 * 1024
IN_MEMORY = 512 * 1024  # of one file; what is larger lies in a file without a name
LARGEST_FIELD = 8 * 1024
MOST_PARTS = 1000  # Collect sends a hundred files at once
EXTENDED_NAME = re.compile(
    r"""filename\*\s*=\s*"?(?P<charset>[\w-]+)'[\w-]*'(?P<name>[^;"\s]+)""", re.IGNORECASE
)
# A client that is still sending hears a refusal only once it has been listened to; whoever sends more than this is cut off.
PATIENCE = 256 * 1024 * 1024


@dataclass(slots=True)
class Parcel:
    """One POST, opened. `close` throws away its files; they never had a name, so that nothing is left of them either way."""

    xml: bytes = b""
    files: list[SentFile] = field(default_factory=list)
    is_complete: bool = True
    open_files: ExitStack = field(default_factory=ExitStack)

    def wanted_files(self) -> list[SentFile]:
        """Those the questionnaire names; what else a client sends is not refused, and not kept."""
        if not self.files:
            return []
        try:
            named = {file_name(str(text)) for text in parse_xml(self.xml).itertext()}
        except MalformedXml:
            return self.files  # it will be refused as a whole
        return [file for file in self.files if file.name in named]

    def sending(self, *, device_id: str, interviewer: Interviewer | None) -> Sending:
        return Sending(
            xml=self.xml,
            way=Way.COLLECT,
            files=self.wanted_files(),
            interviewer=interviewer,
            device_id=device_id,
            by=interviewer.user if interviewer else None,
        )

    def close(self) -> None:
        self.open_files.close()


def largest_parcel() -> int:
    return int(settings.OPENROSA_MAX_MEGABYTES) * 1024 * 1024


def open_parcel(environ: dict[str, Any]) -> Parcel:
    """Read the body of a request. Raises `SendingRefused`, once the client has had its say."""
    body = Body(environ)
    parcel = Parcel()
    try:
        _Opening(parcel).read(body, environ.get("CONTENT_TYPE", ""))
    except (TooLarge, MalformedSending):
        parcel.close()
        body.hear_out()
        raise
    except BaseException:
        parcel.close()
        raise
    return parcel


class Body:
    """The body of a request, in pieces: as long as it says it is, or in chunks to their end."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self.stream: IO[bytes] = environ["wsgi.input"]
        length = environ.get("CONTENT_LENGTH") or ""
        is_endless = not length and bool(environ.get("wsgi.input_terminated"))
        self.left: int | None = None if is_endless else _number(length)
        self.is_waiting_for_leave = environ.get("HTTP_EXPECT", "").lower() == "100-continue"
        self.heard = 0

    def pieces(self) -> Iterator[bytes]:
        while piece := self._next():
            self.heard += len(piece)
            yield piece

    def hear_out(self) -> None:
        """Let the client say the rest, and keep none of it."""
        if self.is_waiting_for_leave and not self.heard:
            return
        for _piece in self.pieces():
            if self.heard > PATIENCE:
                return

    def _next(self) -> bytes:
        if self.left is None:
            return self.stream.read(PIECE)
        piece = self.stream.read(min(PIECE, self.left)) if self.left else b""
        self.left -= len(piece)
        return piece


class _Opening:
    """Sorts what comes into the parcel."""

    def __init__(self, parcel: Parcel) -> None:
        self.parcel = parcel
        self.part: _Part | None = None
        self.is_xml_there = False

    def read(self, body: Body, content_type: str) -> None:
        largest = largest_parcel()
        kind, options = parse_options_header(content_type)
        if kind != "multipart/form-data" or not options.get("boundary"):
            raise MalformedSending(_("This is not a questionnaire: multipart/form-data is expected."))
        if body.left is not None and body.left > largest:
            raise _too_large()
        try:
            with PushMultipartParser(
                options["boundary"], max_segment_count=MOST_PARTS, max_segment_size=largest
            ) as parser:
                for piece in body.pieces():
                    if body.heard > largest:
                        raise _too_large()
                    for event in parser.parse(piece):
                        self._take(event)
        except ParserLimitReached:
            raise _too_large() from None
        except MultipartError:
            raise MalformedSending(
                _("The questionnaire did not arrive whole. It will be taken when it is sent again.")
            ) from None
        if not self.is_xml_there:
            raise MalformedSending(_no_questionnaire())

    def _take(self, event: Any) -> None:
        if event is None:
            assert self.part is not None
            self._finish(self.part)
            self.part = None
        elif isinstance(event, MultipartSegment):
            self.part = self._begin(event)
        else:
            assert self.part is not None
            self.part.write(event)

    def _begin(self, segment: MultipartSegment) -> "_Part":
        name = _file_name(segment)
        if segment.name == XML_PART:
            return _Held(XML_PART, LARGEST_XML)
        if not name:
            return _Held(segment.name or "", LARGEST_FIELD)
        return _Filed(name, segment.content_type or "", self.parcel.open_files)

    def _finish(self, part: "_Part") -> None:
        if isinstance(part, _Filed):
            self.parcel.files.append(part.sent_file())
        elif part.name == XML_PART:
            self.parcel.xml, self.is_xml_there = bytes(part.content), True
        elif part.name == "*isIncomplete*":
            self.parcel.is_complete = bytes(part.content).strip().lower() != b"yes"


class _Held:
    """A part that is short, or has to be."""

    def __init__(self, name: str, most: int) -> None:
        self.name = name
        self.most = most
        self.content = bytearray()

    def write(self, piece: bytes) -> None:
        if len(self.content) + len(piece) > self.most:
            raise _too_large()
        self.content += piece


class _Spool(SpooledTemporaryFile[bytes]):
    """In memory while it is small, then on the disk, where it never has a name."""

    def __init__(self) -> None:
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        super().__init__(max_size=IN_MEMORY, dir=str(settings.MEDIA_ROOT))


class _Filed:
    """A file, until it is taken or forgotten."""

    def __init__(self, name: str, media_type: str, open_files: ExitStack) -> None:
        self.name = name
        self.media_type = media_type
        self.content = open_files.enter_context(_Spool())
        self.write = self.content.write

    def sent_file(self) -> SentFile:
        self.content.seek(0)
        return SentFile(name=self.name, content=File(self.content, self.name), media_type=self.media_type)


type _Part = _Held | _Filed


def _file_name(segment: MultipartSegment) -> str:
    """The last part of a file's name, in one of the ways clients write what is not ASCII; empty where it has none."""
    name = segment.filename or ""
    disposition = segment.header("Content-Disposition", "")
    if "filename*" in disposition:
        name = _extended_name(disposition) or name
    elif name.startswith("=?"):
        name = _encoded_word(name)
    return file_name(name)


def _extended_name(disposition: str) -> str:
    """RFC 5987: `filename*=UTF-8''k%C3%A9p.jpg`."""
    found = EXTENDED_NAME.search(disposition)
    if found is None:
        return ""
    try:
        return unquote(found["name"], encoding=found["charset"], errors="strict")
    except (LookupError, ValueError):
        return ""


def _encoded_word(name: str) -> str:
    """RFC 2047, which has no place here and is written all the same."""
    try:
        return "".join(
            part.decode(charset or "ascii") if isinstance(part, bytes) else part
            for part, charset in decode_header(name)
        )
    except (LookupError, ValueError):
        return name


def _number(text: str) -> int:
    try:
        return max(int(text), 0)
    except ValueError:
        return 0


def _too_large() -> TooLarge:
    return TooLarge(_it_is_too_large())


# Put in words only where somebody hears them, in their language.
_no_questionnaire = lazy(
    lambda: _("The sending holds no questionnaire (%(part)s is missing).") % {"part": XML_PART}, str
)
_it_is_too_large = lazy(
    lambda: (
        _("It is too large: at most %(most)s MB are taken at once. It stays on the phone.")
        % {"most": settings.OPENROSA_MAX_MEGABYTES}
    ),
    str,
)
