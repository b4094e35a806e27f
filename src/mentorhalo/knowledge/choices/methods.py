from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MethodState(models.TextChoices):
    """Where a version of a method card stands. Everybody reads the locked one of each language; it never changes."""

    DRAFT = "draft", pgettext_lazy("of a method", "being written")
    IN_REVIEW = "in_review", pgettext_lazy("of a method", "with a reviewer")
    RETURNED = "returned", pgettext_lazy("of a method", "returned to be mended")
    LOCKED = "locked", pgettext_lazy("of a method", "locked")
    SUPERSEDED = "superseded", pgettext_lazy("of a method", "replaced by a newer version")


EDITABLE_STATES = (MethodState.DRAFT, MethodState.RETURNED)
UNLOCKED_STATES = (*EDITABLE_STATES, MethodState.IN_REVIEW)
LOCKED_STATES = (MethodState.LOCKED, MethodState.SUPERSEDED)


class MethodVerdict(models.TextChoices):
    LOCK = "lock", _("it is right: lock it, everybody reads it")
    RETURN = "return", _("it needs mending: return it with my remarks")


class CardLanguage(models.TextChoices):
    HUNGARIAN = "hu", _("Hungarian")
    ENGLISH = "en", _("English")
