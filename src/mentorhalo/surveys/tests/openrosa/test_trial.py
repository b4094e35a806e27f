"""A draft is tried on a phone: its sendings are checked and not kept."""

import pytest
from django.utils import timezone

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.surveys.actions.trials import TrialRefused, open_trial
from mentorhalo.surveys.choices import VersionState
from mentorhalo.surveys.devices import token_hash_of
from mentorhalo.surveys.models import InstrumentVersion, Submission
from mentorhalo.surveys.tests.factories import InstrumentVersionFactory
from mentorhalo.surveys.tests.sendings import household_xml

from .clients import Collect, said_by
from .test_lists import add_picture
from .wire import InProcess


@pytest.fixture
def draft(db: None) -> InstrumentVersion:
    found: InstrumentVersion = InstrumentVersionFactory(
        instrument__form_id="household", state=VersionState.DRAFT, test_token_hash=token_hash_of("trial")
    )
    return found


@pytest.fixture
def trial(draft: InstrumentVersion) -> Collect:
    return Collect(InProcess(), way="/test/trial")


def test_draft_is_listed_and_downloaded_with_its_files(trial: Collect, draft: InstrumentVersion) -> None:
    add_picture(draft)

    (form,) = trial.forms()
    assert form["downloadUrl"] == f"{trial.server}/forms/household/1.xml"
    assert trial.download(form) == bytes(draft.xform)
    assert len(trial.kept) == 2


def test_sending_is_checked_and_not_kept(trial: Collect) -> None:
    heard = trial.post(household_xml())

    assert heard.status == 201
    assert said_by(heard) == "A próba rendben van. A kérdőív még piszkozat, ezért a válasz nem őrződik meg."
    assert trial.post(household_xml(version="9")).status == 404
    assert trial.post(household_xml()[:-5]).status == 400
    assert Submission.objects.count() == 0


def test_other_forms_are_not_had_by_this_address(trial: Collect) -> None:
    InstrumentVersionFactory(instrument__form_id="other")

    assert trial.ask("GET", f"{trial.server}/forms/other/1.xml").status == 404
    assert trial.post(household_xml(form="other")).status == 404


def test_address_ends_with_the_draft(trial: Collect, draft: InstrumentVersion) -> None:
    draft.state = VersionState.PUBLISHED
    draft.save()

    assert trial.ask("GET", f"{trial.server}/formList").status == 403
    assert InProcess().ask("GET", "/openrosa/test/other/formList").status == 403


def test_new_address_ends_the_former_one(trial: Collect, draft: InstrumentVersion) -> None:
    token = open_trial(version=draft, by=UserFactory(), at=timezone.now())

    assert trial.ask("GET", f"{trial.server}/formList").status == 403
    assert len(Collect(InProcess(), way=f"/test/{token}").forms()) == 1


def test_only_a_draft_is_tried(draft: InstrumentVersion) -> None:
    InstrumentVersion.objects.update(state=VersionState.PUBLISHED)

    with pytest.raises(TrialRefused):
        open_trial(version=draft, by=UserFactory(), at=timezone.now())
