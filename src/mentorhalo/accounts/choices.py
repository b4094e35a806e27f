from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a dated grant lets a person be. A visitor needs no grant."""

    REPRESENTATIVE = "representative", _("community or institution representative")
    MENTOR = "mentor", _("mentor")
    GROUP_LEADER = "group_leader", _("county group leader")
    OFFICE = "office", _("programme office")
    EXPERT = "expert", _("expert")
    EDITOR = "editor", _("content editor")
    SUPERVISOR = "supervisor", _("supervisor")
    RESEARCHER = "researcher", _("researcher")
    INTERVIEWER = "interviewer", _("interviewer")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


# Who stands in the network, and so supervises nobody.
HIERARCHY = (Role.MENTOR, Role.GROUP_LEADER, Role.OFFICE)
