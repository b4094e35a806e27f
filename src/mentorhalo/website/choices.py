from django.db import models
from django.utils.translation import gettext_lazy as _


class PeopleShown(models.TextChoices):
    """Whether people can be recognised on a picture, and by what right it is shown (Civil Code 2:48)."""

    NOBODY = "nobody", _("nobody can be recognised")
    CONSENTED = "consented", _("those shown agreed, in writing")
    CROWD = "crowd", _("a crowd, or people at a public appearance")


class MenuPlace(models.TextChoices):
    MAIN = "main", _("main menu")
    FOOT = "foot", _("foot of the page")


class EditorGroup(models.TextChoices):
    """What the content editor lets somebody do: the names of its groups, which follow today's grants."""

    WRITERS = "content-writers", _("writers")
    APPROVERS = "content-approvers", _("approvers")
    KEEPERS = "content-keepers", _("keepers of the site")


class Conformance(models.TextChoices):
    """The three degrees that Decision (EU) 2018/1523 knows."""

    FULL = "full", _("fully conforming")
    PARTIAL = "partial", _("partly conforming")
    NONE = "none", _("not conforming")


class Assessment(models.TextChoices):
    SELF = "self", _("by ourselves")
    THIRD = "third", _("by an independent body")
