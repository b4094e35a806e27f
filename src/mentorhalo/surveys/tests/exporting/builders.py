"""Responses as if they had been sent and read, without sending them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from PIL import Image

from mentorhalo.surveys.choices import ResponseState, VersionState, Way
from mentorhalo.surveys.models import (
    Instrument,
    InstrumentVersion,
    RespondentKey,
    Response,
    Study,
    Submission,
    SubmissionFile,
)
from mentorhalo.surveys.tests.factories import (
    FOUNDED_AT,
    KEYS_END_ON,
    InstrumentFactory,
    InstrumentVersionFactory,
)
from mentorhalo.surveys.tests.xforms.books import survey
from mentorhalo.surveys.xforms import Form, convert_workbook, read_form

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

COLUMNS = ("type", "name", "label::Magyar (hu)", "label::English (en)", "relevant", "calculation")
CHOICES = [
    ("list_name", "name", "label::Magyar (hu)", "label::English (en)"),
    ("content", "1", "Elégedett", "Content"),
    ("content", "2", "Elégedetlen", "Discontent"),
    ("content", "9", "Nem tudja", "Don't know"),
    ("source", "press", "Újság", "Newspaper"),
    ("source", "friend", "Ismerős", "Friend"),
]
ROWS = [
    ("start", "start", None, None, None, None),
    ("end", "end", None, None, None, None),
    ("deviceid", "deviceid", None, None, None, None),
    ("begin group", "who", "Ön", "You", None, None),
    ("text", "name", "Neve?", "Your name?", None, None),
    ("integer", "age", "Kora?", "Your age?", None, None),
    ("end group", None, None, None, None, None),
    ("select_one content", "content", "Mennyire elégedett?", "How content are you?", None, None),
    ("select_multiple source", "heard", "Honnan hallott rólunk?", "Where did you hear of us?", "${age} > 17", None),
    ("rank source", "best", "Tegye sorba!", "Put in order", None, None),
    ("text", "wish", "Mit kíván?", "What do you wish?", None, None),
    ("decimal", "hours", "Hány órát?", "How many hours?", None, None),
    ("date", "last", "Mikor járt itt?", "When were you here?", None, None),
    ("geopoint", "place", "Hol?", "Where?", None, None),
    ("calculate", "adult", None, None, None, "if(${age} > 17, 1, 0)"),
    ("calculate", "greeting", None, None, None, "concat('Kedves ', ${name})"),
    ("begin repeat", "child", "Gyermek", "Child", None, None),
    ("integer", "years", "Hány éves?", "How old?", None, None),
    ("begin repeat", "club", "Szakkör", "Club", None, None),
    ("select_one source", "told", "Ki ajánlotta?", "Who told?", None, None),
    ("end repeat", None, None, None, None, None),
    ("end repeat", None, None, None, None, None),
]  # fmt: skip

ANSWERS: Mapping[str, Any] = {
    "who/age": 41,
    "content": "1",
    "heard": ["friend"],
    "best": ["friend", "press"],
    "wish": "=több énekkar",
    "hours": 1.5,
    "last": "2026-02-01",
    "place": [46.07123, 18.23321, 120.0, 4.0],
    "adult": "1",
    "greeting": "Kedves Kiss Piroska",
    "child": [{"years": 9, "club": [{"told": "press"}, {"told": "friend"}]}, {"years": 4}],
}
IDENTITIES = {"who/name": "Kiss Piroska"}


PHOTOS = [
    ("image", "front", "Az épület", "The building", None, None),
    ("audio", "story", "Mesélje el!", "Tell us", None, None),
    ("image", "card", "Az igazolványa", "Your card", None, None),
    ("begin repeat", "room", "Helyiség", "Room", None, None),
    ("image", "view", "A helyiség képe", "Picture of the room", None, None),
    ("end repeat", None, None, None, None, None),
]


def a_form(rows: list[Any] = ROWS, choices: list[Any] = CHOICES) -> Form:
    return read_form(convert_workbook(survey(*rows, columns=COLUMNS, choices=choices), "sample.xlsx").xform)


def a_version(
    instrument: Instrument, version: str = "1", form: Form | None = None, **fields: Any
) -> InstrumentVersion:
    made: InstrumentVersion = InstrumentVersionFactory(
        instrument=instrument,
        version=version,
        state=VersionState.FROZEN,
        xform=b"<x/>",
        schema=(form or a_form()).to_dict(),
        definition={},
        identity_keys=fields.pop("identity_keys", ["who/name"]),
        unit_key="",
        settlement_key="",
        published_at=fields.pop("published_at", FOUNDED_AT),
        **fields,
    )
    return made


def a_response(version: InstrumentVersion, answers: Mapping[str, Any] = ANSWERS, **fields: Any) -> Response:
    """Accepted, begun on 2 March 2026 at ten o'clock in Budapest, 12 minutes long; with an identity beside it."""
    thread = fields.pop("id", uuid4())
    identities = fields.pop("identities", IDENTITIES)
    submission = Submission.objects.create(
        instance_id=f"uuid:{uuid4()}",
        thread=thread,
        version=version,
        xml=b"<x/>",
        sha256=sha256(b"<x/>").hexdigest(),
        way=Way.COLLECT,
        received_at=BEGAN + timedelta(minutes=15),
        read_at=BEGAN,
    )
    response = Response.objects.create(
        **{
            "id": thread,
            "submission": submission,
            "version": version,
            "way": Way.COLLECT,
            "state": ResponseState.ACCEPTED,
            "answers": dict(answers),
            "started_at": BEGAN,
            "ended_at": BEGAN + timedelta(minutes=12),
            "received_at": submission.received_at,
            **fields,
        }
    )
    RespondentKey.objects.create(response=response, answers=identities, delete_on=KEYS_END_ON)
    return response


def a_photo(place: str = "N") -> bytes:
    """A JPEG that says where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Fototelefon"
    exif.get_ifd(0x8825).update({1: place, 2: (46.0, 4.0, 16.3)})
    written = BytesIO()
    Image.new("RGB", (16, 16), "green").save(written, "JPEG", exif=exif)
    return written.getvalue()


def a_file(response: Response, name: str, content: bytes, media_type: str = "image/jpeg") -> SubmissionFile:
    """Sent along with the newest version of the response."""
    made = SubmissionFile(
        submission=response.submission,
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        received_at=response.received_at,
    )
    made.file.save(name, ContentFile(content), save=False)
    made.save(force_insert=True)
    return made


def uuid_of(number: int) -> UUID:
    return UUID(int=number)


def a_photo_instrument(study: Study) -> Instrument:
    """One with photos in and out of repeats, of which that of the card is an identity."""
    made: Instrument = InstrumentFactory(study=study, form_id="places")
    a_version(made, form=a_form(PHOTOS), identity_keys=["card"])
    return made
