"""Questionnaires as a client would send them, of the small form of the tests."""

from uuid import uuid4

from django.core.files.base import ContentFile

from mentorhalo.surveys.actions.receiving import Sending, SentFile
from mentorhalo.surveys.choices import Way
from mentorhalo.surveys.models import Interviewer

ANSWERS = """<settlement>{settlement}</settlement><unit>{unit}</unit>
<who><name>{name}</name><phone>+36 30 123 4567</phone></who>
<life><visits>{visits}</visits><belongs>yes</belongs><kinds>choir dance</kinds></life><photo>{photo}</photo>"""


def household_xml(
    *,
    instance: str = "",
    deprecated: str = "",
    form: str = "household",
    version: str = "1",
    settlement: str = "",
    unit: str = "",
    name: str = "Kiss Piroska",
    visits: str = "12",
    photo: str = "",
    started: str = "",
) -> bytes:
    former = f"<orx:deprecatedID>{deprecated}</orx:deprecatedID>" if deprecated else ""
    answers = ANSWERS.format(settlement=settlement, unit=unit, name=name, visits=visits, photo=photo)
    return (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{form}" version="{version}">'
        f"<start>{started}</start><end/>{answers}"
        f"<orx:meta><orx:instanceID>{instance or f'uuid:{uuid4()}'}</orx:instanceID>{former}</orx:meta></data>"
    ).encode()


def a_photo(name: str = "hall.jpg", content: bytes = b"\xff\xd8 a picture") -> SentFile:
    return SentFile(name, ContentFile(content, name), "image/jpeg")


def a_sending(interviewer: Interviewer | None = None, *files: SentFile, **answers: str) -> Sending:
    return Sending(
        xml=household_xml(**answers),
        way=Way.COLLECT,
        files=files,
        interviewer=interviewer,
        device_id="phone-1",
    )
