from django.db import models
from django.utils.translation import gettext_lazy as _


class OccasionKind(models.TextChoices):
    WORKSHOP = "workshop", _("workshop")
    PROFESSIONAL_DAY = "professional_day", _("professional day")
    STUDY_VISIT = "study_visit", _("study visit")
    ONLINE_MEETING = "online_meeting", _("online meeting")
    NETWORK_MEETING = "network_meeting", _("network meeting")
    WEEK = "week", _("programme of the Week of Communities")


PLANNED_KINDS = [(code, words) for code, words in OccasionKind.choices if code != OccasionKind.WEEK]


class OccasionState(models.TextChoices):
    DRAFT = "draft", _("being prepared")
    PUBLISHED = "published", _("announced")
    CANCELLED = "cancelled", _("cancelled")
    HELD = "held", _("held")
    TAKEN_DOWN = "taken_down", _("taken down")


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


class JoinerKind(models.TextChoices):
    INSTITUTION = "institution", _("institution (library, house of culture, school …)")
    CIVIL = "civil", _("a civil organisation")
    INFORMAL = "informal", _("a community without legal form")


class Heard(models.TextChoices):
    """How a joiner heard of the Week. Who does not know says so."""

    MENTOR = "mentor", _("from a mentor")
    OTHERS = "others", _("from another institution or community")
    EARLIER = "earlier", _("we joined in an earlier year")
    PRESS = "press", _("from the press or a poster")
    WEB = "web", _("from the internet")
    UNKNOWN = "unknown", _("we do not know any more")


class Through(models.TextChoices):
    """Through whom a joiner came, by what is proven."""

    MENTOR = "mentor", _("through a mentor")
    CLAIMED = "claimed", _("says so, the mentor has not confirmed it")
    OTHER = "other", _("on another way")
    UNKNOWN = "unknown", _("unknown")


class JoinerState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("address not confirmed yet")
    SUBMITTED = "submitted", _("waits for the county group")
    RETURNED = "returned", _("sent back")
    ACCEPTED = "accepted", _("accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")


class MentorAnswer(models.TextChoices):
    YES = "yes", _("yes, I invited them")
    NO = "no", _("no, not through me")


class ProgrammeKind(models.TextChoices):
    PUBLIC = "public", _("open to everybody")
    PROFESSIONAL = "professional", _("for professionals")
    ACTION = "action", _("community action")


class CountedBy(models.TextChoices):
    SHEET = "sheet", _("attendance sheet")
    HEADCOUNT = "headcount", _("headcount")
    ESTIMATE = "estimate", _("estimate")
