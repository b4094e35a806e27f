"""One entry for the eyes of a supervisor: shared by its mentor, taken back, gone with the contract."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.actions import follow_grants
from mentorhalo.core.models import AuditLine
from mentorhalo.mentoring.actions import (
    ActivityDraft,
    SharingRefused,
    save_draft,
    share_entry,
    take_back_share,
)
from mentorhalo.mentoring.models import SharedEntry
from mentorhalo.mentoring.tests.factories import ActivityFactory, mentor_at_work
from mentorhalo.network.actions.grants import supervisor_grant
from mentorhalo.network.tests.factories import SupervisorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return ActivityFactory(group_note="Csak a csoportnak.", private_note="Csak nekem.")


def supervisor_of(entry, **fields):
    supervisor = SupervisorFactory(programme=entry.programme, **fields)
    follow_grants([supervisor_grant(supervisor)], by=None, at=timezone.now())
    return supervisor


def share(entry, supervisor, by=None):
    return share_entry(activity=entry, supervisor=supervisor, by=by or entry.mentor.user, at=timezone.now())


def test_supervisor_reads_what_is_shared_until_it_is_taken_back(client, entry):
    supervisor = supervisor_of(entry)
    client.force_login(supervisor.user)
    assert client.get(reverse("mentoring:entry", args=[entry.pk])).status_code == 404
    shared = share(entry, supervisor)
    address = reverse("mentoring:shared_entry", args=[shared.pk])

    page = client.get(address).content.decode()
    listed = list(client.get(reverse("mentoring:shared_entries")).context["page"])
    take_back_share(share=shared, by=entry.mentor.user, at=timezone.now())

    assert entry.public_sentence in page
    assert "Csak a csoportnak." in page
    assert "Csak nekem." not in page
    assert listed == [shared]
    assert client.get(address).status_code == 404
    assert list(client.get(reverse("mentoring:shared_entries")).context["page"]) == []
    deeds = AuditLine.objects.filter(subject=f"activity:{entry.pk}").order_by("pk")
    assert list(deeds.values_list("deed", flat=True))[-2:] == ["share_entry", "take_back_share"]


def test_only_the_one_it_is_shared_with_reads_it(client, entry):
    shared = share(entry, supervisor_of(entry))
    client.force_login(supervisor_of(entry).user)

    assert client.get(reverse("mentoring:shared_entry", args=[shared.pk])).status_code == 404
    assert list(client.get(reverse("mentoring:shared_entries")).context["page"]) == []


def test_end_of_the_contract_ends_the_reading(client, entry):
    supervisor = supervisor_of(entry)
    shared = share(entry, supervisor)
    supervisor.ends_on = timezone.localdate() - timedelta(days=1)
    supervisor.save()
    client.force_login(supervisor.user)

    assert client.get(reverse("mentoring:shared_entry", args=[shared.pk])).status_code == 404
    assert list(client.get(reverse("mentoring:shared_entries")).context["page"]) == []


def test_shared_twice_is_shared_once_and_again_after_taking_back(entry):
    supervisor = supervisor_of(entry)
    first = share(entry, supervisor)
    assert share(entry, supervisor) == first

    take_back_share(share=first, by=entry.mentor.user, at=timezone.now())
    assert share(entry, supervisor) != first
    assert SharedEntry.objects.count() == 2


def test_only_its_mentor_shares_what_was_sent_in(entry):
    supervisor, mentor = supervisor_of(entry), entry.mentor
    draft = save_draft(
        draft=ActivityDraft(
            kind="consultation", occurred_on=entry.occurred_on, mentor=mentor.pk, state="draft"
        ),
        by=mentor.user,
        at=timezone.now(),
    )
    past = supervisor_of(entry, ends_on=timezone.localdate() - timedelta(days=1))

    for activity, whom, by in (
        (entry, supervisor, mentor_at_work().user),
        (draft, supervisor, mentor.user),
        (entry, past, mentor.user),
        (entry, SupervisorFactory(), mentor.user),
    ):
        with pytest.raises(SharingRefused):
            share(activity, whom, by=by)
    with pytest.raises(SharingRefused):
        take_back_share(share=share(entry, supervisor), by=supervisor.user, at=timezone.now())


def test_mentor_shares_and_takes_back_on_the_page(client, entry):
    supervisor = supervisor_of(entry)
    client.force_login(entry.mentor.user)
    address = reverse("mentoring:share_entry", args=[entry.pk])
    assert address in client.get(reverse("mentoring:entry", args=[entry.pk])).content.decode()

    nobody = client.post(address)
    client.post(address, {"supervisor": supervisor.pk})
    shared = SharedEntry.objects.get()
    client.post(reverse("mentoring:end_share", args=[shared.pk]))

    assert list(nobody.context["form"].errors) == ["supervisor"]
    shared.refresh_from_db()
    assert shared.ended_at is not None
