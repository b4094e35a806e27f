"""The home page with everything on it asks the database a bounded number of times, however much there is to show."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mentorhalo.core.tests.access import World
from mentorhalo.network.actions import give_mandate, register_mentor
from mentorhalo.questions.tests.factories import published_many, topic
from mentorhalo.website.blocks import BODY
from mentorhalo.website.tests.factories import a_news_index, a_news_page, a_picture, home

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]

MOST = 75  # the page, its frame, and six live blocks; made once for each edition, then kept


def with_all_live_blocks(county: str) -> Any:
    page = home()
    page.picture = a_picture()
    page.body = BODY.to_python(
        [
            {"type": "figures", "value": {"title": "Mi lett belőle?", "figures": []}},
            {"type": "county_map", "value": {"title": "Hol dolgoznak?"}},
            {"type": "news", "value": {"title": "Hírek", "count": 3, "topic": ""}},
            {"type": "news", "value": {"title": "További hírek", "count": 12, "topic": ""}},
            {"type": "people", "value": {"title": "Mentorok", "county": county}},
            {"type": "live", "value": {"title": "Kérdések", "what": "question:newest"}},
        ]
    )
    page.save_revision().publish()
    return page


def more_of_everything(world: World, index: Any, count: int) -> None:
    for number in range(count):
        a_news_page(f"Hír {number}", parent=index, picture=a_picture())
        mentor = register_mentor(name="Új Mentor", by=world.users["office"], at=world.now)
        give_mandate(
            mentor=mentor,
            group=world.county_group,
            starts_on=world.today,
            by=world.users["office"],
            at=world.now,
        )
    published_many(count, topic=topic())


def asked(client: Client) -> list[str]:
    """The queries of a page that nobody has asked for at this address; its figures are counted, its pictures have their sizes."""
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(f"/?asked={uuid4()}")
    assert answer.status_code == 200
    assert "Hír 0" in answer.content.decode()
    return [query["sql"] for query in captured]


def test_home_with_all_live_blocks_asks_as_often_for_three_times_as_much(
    world: World, client: Client
) -> None:
    index = a_news_index()
    with_all_live_blocks(world.county_group.county_id)
    more_of_everything(world, index, 3)
    few = asked(client)

    more_of_everything(world, index, 6)
    many = asked(client)

    assert len(many) == len(few) <= MOST, "\n".join(sorted(set(many) - set(few)))


def test_home_that_was_made_once_costs_what_its_edition_costs(world: World, client: Client) -> None:
    more_of_everything(world, a_news_index(), 1)
    with_all_live_blocks(world.county_group.county_id)
    client.get("/")

    with CaptureQueriesContext(connection) as captured:
        client.get("/")

    assert len(captured) <= 6
