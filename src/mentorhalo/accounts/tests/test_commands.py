from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant, User

from .factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def run(*arguments, **options):
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def test_role_is_granted_from_the_command_line():
    user = UserFactory(email="eva@pelda.hu")

    told = run(
        "grant", "EVA@pelda.hu", "auditor", "--programme=halo", "--from=2026-03-01", "--until=2026-03-31"
    )

    grant = Grant.objects.get()
    assert (grant.user, grant.role, grant.programme, grant.ends_on) == (
        user,
        Role.AUDITOR,
        "halo",
        date(2026, 3, 31),
    )
    assert told == "eva@pelda.hu is auditor from 2026-03-01 on.\n"


def test_role_for_nobody_is_refused():
    with pytest.raises(CommandError, match=r"Nobody has an account with the address senki@pelda\.hu\."):
        run("grant", "senki@pelda.hu", "office")


def test_leader_of_no_group_is_refused():
    UserFactory(email="eva@pelda.hu")

    with pytest.raises(CommandError):
        run("grant", "eva@pelda.hu", "group_leader")


def test_first_administrator_gets_the_password_of_standard_input(monkeypatch, client):
    monkeypatch.setattr("sys.stdin", StringIO(f"{PASSWORD}\n"))

    told = run("create_administrator", "elso@pelda.hu", name="Első Emma")

    assert told == "elso@pelda.hu is an administrator and may sign in.\n"
    assert User.objects.get().holds(Role.ADMINISTRATOR)
    assert client.login(email="elso@pelda.hu", password=PASSWORD)


@pytest.mark.parametrize("typed", ["\n", "rovid\n"], ids=["none", "weak"])
def test_administrator_without_a_good_password_is_refused(monkeypatch, typed):
    monkeypatch.setattr("sys.stdin", StringIO(typed))

    with pytest.raises(CommandError):
        run("create_administrator", "elso@pelda.hu")

    assert not User.objects.exists()


def test_administrator_twice_is_refused(monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO(f"{PASSWORD}\n"))
    run("create_administrator", "elso@pelda.hu")

    with pytest.raises(CommandError):
        run("create_administrator", "elso@pelda.hu")
