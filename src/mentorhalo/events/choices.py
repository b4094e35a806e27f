from django.db import models
from django.utils.translation import gettext_lazy as _


class OccasionKind(models.TextChoices):
    WORKSHOP = "workshop", _("workshop")
    PROFESSIONAL_DAY = "professional_day", _("professional day")
    STUDY_VISIT = "study_visit", _("study visit")
    ONLINE_MEETING = "online_meeting", _("online meeting")
    NETWORK_MEETING = "network_meeting", _("network meeting")


class OccasionState(models.TextChoices):
    DRAFT = "draft", _("being prepared")
    PUBLISHED = "published", _("announced")
    CANCELLED = "cancelled", _("cancelled")
    HELD = "held", _("held")


class QuestionKind(models.TextChoices):
    TEXT = "text", _("free text")
    YES_NO = "yes_no", _("yes or no")
    CHOICE = "choice", _("one of several")


class AttendeeState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("address not confirmed yet")
    REGISTERED = "registered", _("has a place")
    WAITING = "waiting", _("on the waiting list")
    WITHDRAWN = "withdrawn", _("withdrawn")


class AttendanceMethod(models.TextChoices):
    SHEET = "sheet", _("by list")
    CODE = "code", _("by the code at the door")


class Usefulness(models.IntegerChoices):
    VERY = 4, _("very useful")
    RATHER = 3, _("rather useful")
    LITTLE = 2, _("little useful")
    NOT = 1, _("not useful")
