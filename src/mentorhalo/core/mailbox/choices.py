from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """What became of a message that came in."""

    HANDLED = "handled", _("handled")
    FAILED = "failed", _("could not be handled")
    UNMATCHED = "unmatched", _("addressed to nobody here")
    TOO_LARGE = "too_large", _("too large")
    AUTOMATIC = "automatic", _("sent by a machine")
