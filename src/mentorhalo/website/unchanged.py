"""What nobody but the editors changes, kept under the number of their last change: what stands around a page is asked for once.

Like a kept page it is never older than its number (`ContentVersion`), but it serves every page, and whoever asks: the next
page of a list, the signed in, a page that was never asked for before.
"""

import hashlib
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.utils.translation import get_language
from wagtail.models import PageViewRestriction

from .models.version import ContentVersion

KEPT_SECONDS = 300


def while_unchanged[Answer](what: str, make: Callable[[], Answer]) -> Answer:
    """What `make` said since the editors' last change, in the reader's language; None is not kept. One small query.

    Not for who changes pages in the same transaction: what they undo would be kept.
    """
    asked = f"{_number()} {get_language()} {what}"
    key = f"website:unchanged:{hashlib.sha256(asked.encode()).hexdigest()}"
    kept: Answer | None = cache.get(key)
    if kept is not None:
        return kept
    made = make()
    cache.set(key, made, KEPT_SECONDS)
    return made


def is_any_closed() -> bool:
    """Whether any page is for some people only."""
    return while_unchanged("closed", PageViewRestriction.objects.exists)


def _number() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX(number) FROM {ContentVersion._meta.db_table}")
        return cursor.fetchone()[0] or 0
