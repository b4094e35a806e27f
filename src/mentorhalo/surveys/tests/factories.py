"""The least of a study in the field: a wave open today, a published questionnaire, who records, what is sampled."""

from datetime import UTC, date, datetime, timedelta
from hashlib import md5, sha256
from pathlib import Path
from uuid import uuid4

import factory
from django.utils import timezone

from mentorhalo.core.hungarian import fold, sort_key
from mentorhalo.surveys.choices import StudyKind, VersionState, WaveState, Way
from mentorhalo.surveys.engine import prepare
from mentorhalo.surveys.models import (
    ContactAttempt,
    Enrolment,
    FieldAssignment,
    Instrument,
    InstrumentVersion,
    Interviewer,
    Quota,
    Response,
    SampleUnit,
    Stratum,
    Study,
    Submission,
    UnitKey,
    Wave,
)
from mentorhalo.surveys.xforms import read_form

# A small form of ours in two languages: text, number, one choice, several choices, a picture, a group of identities.
HOUSEHOLD = (Path(__file__).parent / "forms" / "household.xml").read_bytes()
FOUNDED_AT = datetime(2024, 1, 1, 8, tzinfo=UTC)
KEYS_END_ON = date(2099, 12, 31)


class StudyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Study

    programme = factory.SubFactory("mentorhalo.programmes.tests.factories.ProgrammeFactory")
    code = factory.Sequence(lambda n: f"study-{n}")
    title_hu = factory.Sequence(lambda n: f"Lakossági kutatás {n}")
    title_en = factory.Sequence(lambda n: f"Study of residents {n}")
    kind = StudyKind.RESIDENT
    purpose = "Mit tudnak a helyi közösségekről?"
    legal_basis = "A válaszadó hozzájárulása."
    owner = "Kutatási csoport"
    keys_end_on = KEYS_END_ON
    created_at = FOUNDED_AT


class WaveFactory(factory.django.DjangoModelFactory):
    """A wave that is open today."""

    class Meta:
        model = Wave

    study = factory.SubFactory(StudyFactory)
    number = factory.Sequence(lambda n: n + 1)
    title_hu = factory.LazyAttribute(lambda wave: f"{wave.number}. hullám")
    title_en = factory.LazyAttribute(lambda wave: f"Wave {wave.number}")
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=10))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    state = WaveState.OPEN


class InstrumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Instrument

    study = factory.SubFactory(StudyFactory)
    form_id = factory.Sequence(lambda n: f"household-{n}")
    title = "Household questionnaire"


class InstrumentVersionFactory(factory.django.DjangoModelFactory):
    """The household form, published."""

    class Meta:
        model = InstrumentVersion

    instrument = factory.SubFactory(InstrumentFactory)
    version = "1"
    state = VersionState.PUBLISHED
    xform = factory.LazyAttribute(
        lambda version: HOUSEHOLD.replace(b'id="household"', f'id="{version.instrument.form_id}"'.encode())
    )
    xform_md5 = factory.LazyAttribute(lambda version: md5(version.xform, usedforsecurity=False).hexdigest())
    content_sha256 = factory.LazyAttribute(lambda version: sha256(version.xform).hexdigest())
    schema = factory.LazyAttribute(lambda version: read_form(version.xform).to_dict())
    definition = factory.LazyAttribute(lambda version: prepare(version.xform).as_json())
    identity_keys = factory.LazyFunction(lambda: ["who/name", "who/phone"])
    unit_key = "unit"
    settlement_key = "settlement"
    created_at = FOUNDED_AT
    published_at = FOUNDED_AT


class InterviewerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Interviewer

    code = factory.Sequence(lambda n: f"K{n:04d}")
    name = factory.Sequence(lambda n: f"Kérdező Klára {n}")
    name_sort = factory.LazyAttribute(lambda interviewer: sort_key(interviewer.name))
    name_search = factory.LazyAttribute(lambda interviewer: fold(interviewer.name))


class EnrolmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enrolment

    interviewer = factory.SubFactory(InterviewerFactory)
    study = factory.SubFactory(StudyFactory)
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=20))


class StratumFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Stratum

    wave = factory.SubFactory(WaveFactory)
    code = factory.Sequence(lambda n: f"S{n}")
    name = factory.LazyAttribute(lambda stratum: f"Réteg {stratum.code}")
    target = 10


class QuotaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Quota

    wave = factory.SubFactory(WaveFactory)
    settlement = factory.SubFactory("mentorhalo.territory.tests.factories.SettlementFactory")
    target = 10


class SampleUnitFactory(factory.django.DjangoModelFactory):
    """A unit of a wave; `UnitKeyFactory` adds where it is found."""

    class Meta:
        model = SampleUnit

    wave = factory.SubFactory(WaveFactory)
    code = factory.Sequence(lambda n: f"U{n:05d}")
    settlement = factory.SubFactory("mentorhalo.territory.tests.factories.SettlementFactory")
    drawn_order = factory.Sequence(lambda n: n + 1)


class UnitKeyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = UnitKey

    unit = factory.SubFactory(SampleUnitFactory)
    address = "Fő utca 1."
    name = "Minta Mária"
    contact = "+36 20 000 0000"
    delete_on = KEYS_END_ON


class FieldAssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FieldAssignment

    unit = factory.SubFactory(SampleUnitFactory)
    interviewer = factory.SubFactory(InterviewerFactory)
    assigned_at = FOUNDED_AT


class ContactAttemptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ContactAttempt

    unit = factory.SubFactory(SampleUnitFactory)
    interviewer = factory.SubFactory(InterviewerFactory)
    attempted_at = factory.LazyFunction(timezone.now)
    recorded_at = factory.LazyFunction(timezone.now)
    result = "not_home"


class SubmissionFactory(factory.django.DjangoModelFactory):
    """One sending of the household form, its XML the least that has an instance id."""

    class Meta:
        model = Submission

    instance_id = factory.LazyFunction(lambda: f"uuid:{uuid4()}")
    thread = factory.LazyFunction(uuid4)
    version = factory.SubFactory(InstrumentVersionFactory)
    xml = factory.LazyAttribute(
        lambda one: f"<data><instanceID>{one.instance_id}</instanceID></data>".encode()
    )
    sha256 = factory.LazyAttribute(lambda one: sha256(one.xml).hexdigest())
    way = Way.FIELD
    received_at = factory.LazyFunction(timezone.now)
    read_at = factory.LazyFunction(timezone.now)


class ResponseFactory(factory.django.DjangoModelFactory):
    """A response read from its submission, waiting to be looked at."""

    class Meta:
        model = Response

    id = factory.LazyFunction(uuid4)
    version = factory.SubFactory(InstrumentVersionFactory)
    submission = factory.SubFactory(
        SubmissionFactory,
        thread=factory.SelfAttribute("..id"),
        version=factory.SelfAttribute("..version"),
        received_at=factory.SelfAttribute("..received_at"),
    )
    wave = factory.SubFactory(WaveFactory)
    way = Way.FIELD
    answers = factory.LazyFunction(lambda: {"life/visits": 3, "life/belongs": "no"})
    received_at = factory.LazyFunction(timezone.now)
