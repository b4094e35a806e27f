"""Gathering practices on a shelf."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User

from ..models import Practice, Shelf, ShelfItem

MOST = 200


class ShelfRefused(Exception):
    """The message is meant for the person."""


@transaction.atomic
def put_on_shelf(*, shelf: Shelf | None, practice: Practice, by: User | None, at: datetime) -> Shelf:
    """On this shelf, or on a new one. Again is harmless. Raises `ShelfRefused`."""
    if practice.public_version_id is None:
        raise ShelfRefused(_("This practice is not public any more."))
    if shelf is None:
        shelf = Shelf.objects.create(made_by=by, made_at=at, changed_at=at)
    elif shelf.items.count() >= MOST:
        raise ShelfRefused(_("A shelf holds %(most)d practices: take one off first.") % {"most": MOST})
    ShelfItem.objects.get_or_create(shelf=shelf, practice=practice, defaults={"added_at": at})
    _touch(shelf, at)
    return shelf


@transaction.atomic
def take_off_shelf(*, shelf: Shelf, code: str, at: datetime) -> None:
    """Again is harmless."""
    number = code.upper().removeprefix("JGY-")
    if number.isascii() and number.isdigit() and len(number) <= 9:
        ShelfItem.objects.filter(shelf=shelf, practice__number=int(number)).delete()
        _touch(shelf, at)


def name_shelf(*, shelf: Shelf, title: str, note: str, at: datetime) -> Shelf:
    shelf.title, shelf.note = " ".join(title.split()), note.strip()
    shelf.changed_at = at
    shelf.save(update_fields=["title", "note", "changed_at"])
    return shelf


def _touch(shelf: Shelf, at: datetime) -> None:
    shelf.changed_at = at
    shelf.save(update_fields=["changed_at"])
