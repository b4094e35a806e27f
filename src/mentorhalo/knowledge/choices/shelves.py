from django.db import models
from django.utils.translation import gettext_lazy as _


class BookletState(models.TextChoices):
    WAITING = "waiting", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be made")
    GONE = "gone", _("gone")
