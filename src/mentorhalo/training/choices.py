from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VersionState(models.TextChoices):
    DRAFT = "draft", _("being prepared")
    OPEN = "open", _("in use")
    RETIRED = "retired", _("no longer started")


class CohortState(models.TextChoices):
    PLANNED = "planned", _("being prepared")
    OPEN = "open", _("open to applications")
    CLOSED = "closed", _("finished")


class HourKind(models.TextChoices):
    THEORY = "theory", pgettext_lazy("kind of hours", "theory")
    PRACTICE = "practice", pgettext_lazy("kind of hours", "practice")
    E_LEARNING = "e_learning", pgettext_lazy("kind of hours", "e-learning")


class ModuleRole(models.TextChoices):
    AUTHOR = "author", _("developer")
    REVIEWER = "reviewer", _("reviewer")
    INSTRUCTOR = "instructor", _("instructor")


class EnrolmentState(models.TextChoices):
    ASKED = "asked", _("applied")
    WAITING = "waiting", _("on the waiting list")
    ENROLLED = "enrolled", _("takes part")
    DECLINED = "declined", _("not admitted")
    WITHDRAWN = "withdrawn", _("withdrawn")


class PresenceMethod(models.TextChoices):
    SHEET = "sheet", _("by list")
    CODE = "code", _("by the code")


class MakeUpKind(models.TextChoices):
    OTHER_COHORT = "other_cohort", _("session of another group")
    TASK = "task", _("task done alone")
    CONSULTATION = "consultation", _("talk with the instructor")


class MarkKind(models.TextChoices):
    TEST = "test", _("test")
    EXAM = "exam", _("final exam")
    PORTFOLIO = "portfolio", _("portfolio")


class MaterialState(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("being reviewed")
    REVISION = "revision", _("to be revised")
    ACCEPTED = "accepted", _("accepted")
    RELEASED = "released", _("released")
    RETIRED = "retired", pgettext_lazy("state of material", "retired")


class PackageKind(models.TextChoices):
    SCORM_12 = "scorm12", _("SCORM 1.2")
    SCORM_2004 = "scorm2004", _("SCORM 2004")


class Verdict(models.TextChoices):
    """The values are the states of the journal."""

    ACCEPTED = "accepted", _("accepted")
    RETURNED = "returned", pgettext_lazy("verdict of a reviewer", "to be revised")
