"""A phone whose interviewer works in a study with one questionnaire."""

from pathlib import Path

import pytest
from pytest_django import Settings

from mentorhalo.surveys.devices import ha1_of, token_hash_of
from mentorhalo.surveys.models import InstrumentVersion, Interviewer
from mentorhalo.surveys.tests.factories import (
    EnrolmentFactory,
    InstrumentVersionFactory,
    InterviewerFactory,
)

from .clients import Collect, Digest, Enketo
from .wire import InProcess

TOKEN = "Zk8!pQ2$wE4rT6yU8iO0aS2dF4gH6jK8lZ0xC2vB4nM6qW8eR0tY2uI4oP6aS8dF"
CODE, PASSPHRASE = "K0042", "alma szilva barack"


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    """The folder of files, empty at first."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def version(db: None) -> InstrumentVersion:
    found: InstrumentVersion = InstrumentVersionFactory(instrument__form_id="household")
    return found


@pytest.fixture
def interviewer(version: InstrumentVersion) -> Interviewer:
    found: Interviewer = InterviewerFactory(
        code=CODE, device_ha1=ha1_of(CODE, PASSPHRASE), token_hash=token_hash_of(TOKEN)
    )
    EnrolmentFactory(interviewer=found, study=version.instrument.study)
    return found


@pytest.fixture
def collect(interviewer: Interviewer) -> Collect:
    """Set up by the QR code: the token stands in its address."""
    return Collect(InProcess(), way=f"/key/{TOKEN}")


@pytest.fixture
def typed_in(interviewer: Interviewer) -> Collect:
    """Set up by hand: the plain address, a name, a passphrase."""
    return Collect(InProcess(), digest=Digest(CODE, PASSPHRASE))


@pytest.fixture
def enketo(interviewer: Interviewer) -> Enketo:
    return Enketo(InProcess(scheme="https"), CODE, PASSPHRASE)
