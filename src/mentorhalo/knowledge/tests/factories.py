"""Practices at each step of their way, written by the room's own actions where those are not what is tested."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.accounts.tests.factories import GrantFactory
from mentorhalo.knowledge.actions import practices as actions
from mentorhalo.knowledge.actions.practice_photos import add_photo
from mentorhalo.knowledge.choices import TermKind, Verdict
from mentorhalo.knowledge.models import (
    Consent,
    Criterion,
    PracticePhoto,
    PracticeText,
    PracticeVersion,
    Term,
)
from mentorhalo.knowledge.models.practices import Practice
from mentorhalo.knowledge.queries.practice_links import consent_text
from mentorhalo.territory.models import Settlement
from mentorhalo.territory.tests.factories import SettlementFactory

AT = datetime(2024, 3, 4, 9, tzinfo=UTC)
INSTITUTION = "intezmeny@pelda.hu"


def words(**changed: str) -> dict[str, str]:
    told = {name: f"Elmondjuk: {name}." for name in PracticeText.NARRATIVE}
    return {**told, "title": "Mesekör a faluban", "summary": "Nagymamák mesélnek.", **changed}


def draft(**changed: Any) -> actions.PracticeDraft:
    """Complete: it can be handed in."""
    settlement = changed.pop("settlement", None) or _settlement().pk
    terms = tuple(Term.objects.filter(kind=kind).values_list("pk", flat=True)[0] for kind in TermKind.values)
    return actions.PracticeDraft(
        **{
            "field": "library",
            "settlement": settlement,
            "institution_name": "Községi Könyvtár",
            "words": words(),
            "starts_on": date(2023, 1, 1),
            "settlement_size": "00500",
            "staff_band": "1",
            "money_band": "0",
            "time_band": "1",
            "terms": terms,
            "contact_email": INSTITUTION,
            **changed,
        }
    )


def begun(*, by: User, at: datetime = AT, **changed: Any) -> PracticeVersion:
    return actions.begin_practice(key=uuid4(), draft=draft(**changed), by=by, at=at)


def proposed(*, by: User, at: datetime = AT, **changed: Any) -> PracticeVersion:
    return actions.propose_version(version=begun(by=by, at=at, **changed), by=by, at=at)


def checked(*, by: User, checker: User, at: datetime = AT, **changed: Any) -> Consent:
    return actions.check_version(version=proposed(by=by, at=at, **changed), by=checker, at=at)


def consented(*, by: User, checker: User, at: datetime = AT, **changed: Any) -> PracticeVersion:
    return agree(checked(by=by, checker=checker, at=at, **changed), at)


def agree(consent: Consent, at: datetime = AT) -> PracticeVersion:
    consent.version.refresh_from_db()
    return actions.give_consent(
        consent=consent,
        name="Kovács Éva",
        role="vezető",
        wording=consent_text(timezone.localdate(at)).number,
        seen=consent.version.seen,
        at=at,
    )


def accepted(*, by: User, checker: User, editor: User, at: datetime = AT, **changed: Any) -> PracticeVersion:
    version = consented(by=by, checker=checker, at=at, **changed)
    review = actions.open_review(version=version, by=editor, at=at)
    return actions.decide_review(review=review, judgement=judgement(), by=editor, at=at)


def published(*, by: User, checker: User, editor: User, at: datetime = AT, **changed: Any) -> Practice:
    version = accepted(by=by, checker=checker, editor=editor, at=at, **changed)
    return actions.publish_version(version=version, by=checker, at=at).practice


def judgement(verdict: str = Verdict.ACCEPT, **changed: Any) -> actions.Judgement:
    marks = dict.fromkeys(Criterion.objects.values_list("code", flat=True), (2, "Mert így van."))
    return actions.Judgement(**{"verdict": verdict, "opinion": "Jó leírás.", "marks": marks, **changed})


def editor_of(field: str = "library", at: datetime = AT - timedelta(days=30)) -> User:
    user: User = GrantFactory(role=Role.EXPERT).user
    actions.open_editor(user=user, field=field, by=user, at=at)
    return user


def person(role: str) -> User:
    user: User = GrantFactory(role=role).user
    return user


def _settlement() -> Settlement:
    found: Settlement = Settlement.objects.order_by("code").first() or SettlementFactory()
    return found


def photographed(practice: Practice, *, by: User, at: datetime = AT, **changed: Any) -> PracticePhoto:
    told = {"alt": "Nagymamák mesélnek", "credit": "", "rights": "own", "people": "agreed", **changed}
    upload = told.pop("upload", None) or picture()
    return add_photo(practice=practice, upload=upload, by=by, at=at, **told)


def picture(colour: str = "green", kind: str = "JPEG", **options: Any) -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(written, kind, **options)
    return SimpleUploadedFile("kör.jpg", written.getvalue(), "image/jpeg")
