"""Occasions at each step of their way, by the room's own actions."""

import io
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.tests.clock import earlier_today
from mentorhalo.events import actions
from mentorhalo.events.actions import AttendeeDraft, EditionDraft, JoinerDraft, OccasionDraft, ProgrammeDraft
from mentorhalo.events.models import Attendee, Edition, Joiner, Occasion, WeekPhoto, WeekProgramme
from mentorhalo.network.tests.factories import CountyGroupFactory, MandateFactory, MentorFactory
from mentorhalo.programmes.models import Programme
from mentorhalo.programmes.tests.factories import ProgrammeFactory
from mentorhalo.territory.tests.factories import SettlementFactory

NOW = earlier_today()
GUEST = "vendeg@pelda.hu"


def draft(**fields: Any) -> OccasionDraft:
    """Online, in a week, for two hours."""
    starts_at: datetime = fields.pop("starts_at", NOW + timedelta(days=7))
    return OccasionDraft(
        **{
            "kind": "workshop",
            "title": "Közösségi tervezés",
            "summary": "Hogyan tervezzünk együtt?",
            "host": "Községi Könyvtár",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            "online_url": "https://hivas.example.org/1",
            **fields,
        }
    )


def planned(
    *, by: User | None = None, programme: Programme | None = None, at: datetime = NOW, **fields: Any
) -> Occasion:
    return actions.plan_occasion(
        key=uuid4(),
        draft=draft(**fields),
        programme=programme or Programme.objects.first() or ProgrammeFactory(),
        by=by or holder(Role.OFFICE),
        at=at,
    )


def announced(*, by: User | None = None, at: datetime = NOW, **fields: Any) -> Occasion:
    by = by or holder(Role.OFFICE)
    return actions.publish_occasion(occasion=planned(by=by, at=at, **fields), by=by, at=at)


def asked(occasion: Occasion, email: str = GUEST, *, at: datetime = NOW, **fields: Any) -> Attendee:
    """Not confirmed yet."""
    return actions.register(
        occasion=occasion,
        draft=AttendeeDraft(**{"key": uuid4(), "name": "Vendég Vera", "email": email, **fields}),
        by=None,
        at=at,
    )


def confirmed(occasion: Occasion, email: str = GUEST, *, at: datetime = NOW, **fields: Any) -> Attendee:
    return actions.confirm_attendee(attendee=asked(occasion, email, at=at, **fields), at=at)


def held(*, days: int = 1, by: User | None = None, people: tuple[User, ...] = (), **fields: Any) -> Occasion:
    """Held two weeks ago; one guest and these people were there on every day."""
    by = by or holder(Role.OFFICE)
    starts_at = NOW - timedelta(days=14)
    ends_at = starts_at + timedelta(days=days - 1, hours=2)
    before = starts_at - timedelta(days=7)
    occasion = announced(
        by=by,
        at=before,
        **{"starts_at": starts_at, "ends_at": ends_at, "title": f"Műhely {uuid4()}", **fields},
    )
    there: list[UUID] = [confirmed(occasion, at=before).pk]
    for user in people:
        key = AttendeeDraft(key=uuid4(), name=user.name)
        there.append(actions.register(occasion=occasion, draft=key, by=user, at=before).pk)
    present = [(pk, day) for pk in there for day in occasion.days]
    actions.mark_attendance(occasion=occasion, present=present, shown=(), by=by, at=ends_at)
    return actions.hold_occasion(occasion=occasion, by=by, at=ends_at + timedelta(hours=1))


def mentor_in(county: str, programme: Programme) -> User:
    """The account of a mentor who serves in the county."""
    mentor = MentorFactory(user=holder(Role.MENTOR))
    MandateFactory(mentor=mentor, group=CountyGroupFactory(programme=programme, county__code=county))
    user: User = mentor.user
    return user


def edition(*, at: datetime = NOW, year: int = 2031, **fields: Any) -> Edition:
    """Open for a week more; the Week itself is in a month, seven days long."""
    starts_on = fields.pop("starts_on", (at + timedelta(days=30)).date())
    programme = fields.pop("programme", None) or Programme.objects.first() or ProgrammeFactory()
    draft = EditionDraft(
        **{
            "year": year,
            "name": "Közösségek Hete",
            "motto": "Együtt könnyebb",
            "call": "Jöjjön mindenki!",
            "themes": "Szomszédolás\nHelyi értékek",
            "starts_on": starts_on,
            "ends_on": starts_on + timedelta(days=6),
            "opens_at": at - timedelta(days=30),
            "closes_at": at + timedelta(days=7),
            "report_until": starts_on + timedelta(days=40),
            **fields,
        }
    )
    return actions.open_edition(draft=draft, programme=programme, by=holder(Role.OFFICE), at=at)


def joined(edition: Edition, *, at: datetime = NOW, **fields: Any) -> Joiner:
    """Not confirmed yet; a community of a settlement of its own."""
    draft = {
        "key": uuid4(),
        "kind": "informal",
        "name": "Kertbarátok",
        "settlement": fields.pop("settlement", None) or SettlementFactory().pk,
        "contact_name": "Kiss Anna",
        "email": GUEST,
        "heard": "web",
        **fields,
    }
    return actions.join(edition=edition, draft=JoinerDraft(**draft), at=at)


def week_programme(joiner: Joiner, *, at: datetime = NOW, hour: int = 10, **fields: Any) -> WeekProgramme:
    """On the first day of the Week, for two hours."""
    day = fields.pop("day", joiner.edition.starts_on)
    starts_at = timezone.make_aware(datetime.combine(day, time(hour)))
    draft = {
        "title": "Nyitott kert",
        "kind": "public",
        "summary": "Palántacsere és beszélgetés.",
        "place": "Fő utca 1.",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        **fields,
    }
    return actions.add_programme(joiner=joiner, key=uuid4(), draft=ProgrammeDraft(**draft), at=at)


def sent_in(edition: Edition, *, at: datetime = NOW, **fields: Any) -> Joiner:
    """Confirmed, with one programme: it waits for the county group."""
    joiner = actions.confirm_joiner(joiner=joined(edition, at=at, **fields), at=at)
    week_programme(joiner, at=at)
    return joiner


def picture(colour: str = "green", name: str = "kert.jpg") -> SimpleUploadedFile:
    """A photo as a phone makes it: with the place where it was taken written beside it."""
    written, told = io.BytesIO(), Image.Exif()
    told[0x010F] = "Telefon"
    told.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (64, 40), colour).save(written, "JPEG", exif=told)
    return SimpleUploadedFile(name, written.getvalue(), "image/jpeg")


def photographed(programme: WeekProgramme, *, at: datetime = NOW, **fields: Any) -> WeekPhoto:
    said = {
        "upload": picture(),
        "alt": "Palánták egy asztalon",
        "credit": "Kiss Anna",
        "rights": "own",
        "people": "nobody",
        **fields,
    }
    return actions.add_week_photo(programme=programme, at=at, **said)


def accepted(edition: Edition, *, at: datetime = NOW, by: User | None = None, **fields: Any) -> Joiner:
    joiner = sent_in(edition, at=at, **fields)
    return actions.accept_joiner(joiner=joiner, by=by or holder(Role.OFFICE), at=at)
