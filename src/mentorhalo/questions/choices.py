from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a question stands. Only a confirmed question is received; only an answered one is published."""

    UNCONFIRMED = "unconfirmed", _("waiting for the asker to confirm")
    RECEIVED = "received", pgettext_lazy("of a question", "received")
    TRIAGED = "triaged", _("sorted")
    ASSIGNED = "assigned", _("with an expert")
    WAITING = "waiting", _("the asker was asked back")
    ANSWERED = "answered", pgettext_lazy("of a question", "answered")
    IN_REVIEW = "in_review", _("with the second reader")
    PUBLISHED = "published", pgettext_lazy("of a question", "published")
    PRIVATE = "private", _("answered privately")
    REJECTED = "rejected", _("not taken")
    WITHDRAWN = "withdrawn", _("withdrawn by the asker")


class Verdict(models.TextChoices):
    ACCEPT = "accept", _("can be published")
    RETURN = "return", _("needs changes")
    KEEP_PRIVATE = "keep_private", _("should stay private")


class Sensitivity(models.TextChoices):
    """What the check before publication found; codes are what a redaction gives as its reason."""

    PERSON = "person", _("names or identifies a person")
    PLACE = "place", _("a small place identifies people")
    HEALTH = "health", _("health, origin, faith or other special data")
    CONFLICT = "conflict", _("a dispute or accusation")
    CONTACT = "contact", _("an address, number or account")


class Author(models.TextChoices):
    ASKER = "asker", _("asker")
    EXPERT = "expert", _("expert")
    OFFICE = "office", _("office")
    OWNER = "owner", _("the institution whose practice it is")
    PROGRAM = "program", _("the program")


class Channel(models.TextChoices):
    PAGE = "page", _("page")
    EMAIL = "email", _("e-mail")


class LinkKind(models.TextChoices):
    """What an answer leads on to."""

    METHOD = "method", _("method")
    PRACTICE = "practice", _("good practice")
    LAW = "law", _("law or rule")
    PAGE = "page", _("page")


class StepKind(models.TextChoices):
    """The further steps after a written answer."""

    PEER_CALL = "peer_call", _("call with peers (two hours)")
    PEER_REVIEW = "peer_review", _("peer review visit (two days)")


class StepState(models.TextChoices):
    OFFERED = "offered", _("offered")
    ARRANGED = "arranged", _("arranged")
    HELD = "held", _("held")
    CALLED_OFF = "called_off", _("called off")
