"""Shelves that are shared by an address, booklets that are set in the background."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from mentorhalo.core.papers import PaperRefused, as_pdf
from mentorhalo.core.tests.access import World
from mentorhalo.knowledge.actions import booklets, practices
from mentorhalo.knowledge.actions.booklets import BookletRefused, make_booklet, order_booklet
from mentorhalo.knowledge.actions.shelves import MOST, ShelfRefused, put_on_shelf
from mentorhalo.knowledge.choices import BookletState
from mentorhalo.knowledge.keys import booklet_key, own_shelf_key, shelf_key
from mentorhalo.knowledge.models import Booklet, Consent, Shelf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


@pytest.fixture
def has_pango() -> None:
    try:
        as_pdf("core/paper.html", {})
    except PaperRefused as refusal:
        pytest.skip(str(refusal))


def put(client: Client, world: World) -> Shelf:
    address = reverse("knowledge:put_on_shelf", args=[world.public_practice.code])
    before = set(Shelf.objects.values_list("pk", flat=True))
    client.post(address, follow=True)
    made = Shelf.objects.exclude(pk__in=before).first()
    return made or Shelf.objects.get(pk=client.session["knowledge_shelf"])


def page(client: Client, shelf: Shelf) -> str:
    return client.get(reverse("knowledge:shelf", args=[shelf_key(shelf)])).content.decode()


def take_back(world: World) -> None:
    consent = Consent.objects.get(version=world.public_practice.public_version_id)
    practices.withdraw_consent(consent=consent, reason="Már nem így csináljuk.", by=None, at=world.now)


def test_visitor_gathers_shares_and_changes_a_shelf_without_an_account(client: Client, world: World) -> None:
    shelf = put(client, world)
    assert put(client, world) == shelf
    words = reverse("knowledge:shelf_words", args=[shelf_key(shelf)])
    client.post(words, {"title": " Faluháznak ", "note": "Pénz nélkül megy."})
    mine, others = page(client, shelf), page(Client(), shelf)

    assert "Könyves pad" in others
    assert "Faluháznak" in others
    assert "Pénz nélkül megy." in others
    assert own_shelf_key(shelf) in mine
    assert own_shelf_key(shelf) not in others
    assert shelf.items.count() == 1

    client.post(
        reverse("knowledge:take_off_shelf", args=[shelf_key(shelf)]), {"code": world.public_practice.code}
    )
    assert shelf.items.count() == 0


def test_who_fills_a_shelf_finds_it_again_and_may_begin_another(client: Client, world: World) -> None:
    pages = (
        reverse("knowledge:practices"),
        reverse("knowledge:practice", args=[world.public_practice.code]),
    )
    before = [client.get(page).context["own_shelf"] for page in pages]
    first = put(client, world)
    address = reverse("knowledge:shelf", args=[shelf_key(first)])
    assert all(f'href="{address}"' in client.get(page).content.decode() for page in pages)

    client.post(reverse("knowledge:another_shelf"))
    second = put(client, world)

    assert before == ["", ""]
    assert second != first
    assert "Könyves pad" in page(client, first)


def test_only_the_link_of_who_made_it_lets_another_browser_change_it(world: World) -> None:
    shelf = put(Client(), world)
    other = Client()
    words = reverse("knowledge:shelf_words", args=[shelf_key(shelf)])
    assert other.post(words, {"title": "Enyém"}).status_code == 404

    assert other.get(reverse("knowledge:own_shelf", args=[own_shelf_key(shelf)])).status_code == 302
    assert other.post(words, {"title": "Enyém"}).status_code == 302
    shelf.refresh_from_db()
    assert shelf.title == "Enyém"


@pytest.mark.parametrize("name", ["shelf", "own_shelf", "booklet", "booklet_file"])
def test_forged_key_opens_nothing(client: Client, world: World, name: str) -> None:
    keys = [shelf_key(world.shelf)[:-1] + "x"]
    if name != "shelf":
        keys.append(shelf_key(world.shelf))  # of another purpose

    for key in keys:
        answer = client.get(reverse(f"knowledge:{name}", args=[key]))
        assert answer.url.startswith(reverse("account_login"))  # type: ignore[attr-defined]


def test_what_is_taken_back_leaves_every_shelf(client: Client, world: World) -> None:
    shelf = put(client, world)
    take_back(world)

    assert "Könyves pad" not in page(client, shelf)
    world.public_practice.refresh_from_db()
    with pytest.raises(ShelfRefused):
        put_on_shelf(shelf=shelf, practice=world.public_practice, by=None, at=world.now)


def test_full_shelf_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mentorhalo.knowledge.actions.shelves.MOST", 1)

    with pytest.raises(ShelfRefused, match="1"):
        put_on_shelf(shelf=world.shelf, practice=world.public_practice, by=None, at=world.now)
    assert MOST == 200


@pytest.mark.usefixtures("has_pango")
def test_booklet_of_a_search_is_ordered_made_and_taken(
    client: Client, world: World, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    address = reverse("knowledge:order_booklet")
    with django_capture_on_commit_callbacks(execute=True):
        shown = client.post(f"{address}?q=", follow=True)
    booklet = Booklet.objects.exclude(pk=world.booklet.pk).get()

    assert shown.redirect_chain[-1][0] == reverse("knowledge:booklet", args=[booklet_key(booklet)])
    assert (booklet.state, booklet.done, booklet.total) == (BookletState.READY, 1, 1)
    answer = client.get(reverse("knowledge:booklet_file", args=[booklet_key(booklet)]))
    made = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/pdf"
    assert made.startswith(b"%PDF-")
    assert len(made) == booklet.size
    client.post(f"{address}?q=")
    assert Booklet.objects.count() == 2


@pytest.mark.usefixtures("has_pango")
def test_booklet_leaves_out_what_was_taken_back_meanwhile(world: World) -> None:
    take_back(world)

    made = make_booklet(booklet=world.booklet.pk, at=world.now)

    assert made is not None
    assert made.state == BookletState.FAILED
    assert made.trouble
    assert make_booklet(booklet=world.booklet.pk, at=world.now) is None


@pytest.mark.usefixtures("has_pango")
def test_stopped_booklet_keeps_nothing_and_is_made_at_the_next_try(world: World) -> None:
    assert make_booklet(booklet=world.booklet.pk, at=world.now, should_stop=lambda: True) is None
    world.booklet.refresh_from_db()
    assert (world.booklet.state, world.booklet.file.name) == (BookletState.WAITING, "")

    made = make_booklet(booklet=world.booklet.pk, at=world.now)
    assert made is not None
    assert made.state == BookletState.READY


def test_order_is_refused_in_words(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BookletRefused):
        order_booklet(practices=[uuid4()], title="", language="hu", at=world.now)
    monkeypatch.setattr(booklets, "MOST_WAITING", 1)

    answer = client.post(reverse("knowledge:order_booklet"), follow=True)

    assert "Sok füzet most készül" in answer.content.decode()
    assert Booklet.objects.count() == 1


def test_booklets_go_after_a_week(client: Client, world: World) -> None:
    booklet: Booklet = world.booklet
    booklet.file.save("x.pdf", ContentFile(b"%PDF-"), save=False)
    booklet.state, booklet.ends_at = BookletState.READY, world.now + timedelta(days=7)
    booklet.save()

    assert booklets.remove_old_booklets(at=world.now) == 0
    assert booklets.remove_old_booklets(at=world.now + timedelta(days=8)) == 1
    assert client.get(reverse("knowledge:booklet_file", args=[booklet_key(booklet)])).status_code == 404
