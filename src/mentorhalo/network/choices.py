from django.db import models
from django.utils.translation import gettext_lazy as _


class EndReason(models.TextChoices):
    """Why a mandate or a membership ended."""

    TERM = "term", _("its term ran out")
    LEFT = "left", _("the mentor left the network")
    MOVED = "moved", _("moved to another group")
    PARENTAL = "parental", _("parental leave")
    HEALTH = "health", _("health")
    DISMISSED = "dismissed", _("ended by the office")
    OTHER = "other", _("other reason")


class ConsentScope(models.TextChoices):
    """What a mentor allows the public pages to show."""

    NAME = "name", _("name")
    INTRODUCTION = "introduction", _("introduction")
    EMAIL = "email", _("e-mail address")
    PHONE = "phone", _("telephone number")
