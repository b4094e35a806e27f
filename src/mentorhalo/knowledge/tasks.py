"""What the clock does in this room. Each may run twice without harm."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.work import every, job, later, should_stop

from .actions import practices
from .actions.booklets import make_booklet, remove_old_booklets


@job(
    words=_("Institutions are asked once a year whether their good practices still hold"),
    every=every(hours=24),
)
def keep_practices_fresh() -> None:
    practices.ask_to_confirm(at=timezone.now())


@job(words=_("A booklet of good practices is made"), attempts=3, queue="bulk")
def make_ordered_booklet(booklet: str) -> None:
    make_booklet(booklet=UUID(booklet), at=timezone.now(), should_stop=should_stop)


@job(words=_("Booklets of good practices are deleted after a week"), every=every(hours=6))
def delete_booklets() -> None:
    remove_old_booklets(at=timezone.now())


def make_booklet_later(booklet: UUID, **_kwargs: object) -> None:
    """Somebody ordered one."""
    later(make_ordered_booklet, booklet=str(booklet))
