"""Evaluations on their pages: each side in its own form, both on one page."""

import pytest
from django.urls import reverse

from mentorhalo.core.tests.access import MENTOR, OFFICE, REPRESENTATIVE
from mentorhalo.processes.models import Condition, Dimension, Evaluation

from .browsing import browser, page, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


def test_each_side_writes_its_own_and_both_stand_on_one_page(world):
    mentor, own, today = browser(world, MENTOR), browser(world, REPRESENTATIVE), world.today.isoformat()
    yearly, ours = world.yearly_open.pk, world.own_open.pk
    kept = send(
        mentor, "write_evaluation", yearly, expected=200, held_on=today, mark_trust="3", summary="Szép."
    )
    assert "Szép." in kept.content.decode()
    lost = send(mentor, "write_evaluation", yearly, expected=200, held_on=today, shows_trust="Nincs fok.")
    assert "Nincs fok." in lost.content.decode()
    said = {"held_on": today, "mark_trust": "3", "shows_trust": "Kulcsot kaptak."}
    send(mentor, "write_evaluation", yearly, summary="Szépen nő.", **said)
    assert "Kulcsot kaptak." not in page(own, "evaluations", world.process.pk)
    page(own, "evaluation", yearly, status=404)
    page(mentor, "evaluation", ours, status=404)
    send(mentor, "close_evaluation", yearly)
    leap = dict.fromkeys(Evaluation.LEAP, "Saját szavunk.")
    send(
        own, "write_evaluation", ours, held_on=today, mark_trust="1", shows_trust="Sokan hallgatnak.", **leap
    )
    send(own, "close_evaluation", ours)

    shown = page(own, "evaluations", world.process.pk)

    for words in ("Kulcsot kaptak.", "Sokan hallgatnak.", "Saját szavunk.", "Szépen nő."):
        assert words in shown
    earlier = page(own, "evaluations", world.process.pk, external=str(world.situation_picture.pk))
    assert "A gyűlésen mindenki szólt." in earlier


def test_conditions_that_do_not_hold_are_named(world):
    office, own = browser(world, OFFICE), browser(world, REPRESENTATIVE)
    phase = Condition.objects.get(phase="discussions")
    send(office, "set_condition", phase.pk, least="1", is_asked="on")

    shown = send(own, "open_self_evaluation", world.process.pk, expected=200, held_on=world.today.isoformat())

    assert "közösségi beszélgetések" in shown.content.decode()


def test_office_words_a_dimension_anew(world):
    office = browser(world, OFFICE)
    trust = Dimension.objects.in_use().get(code="trust")
    said = {f"anchor_{language}_{mark}": f"{mark}. fok" for language in ("hu", "en") for mark in range(5)}
    send(
        office, "reword_dimension", trust.pk, name_hu="Kölcsönös bizalom", name_en="Trust", order="40", **said
    )
    send(office, "add_dimension", name_hu="Kedv", name_en="Mood", order="95", **said)
    send(office, "retire_dimension", Dimension.objects.in_use().get(code="openness").pk)

    shown = page(office, "dimensions")

    assert "Kölcsönös bizalom" in shown
    assert "Kedv" in shown
    assert "Az intézmény nyitottsága" not in shown
    assert reverse("processes:reword_dimension", args=[trust.pk]) not in shown


def test_page_asks_as_often_for_many_marks_as_for_few(world, django_assert_max_num_queries):
    mentor = browser(world, MENTOR)
    page(mentor, "evaluations", world.process.pk)

    with django_assert_max_num_queries(28):
        page(mentor, "evaluations", world.process.pk)
