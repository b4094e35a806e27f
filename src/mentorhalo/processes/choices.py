from django.db import models
from django.utils.translation import pgettext_lazy


class PhaseState(models.TextChoices):
    """What is stored of a phase. That it is blocked is derived from what it needs."""

    WAITING = "waiting", pgettext_lazy("of a phase", "not begun")
    RUNNING = "running", pgettext_lazy("of a phase", "under way")
    DONE = "done", pgettext_lazy("of a phase", "completed")


class Column(models.TextChoices):
    """The columns of the board."""

    BLOCKED = "blocked", pgettext_lazy("of a phase", "blocked")
    READY = "ready", pgettext_lazy("of a phase", "can begin")
    RUNNING = "running", pgettext_lazy("of a phase", "under way")
    DONE = "done", pgettext_lazy("of a phase", "completed")
