"""Background work: jobs that run outside the request, by `django.tasks`.

@job(words=_("A letter is sent"), attempts=5)
def send_letter(letter_id: str) -> None: ...

later(send_letter, letter_id=str(letter.pk))          # after the transaction, never in the middle of it
"""

from .jobs import every, job, later

__all__ = ["every", "job", "later"]
