"""Model projects on their pages: from the call to the completed project, each by who does it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorhalo.core.tests.access import ANONYMOUS, EXPERT, OFFICE, REPRESENTATIVE
from mentorhalo.knowledge.choices.projects import ProjectState
from mentorhalo.knowledge.models import ModelProject, ProjectCall
from mentorhalo.territory.models import Settlement

from . import project_factories as factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser(world, role):
    client = Client()
    if role != ANONYMOUS:
        client.force_login(world.users[role], backend=BACKEND)
    return client


def page(client, name, *args, status=200, **query):
    response = client.get(reverse(f"knowledge:{name}", args=args), query)
    assert response.status_code == status
    return response.content.decode()


def send(client, name, *args, expected=302, headers=None, **data):
    response = client.post(reverse(f"knowledge:{name}", args=args), data, headers=headers or {})
    assert response.status_code == expected, response.content.decode()[:20000]
    return response


def test_desk_tells_of_own_applications_whom_they_concern(world):
    own = "Pályázataim</h2>"

    assert own not in page(browser(world, OFFICE), "projects_desk")
    assert own in page(browser(world, REPRESENTATIVE), "projects_desk")


def test_call_is_written_published_and_read(world):
    office = browser(world, OFFICE)
    data = {
        "programme": str(world.project_call.programme_id),
        "title_hu": "Második felhívás",
        "summary_hu": "Közösen.",
        "opens_on": world.today.isoformat(),
        "closes_on": (world.today + timedelta(days=9)).isoformat(),
        "budget": "5000000",
        "most_for_one": "500000",
        "tolerance": "15",
        "activities": ["traditions"],
    }
    wrong = {**data, "most_for_one": "6000000"}
    assert "Második felhívás" in send(office, "begin_call", expected=200, **wrong).content.decode()
    send(office, "begin_call", **data)
    call = ProjectCall.objects.get(title_hu="Második felhívás")
    visitor = browser(world, ANONYMOUS)
    page(visitor, "project_call", call.code, status=302)

    send(office, "publish_call", call.code)

    assert "Második felhívás" in page(visitor, "project_call", call.code)
    assert "Második felhívás" in page(visitor, "projects")


def test_project_goes_from_the_first_line_to_completion(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    own, office, expert = (browser(world, role) for role in (REPRESENTATIVE, OFFICE, EXPERT))
    settlement = Settlement.objects.order_by("code")[0]
    museum, library, house = (factories.organisation(sector, settlement) for sector in factories.THREE)
    send(own, "apply", world.project_call.code, title="Mesélő tárgyak", lead=museum.name, lead_value=str(museum.pk),
         settlement=settlement.name, settlement_value=settlement.pk)  # fmt: skip
    project = ModelProject.objects.get(title="Mesélő tárgyak")

    # Partners one by one; the rule is told beside the list, alone where htmx asks.
    htmx = {"HX-Request": "true"}
    part = send(own, "application_partners", project.pk, expected=200, headers=htmx,
                organisation=library.name, organisation_value=str(library.pk))  # fmt: skip
    assert not part.context["check"].holds
    assert "<html" not in part.content.decode()
    part = send(own, "application_partners", project.pk, expected=200,
                organisation=house.name, organisation_value=str(house.pk))  # fmt: skip
    assert part.context["check"].holds

    words = {
        name: f"{name}." for name in ("summary", "need", "audience", "plan", "participation", "afterwards")
    }
    whole = {
        **words, "seen": "1", "title": "Mesélő tárgyak", "settlement": settlement.name, "settlement_value": settlement.pk,
        "activities": ["exhibition"], "line_0": "vitrin", "amount_0": "250000",
    }  # fmt: skip
    kept = send(own, "write_application", project.pk, expected=200, **{**whole, "amount_0": ""})
    assert "vitrin" in kept.content.decode()
    send(own, "write_application", project.pk, **whole)
    send(own, "hand_in_application", project.pk)
    page(own, "write_application", project.pk, status=404)

    readers = {"first": str(world.users[EXPERT].pk), "second": str(world.users[OFFICE].pk)}
    send(office, "ask_project_readers", project.pk, **readers)
    points = {f"score_{one['code']}": "10" for one in world.project_call.criteria}
    points |= {f"reason_{one['code']}": "Mert így látom." for one in world.project_call.criteria}
    send(expert, "read_application", project.pk, **points, keep="1")
    send(expert, "read_application", project.pk, **points)
    assert "Mert így látom." not in page(office, "application", project.pk)
    send(office, "read_application", project.pk, **points)
    assert "Mert így látom." in page(office, "application", project.pk)

    send(office, "decide_application", project.pk, decision="accept", granted="250000", reason="Jó.")
    page(browser(world, ANONYMOUS), "project", project.code, status=404)
    today = timezone.localdate()
    ends_on = (today + timedelta(days=90)).isoformat()
    send(office, "sign_contract", project.pk, number="MP/9", signed_on=today.isoformat(), ends_on=ends_on)
    send(own, "add_milestone", project.pk, title="Megnyitó", due_on=ends_on)
    milestone = project.milestones.get()
    assert "Megnyitó" in page(own, "application", project.pk)
    send(own, "complete_milestone", milestone.pk, done_on=today.isoformat(), note="Hetvenen jöttek.")
    line = project.lines.get()
    send(
        own,
        "record_spending",
        project.pk,
        line=str(line.pk),
        on=today.isoformat(),
        amount="100000",
        receipt="A1",
    )
    send(
        own,
        "project_report",
        project.pk,
        results="Kiállítás.",
        lessons="Előbb.",
        adaptability="Kell egy padlás.",
    )
    send(office, "complete_project", project.pk, completed_on=today.isoformat())

    project.refresh_from_db()
    assert project.state == ProjectState.COMPLETED
    shown = page(browser(world, ANONYMOUS), "project", project.code)
    assert "Kell egy padlás." in shown
    assert library.name in shown


def test_disagreement_is_seen_and_settled_by_a_talk(world):
    office = browser(world, OFFICE)
    shown = page(office, "application", world.project_disputed.pk)
    assert reverse("knowledge:settle_by_talk", args=[world.project_disputed.pk]) in shown

    send(office, "settle_by_talk", world.project_disputed.pk, score="99", reason="x", expected=200)
    send(office, "settle_by_talk", world.project_disputed.pk, score="50", reason="Egyetértettek.")

    assert "Egyetértettek." in page(office, "application", world.project_disputed.pk)


def test_board_shows_rule_points_and_money(world, django_assert_max_num_queries):
    client = browser(world, OFFICE)
    page(client, "call_board", world.project_call.code)

    with django_assert_max_num_queries(40):
        shown = page(client, "call_board", world.project_call.code)

    assert world.project_contracted.code in shown
    assert world.project_draft.code not in shown


def test_desk_offers_what_waits(world):
    assert world.project_being_read.code in page(browser(world, EXPERT), "projects_desk")
    own = page(browser(world, REPRESENTATIVE), "projects_desk")
    assert reverse("knowledge:apply", args=[world.project_call.code]) in own
    assert world.project_draft.code in own


def test_proof_is_handed_out_as_a_file(world):
    client = browser(world, REPRESENTATIVE)
    answer = client.get(reverse("knowledge:milestone_proof", args=[world.project_milestone_done.pk]))

    assert answer.content == b"12 name"
    assert answer["Content-Disposition"].startswith("attachment")
    page(client, "milestone_proof", world.milestone.pk, status=404)
