"""What the clock does in this room. Each may run twice without harm."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.work import every, job, later, should_stop

from .actions import interviews, obligations, packs, pool


@job(words=_("Mentors are reminded of the obligations of grants"), every=every(hours=6))
def watch_obligations() -> None:
    obligations.remind_of_obligations(at=timezone.now())


@job(words=_("A document pack of a grant is made"), attempts=3, queue="bulk")
def make_ordered_pack(pack: str) -> None:
    packs.make_pack(pack=UUID(pack), at=timezone.now(), should_stop=should_stop)


@job(words=_("Document packs are deleted after a week"), every=every(hours=6))
def delete_packs() -> None:
    packs.remove_old_packs(at=timezone.now())


@job(words=_("Texts and names of interviews are deleted on their day"), every=every(hours=6))
def forget_interviews() -> None:
    interviews.forget_in_time(at=timezone.now())


@job(words=_("Offers of the knowledge pool are deleted after their last day"), every=every(minutes=10))
def forget_offers() -> None:
    """Often: nobody agreed to be found after midnight."""
    pool.forget_offers(at=timezone.now())


@job(
    words=_("Those who offer something in the knowledge pool are asked a month before it is over"),
    every=every(hours=6),
)
def watch_pool() -> None:
    pool.remind_of_offers(at=timezone.now())


def make_pack_later(pack: UUID, **_kwargs: object) -> None:
    """Somebody ordered one."""
    later(make_ordered_pack, pack=str(pack))
