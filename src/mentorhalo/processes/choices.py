from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PhaseState(models.TextChoices):
    """What is stored of a phase. That it is blocked is derived from what it needs."""

    WAITING = "waiting", pgettext_lazy("of a phase", "not begun")
    RUNNING = "running", pgettext_lazy("of a phase", "under way")
    DONE = "done", pgettext_lazy("of a phase", "completed")


class Column(models.TextChoices):
    """The columns of the board."""

    BLOCKED = "blocked", pgettext_lazy("of a phase", "blocked")
    READY = "ready", pgettext_lazy("of a phase", "can begin")
    RUNNING = "running", pgettext_lazy("of a phase", "under way")
    DONE = "done", pgettext_lazy("of a phase", "completed")


class Fulfilment(models.TextChoices):
    """What an obligation was fulfilled by."""

    ENTRY = "entry", _("by a log entry")
    DOCUMENT = "document", _("by a document")


class Standing(models.TextChoices):
    """Where an obligation stands on a day; the journal says the same of its due day."""

    OPEN = "open", pgettext_lazy("of an obligation", "to be done")
    OVERDUE = "overdue", pgettext_lazy("of an obligation", "late")
    IN_TIME = "in_time", pgettext_lazy("of an obligation", "fulfilled in time")
    LATE = "late", pgettext_lazy("of an obligation", "fulfilled late")
    ASKED = "asked", _("an exception is asked for")
    EXCEPTED = "excepted", _("an exception is accepted")


class PackState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("of a document pack", "being made")
    READY = "ready", pgettext_lazy("of a document pack", "ready")
    GONE = "gone", pgettext_lazy("of a document pack", "deleted")


class ItemState(models.TextChoices):
    """How far an action of the plan is."""

    PLANNED = "planned", pgettext_lazy("of an action", "planned")
    RUNNING = "running", pgettext_lazy("of an action", "under way")
    DONE = "done", pgettext_lazy("of an action", "carried out")
    DROPPED = "dropped", pgettext_lazy("of an action", "given up")


class Quadrant(models.TextChoices):
    STRENGTH = "strength", _("Strengths")
    WEAKNESS = "weakness", _("Weaknesses")
    OPPORTUNITY = "opportunity", _("Opportunities")
    THREAT = "threat", _("Threats")


EXPLOITABLE = (Quadrant.STRENGTH, Quadrant.OPPORTUNITY)


class SwotMethod(models.TextChoices):
    WORKSHOP = "workshop", _("workshop")
    INTERVIEWS = "interviews", _("interviews")
    ONLINE = "online", _("online meeting")


class Perspective(models.TextChoices):
    """From where an evaluation looks: from outside at the start and each year, or from within."""

    PICTURE = "picture", _("situation picture")
    YEARLY = "yearly", _("yearly evaluation")
    OWN = "own", _("self-evaluation")


class ConditionKind(models.TextChoices):
    """What may have to hold before a group evaluates itself."""

    COMMUNITY = "community", _("a community stands behind the process")
    PICTURE = "picture", _("the situation picture is closed")
    PHASE = "phase", _("a phase is completed")
    PLAN = "plan", _("actions in the plan")
    ENTRIES = "entries", _("log entries of the work with the group")
    SESSIONS = "sessions", _("closed SWOT sessions")


HIGHEST_MARK = 4


class Purpose(models.TextChoices):
    """What somebody is asked to agree to."""

    INTERVIEW = "interview", _("being interviewed")
    POOL = "pool", _("being shown in the knowledge pool")


class AssetSource(models.TextChoices):
    """How an asset became known."""

    INTERVIEW = "interview", _("from an interview")
    BOARD = "board", _("from a SWOT board")
    WALK = "walk", _("from a walk")
    OTHER = "other", _("in another way")


class Channel(models.TextChoices):
    """How somebody agreed."""

    SPOKEN = "spoken", _("in person")
    PAPER = "paper", _("on paper")
    PHONE = "phone", _("by telephone")
    EMAIL = "email", _("by e-mail")
    OWN = "own", _("on their own page")


CHANNELS_OF_MENTOR = [(one.value, one.label) for one in Channel if one != Channel.OWN]
OFFER_KIND = "offer"  # of the search
