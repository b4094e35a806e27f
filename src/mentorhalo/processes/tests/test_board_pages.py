"""The board for who has its link, the plan for who has an account."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from mentorhalo.core.tests.access import ANONYMOUS, MENTOR, OFFICE, REPRESENTATIVE
from mentorhalo.knowledge.actions.methods import withdraw_method
from mentorhalo.processes.keys import board_key
from mentorhalo.processes.models import PlanItem, SwotItem, SwotSession

from .browsing import browser, page, send
from .world_boards import flipchart

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]
LIVE = {"X-Board": "live"}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_resident_without_account_and_script_puts_votes_and_takes_off(world):
    resident, key = browser(world, ANONYMOUS), board_key(world.swot_open)
    send(resident, "put_on_board", key, quadrant="opportunity", text="Pályázat a tóra")
    card = SwotItem.objects.get(text="Pályázat a tóra")
    send(resident, "vote_on_board", key, item=str(card.pk), on="1")
    assert "Pályázat a tóra" in page(resident, "board", key)
    assert card.votes.count() == 1
    kept = send(resident, "put_on_board", key, expected=400, quadrant="strength", text="x" * 300)
    assert "x" * 300 in kept.content.decode()

    send(resident, "remove_from_board", key, item=str(card.pk))

    assert "Pályázat a tóra" not in page(resident, "board", key)


def test_live_board_answers_with_its_cards_and_nothing_new_with_204(world):
    one, other, key = browser(world, ANONYMOUS), browser(world, ANONYMOUS), board_key(world.swot_open)
    address, item = reverse("processes:put_on_board", args=[key]), str(uuid4())
    data = {"id": item, "quadrant": "strength", "text": "Új játszótér"}
    answer = one.post(address, data, headers=LIVE)
    assert "Új játszótér" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    one.post(address, data, headers=LIVE)
    assert SwotItem.objects.filter(text="Új játszótér").count() == 1

    state = reverse("processes:board_state", args=[key])
    seen = other.get(state, {"revision": "0"})
    revision = SwotSession.objects.get(pk=world.swot_open.pk).revision

    assert "Új játszótér" in seen.content.decode()
    assert other.get(state, {"revision": revision}).status_code == 204
    assert one.post(address, {**data, "text": "", "id": str(uuid4())}, headers=LIVE).status_code == 400


def test_neighbour_cannot_take_off_what_another_put_up(world):
    key = board_key(world.swot_open)
    item = str(world.swot_open.items.get().pk)

    send(browser(world, ANONYMOUS), "remove_from_board", key, expected=400, item=item)
    send(browser(world, MENTOR), "remove_from_board", key, item=item)

    assert SwotItem.objects.get(pk=item).removed_at is not None


def test_session_is_opened_closed_compared_and_made_use_of(world):
    own, process = browser(world, REPRESENTATIVE), world.process.pk
    send(own, "open_swot", process, expected=200, held_on=world.today.isoformat(), method="workshop")
    send(own, "close_swot", world.swot_open.pk, participants="14")
    assert "Sok a zenész" in page(own, "compare_swot", process)
    where = Image.Exif()
    where[0x010E] = "47.4979, 19.0402"
    assert b"47.4979" in flipchart(exif=where).read()
    send(own, "keep_flipchart", world.swot_open.pk, upload=flipchart(exif=where))
    send(own, "plan_from_strength", world.strength.pk)
    item = PlanItem.objects.get(source=world.strength)
    written = {"goal": "Zenekar", "responsible": "kórusvezető", "deadline": "2030-05-01"}
    send(own, "write_plan_item", item.pk, **written, methods=[str(world.method.pk)])
    send(own, "complete_plan_item", item.pk, done_on=world.today.isoformat(), result="Megalakult.")

    assert "Megalakult." in page(own, "plan", process)
    assert "kiaknázva" in page(own, "strengths", process)
    photo = own.get(reverse("processes:flipchart", args=[world.swot_open.pk]))
    assert (photo["Content-Type"], b"47.4979" in photo.content) == ("image/jpeg", False)
    assert 'filename="lap.jpg"' in photo["Content-Disposition"]
    no_photo = SimpleUploadedFile("lap.jpg", b"\xff\xd8\xff", "image/jpeg")
    send(own, "keep_flipchart", world.swot_open.pk, expected=200, upload=no_photo)


def test_the_page_of_a_method_tells_where_a_plan_was_carried_out_by_it(world):
    own, item = browser(world, REPRESENTATIVE), world.plan_item
    send(own, "write_plan_item", item.pk, goal="Zenekar", methods=[str(world.method.pk)])
    method = reverse("knowledge:method", args=[world.method.code])
    assert method in page(own, "plan", world.process.pk)
    place = world.process.settlement.name
    assert place not in browser(world, ANONYMOUS).get(method).content.decode()  # not carried out yet

    send(own, "complete_plan_item", item.pk, done_on=world.today.isoformat(), result="Megalakult.")

    plan = reverse("processes:plan", args=[world.process.pk])
    shown = browser(world, ANONYMOUS).get(method).content.decode()
    assert place in shown
    assert plan not in shown
    assert plan in browser(world, MENTOR).get(method).content.decode()
    withdraw_method(method=world.method, reason="Elavult.", by=world.users[OFFICE], at=world.now)
    assert method not in page(own, "plan", world.process.pk)


def test_plan_shows_late_ones_and_leads_calendars(world):
    mentor = browser(world, MENTOR)
    shown = page(mentor, "plan", world.process.pk)
    address = shown.split("/calendar/")[1].split("/")[0]

    answer = browser(world, ANONYMOUS).get(reverse("processes:calendar", args=[address]))

    assert b"SUMMARY:Legyen k" in answer.content
    assert answer["Content-Type"].startswith("text/calendar")


def test_board_asks_as_often_for_many_cards_as_for_one(world, django_assert_max_num_queries):
    resident, key = browser(world, ANONYMOUS), board_key(world.swot_open)
    for number in range(5):
        send(resident, "put_on_board", key, quadrant="strength", text=f"Kártya {number}")

    with django_assert_max_num_queries(8):
        resident.get(reverse("processes:board_state", args=[key]), {"revision": "0"})
