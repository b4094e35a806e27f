from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from mentorhalo.accounts.actions import (
    AccountRefused,
    GrantDraft,
    GrantRefused,
    choose_language,
    end_grant,
    follow_grants,
    grant_role,
    open_account,
    open_administrator,
    revise_profile,
)
from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant, User
from mentorhalo.core.models import AuditLine

from .factories import PASSWORD, GrantFactory, UserFactory, holder

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 3, 2)


def deeds():
    return list(AuditLine.objects.order_by("pk").values_list("deed", flat=True))


# --- accounts


def test_account_opened_by_somebody_else_can_sign_in_at_once(client):
    user = open_account(
        email="Uj@Pelda.hu", password=PASSWORD, name=" Kiss  Éva ", is_verified=True, by=UserFactory(), at=NOW
    )

    assert (user.email, user.name, user.name_search) == ("uj@pelda.hu", "Kiss Éva", "kiss eva")
    assert client.login(email="uj@pelda.hu", password=PASSWORD)
    assert deeds() == ["open_account"]


def test_address_has_one_account():
    UserFactory(email="uj@pelda.hu")

    with pytest.raises(AccountRefused):
        open_account(email="UJ@pelda.hu", password=PASSWORD, by=None, at=NOW)

    assert User.objects.count() == 1


def test_accounts_of_one_password_share_what_is_kept_of_it(db):
    first = open_account(email="uj@pelda.hu", password=PASSWORD, by=None, at=NOW)

    other = open_account(email="mas@pelda.hu", password=PASSWORD, shares_with=first, by=None, at=NOW)

    assert other.check_password(PASSWORD)
    with pytest.raises(ValidationError):
        open_account(email="rovid@pelda.hu", password="1234567890", shares_with=first, by=None, at=NOW)


def test_weak_password_opens_no_account():
    with pytest.raises(ValidationError):
        open_account(email="uj@pelda.hu", password="1234567890", by=None, at=NOW)

    assert not User.objects.exists()


def test_profile_changes_name_and_language():
    user = UserFactory()

    revise_profile(user=user, name="Ősz Őrs", language="en", by=user, at=NOW)

    user.refresh_from_db()
    assert (user.name, user.name_search, user.language) == ("Ősz Őrs", "osz ors", "en")


def test_language_the_program_does_not_speak_is_refused():
    with pytest.raises(AccountRefused):
        choose_language(user=UserFactory(), language="fr", at=NOW)


def test_language_is_chosen():
    user = UserFactory(language="hu")

    choose_language(user=user, language="en", at=NOW)

    assert User.objects.get(pk=user.pk).language == "en"


# --- roles


def test_role_is_given_and_told():
    user, administrator = UserFactory(), UserFactory()
    assert not user.holds(Role.AUDITOR, on=DAY)

    grant_role(
        user=user,
        role=Role.AUDITOR,
        programme="halo",
        starts_on=DAY,
        ends_on=date(2026, 4, 30),
        reason="evi ellenorzes",
        by=administrator,
        at=NOW,
    )

    assert user.holds(Role.AUDITOR, programme="halo", on=DAY)
    line = AuditLine.objects.get()
    assert (line.deed, line.subject, line.by_id) == ("grant_role", f"user:{user.pk}", administrator.pk)
    assert line.details["until"] == "2026-04-30"


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "emperor"},
        {"role": Role.GROUP_LEADER},
        {"role": Role.AUDITOR, "ends_on": date(2026, 3, 1)},
        {"role": Role.OFFICE, "programme": "halo"},
    ],
    ids=["unknown role", "leader of nothing", "ends before it starts", "held already"],
)
def test_role_refused_changes_nothing(fields):
    user = holder(Role.OFFICE, programme="halo", starts_on=date(2026, 4, 1))

    with pytest.raises(GrantRefused):
        grant_role(user=user, **{"starts_on": DAY, "by": None, "at": NOW, **fields})

    assert Grant.objects.count() == 1
    assert not AuditLine.objects.exists()


def test_same_role_may_return_after_its_end():
    user = holder(Role.OFFICE, ends_on=date(2026, 3, 1))

    grant_role(user=user, role=Role.OFFICE, starts_on=DAY, by=None, at=NOW)

    assert user.holds(Role.OFFICE, on=DAY)


def test_ended_role_holds_until_its_last_day():
    grant = GrantFactory(role=Role.OFFICE)

    end_grant(grant=grant, ends_on=DAY, reason="elkoltozott", by=UserFactory(), at=NOW)

    user = User.objects.get(pk=grant.user_id)
    assert user.holds(Role.OFFICE, on=DAY)
    assert not user.holds(Role.OFFICE, on=date(2026, 3, 3))
    assert deeds() == ["end_grant"]


@pytest.mark.parametrize(
    ("fields", "ends_on"),
    [
        ({"source": "network.mandate:1"}, DAY),
        ({"ends_on": date(2026, 2, 1)}, DAY),
        ({"starts_on": date(2026, 3, 3)}, DAY),
    ],
    ids=["follows a mandate", "ended earlier", "has not begun"],
)
def test_end_refused_changes_nothing(fields, ends_on):
    grant = GrantFactory(role=Role.OFFICE, **fields)

    with pytest.raises(GrantRefused):
        end_grant(grant=grant, ends_on=ends_on, by=None, at=NOW)

    assert Grant.objects.get().ends_on == fields.get("ends_on")


def test_last_administrator_stays():
    grant = GrantFactory(role=Role.ADMINISTRATOR)
    GrantFactory(role=Role.ADMINISTRATOR, user__is_active=False)
    GrantFactory(role=Role.ADMINISTRATOR, ends_on=date(2026, 12, 31))
    GrantFactory(role=Role.OFFICE)

    with pytest.raises(GrantRefused):
        end_grant(grant=grant, ends_on=DAY, by=grant.user, at=NOW)

    assert Grant.objects.get(pk=grant.pk).ends_on is None


def test_administrator_with_a_successor_may_go():
    grant = GrantFactory(role=Role.ADMINISTRATOR)
    GrantFactory(role=Role.ADMINISTRATOR, starts_on=date(2026, 3, 3))

    end_grant(grant=grant, ends_on=DAY, by=grant.user, at=NOW)

    assert Grant.objects.get(pk=grant.pk).ends_on == DAY


# --- roles that follow a record


def draft(user, **fields):
    given = {"source": "network.mandate:1", "programme": "halo", "starts_on": DAY, "ends_on": None}
    return GrantDraft(user_id=user.pk if user else None, role=Role.MENTOR, **{**given, **fields})


def test_grant_follows_its_record():
    user, other = UserFactory(), UserFactory()

    follow_grants([draft(user)], by=None, at=NOW)
    follow_grants([draft(user, ends_on=date(2026, 5, 1))], by=None, at=NOW)
    follow_grants([draft(other, ends_on=date(2026, 5, 1))], by=None, at=NOW)

    grant = Grant.objects.get()
    assert (grant.user, grant.ends_on) == (other, date(2026, 5, 1))
    follow_grants([draft(None)], by=None, at=NOW)
    assert not Grant.objects.exists()
    assert deeds() == ["grant_role", "revise_grant", "revise_grant", "drop_grant"]


def test_following_again_does_nothing():
    user = UserFactory()
    follow_grants([draft(user)], by=None, at=NOW)

    follow_grants([draft(user)], by=None, at=NOW)

    assert deeds() == ["grant_role"]


def test_grants_of_two_records_may_stand_side_by_side():
    user, group = UserFactory(), uuid4()

    follow_grants([draft(user), draft(user, source="network.mandate:2", group=group)], by=None, at=NOW)

    assert Grant.objects.count() == 2


# --- the first administrator


def test_first_administrator_is_opened_with_a_password(client):
    user = open_administrator(email="elso@pelda.hu", password=PASSWORD, at=NOW)

    assert user.holds(Role.ADMINISTRATOR, on=DAY)
    assert client.login(email="elso@pelda.hu", password=PASSWORD)


def test_existing_account_becomes_administrator_with_its_own_password(client):
    UserFactory(email="elso@pelda.hu")

    user = open_administrator(email="Elso@pelda.hu", password=None, at=NOW)

    assert user.has_usable_password()
    assert user.holds(Role.ADMINISTRATOR, on=DAY)
