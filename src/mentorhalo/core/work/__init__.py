"""Background work: jobs that run outside the request, by `django.tasks`.

@job(words=_("A letter is sent"), attempts=5)
def send_letter(letter_id: str) -> None: ...

later(send_letter, letter_id=str(letter.pk))          # after the transaction, never in the middle of it

Inside a job: `progress(done, total, words="")`, `if should_stop(): return`, `raise GiveUp("no use in trying again")`.
"""

from .jobs import every, job, later
from .running import GiveUp, progress, should_stop

__all__ = ["GiveUp", "every", "job", "later", "progress", "should_stop"]
