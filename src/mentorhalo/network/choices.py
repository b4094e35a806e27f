from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class SupervisionKind(models.TextChoices):
    INDIVIDUAL = "individual", pgettext_lazy("kind of supervision", "individual")
    GROUP = "group", pgettext_lazy("kind of supervision", "in a group")


class Answer(models.TextChoices):
    """What a side says of a session. The values are the states of the journal."""

    UNCONFIRMED = "unconfirmed", _("not confirmed yet")
    CONFIRMED = "confirmed", pgettext_lazy("answer of a side", "confirmed")
    CONTESTED = "contested", _("contested")


class Objection(models.TextChoices):
    """Why a session is contested. A list, so that nobody has to write anything about it."""

    ABSENT = "absent", _("I was not there, or it did not take place")
    DAY = "day", _("it was on another day")
    HOURS = "hours", _("it was longer or shorter")
    KIND = "kind", _("it was of the other kind")
