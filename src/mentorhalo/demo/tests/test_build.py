"""An empty demonstration, small ones of other days, and the whole one with the figures of the programme's own page.

The last two on one database: how each of them takes and counts what is written is asked of the small one in test_small.py.
"""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from mentorhalo.accounts.models import User
from mentorhalo.demo.accounts import ACCOUNTS
from mentorhalo.demo.build import build
from mentorhalo.demo.plan import Size
from mentorhalo.demo.stories import CONTINUOUS
from mentorhalo.evidence.queries import verify
from mentorhalo.indicators.queries import figure, figures
from mentorhalo.knowledge.actions.practices import ask_to_confirm
from mentorhalo.mentoring.models import Activity

FEW_LETTERS = 10  # on the first day, so that whoever starts it finds its address in the terminal
INVENTED = sum(Size(0.02)(count) for count in CONTINUOUS.values())


def test_empty_demonstration_has_people_and_no_work(db: None) -> None:
    build(is_empty=True)

    assert Activity.objects.count() == 0
    assert figure("mentors").value == 3
    assert all(User.objects.get(email=account.email).holds(account.role) for account in ACCOUNTS)


def test_command_prints_the_accounts_that_are_there(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo", accounts=True)
    assert capsys.readouterr().out == ""

    build(is_empty=True)
    call_command("demo", accounts=True)
    printed = capsys.readouterr().out
    assert all(account.email in printed for account in ACCOUNTS)


@pytest.mark.one_database
@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2025, 6, 30)])
def test_on_any_day_the_continuous_ones_are_those_invented_so(
    today: date, db: None, settings: object, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    build(scale=0.02, today=today)

    assert figure("communities-mentored-continuously", as_of=today).value == INVENTED


@pytest.mark.one_database
@pytest.mark.slow
def test_whole_demonstration_has_the_figures_of_the_programme(
    db: None, settings: object, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    build()
    found = {one.code: one for one in figures(as_of=timezone.localdate())}
    values = {code: one.value or 0 for code, one in found.items()}
    headcount, groups = found["mentors"].details["headcount"], found["county-groups"].details

    assert 60 <= headcount["lowest"] <= headcount["highest"] <= 80
    assert (groups["smallest"], groups["largest"]) == (3, 4)
    assert values["county-groups"] == 18
    assert values["consortia-supported"] == 276
    assert 980 <= values["settlements-reached"] <= 1020
    assert 2500 <= values["institutions-contacted"] <= 2600
    assert values["communities-informed"] == 905
    assert (values["model-projects"], values["projects-contracted"]) == (25, 34)
    assert values["network-occasions"] == 34
    assert (values["week-share-through-mentors"] > 0.6, values["week-joiners-unknown"] > 0) == (True, True)
    assert values["training-contributors"] == 44
    assert values["supervision-hours"] > 1000 > values["supervision-sessions-unconfirmed"] > 0
    assert values["supervision-sessions-contested"] > 0
    assert values["mentors-supervised"] >= headcount["highest"]
    assert values["communities-mentored-continuously"] == 419
    assert verify().ok
    assert ask_to_confirm(at=timezone.now()) <= FEW_LETTERS
