from django.db import models
from django.utils.translation import gettext_lazy as _


class EngagementState(models.TextChoices):
    """The way of a mentor relation. `informed` is access given; continuity is counted from the opening."""

    IDENTIFIED = "identified", _("identified")
    CONTACTED = "contacted", _("contacted")
    INFORMED = "informed", _("informed")
    AGREED = "agreed", _("agreed")
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    CLOSING = "closing", _("closing")
    CLOSED = "closed", _("closed")
    FOLLOW_UP = "follow_up", _("follow-up")


# Which state may follow which. A step may be skipped forward; what was given or agreed is never un-given.
NEXT_STATES: dict[str, tuple[str, ...]] = {
    "identified": ("contacted", "informed", "agreed", "active", "closed"),
    "contacted": ("informed", "agreed", "active", "closed"),
    "informed": ("agreed", "active", "closed"),
    "agreed": ("active", "closed"),
    "active": ("paused", "closing", "closed"),
    "paused": ("active", "closing", "closed"),
    "closing": ("active", "closed"),
    "closed": ("follow_up",),
    "follow_up": (),
}


class Channel(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online meeting")
    PHONE = "phone", _("telephone")
    EMAIL = "email", _("e-mail")
    LETTER = "letter", _("letter")


class CountingMethod(models.TextChoices):
    SHEET = "sheet", _("attendance sheet")
    HEADCOUNT = "headcount", _("headcount")
    ESTIMATE = "estimate", _("estimate")


class ActivityState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waiting for approval")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")


class Outcome(models.TextChoices):
    NOTHING_YET = "nothing_yet", _("nothing yet")
    AGREEMENT = "agreement", _("agreement")
    NEXT_STEP = "next_step", _("next step")
    DOCUMENT = "document", _("document")


class AssignmentRole(models.TextChoices):
    PRIMARY = "primary", _("primary")
    SECOND = "second", _("second")


class AssignmentEnd(models.TextChoices):
    HANDOVER = "handover", _("handed over")
    MANDATE_ENDED = "mandate_ended", _("the mandate ended")
    COMPLETED = "completed", _("completed")
    REBALANCED = "rebalanced", _("load shared out anew")
    OTHER = "other", _("other reason")


class EvidenceKind(models.TextChoices):
    SHEET = "sheet", _("attendance sheet")
    PHOTO = "photo", _("photo")
    MINUTES = "minutes", _("minutes")
    CORRESPONDENCE = "correspondence", _("correspondence")
    AGREEMENT = "agreement", _("agreement")
    OTHER = "other", _("other")


class Registrant(models.TextChoices):
    """Who somebody says they are when they register."""

    COMMUNITY = "community", _("a community")
    INSTITUTION = "institution", _("an institution")
    MUNICIPALITY = "municipality", _("a municipality")
    PROFESSIONAL = "professional", _("a professional")
    CITIZEN = "citizen", _("a citizen")


class RegistrationState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("waits for its sender to confirm")
    RECEIVED = "received", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Decider(models.TextChoices):
    """Who knew that somebody speaks for a card."""

    RECORD = "record", _("the address on record")
    GROUP = "group", _("the county group")
