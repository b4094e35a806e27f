from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProjectState(models.TextChoices):
    """Where an application for a model project stands, and then the project."""

    DRAFT = "draft", pgettext_lazy("of a project", "being written")
    SUBMITTED = "submitted", pgettext_lazy("of a project", "handed in")
    READING = "reading", _("with its readers")
    DISPUTED = "disputed", _("its readers disagree")
    READ = "read", _("waiting for the decision")
    REJECTED = "rejected", pgettext_lazy("of a project", "not supported")
    ACCEPTED = "accepted", _("supported, waiting for the contract")
    CONTRACTED = "contracted", _("under contract")
    REPORTED = "reported", _("final report handed in")
    COMPLETED = "completed", pgettext_lazy("of a project", "completed")
    ENDED = "ended", _("ended before completion")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a project", "withdrawn")


UNDER_CONTRACT = (ProjectState.CONTRACTED, ProjectState.REPORTED)
PUBLIC_STATES = (*UNDER_CONTRACT, ProjectState.COMPLETED, ProjectState.ENDED)
WAITING_FOR_READERS = (ProjectState.READING, ProjectState.DISPUTED)


class Fault(models.TextChoices):
    """Why the three-field rule does not hold."""

    NO_MUSEUM = "no_museum", _("No museum takes part.")
    NO_LIBRARY = "no_library", _("No library takes part.")
    NO_COMMUNITY = "no_community", _("No institution of community culture takes part.")
    OUTSIDE = "outside", _("The place lies in a county that this call leaves out.")


class Settled(models.TextChoices):
    """How the disagreement of two readers ended."""

    THIRD = "third", _("by a third reader")
    TALK = "talk", _("by the two readers talking it over")


class Decision(models.TextChoices):
    ACCEPT = "accept", _("support it")
    REJECT = "reject", _("do not support it")
