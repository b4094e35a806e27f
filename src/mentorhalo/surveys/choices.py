from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StudyKind(models.TextChoices):
    """Whom a study asks; its questionnaires are counted accordingly."""

    INSTITUTION = "institution", pgettext_lazy("whom a study asks", "institutions")
    RESIDENT = "resident", pgettext_lazy("whom a study asks", "residents")
    OTHER = "other", pgettext_lazy("whom a study asks", "others")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    FROZEN = "frozen", _("frozen")  # has answers: it never changes again
    RETIRED = "retired", _("retired")


class FileSource(models.TextChoices):
    """Where a file that a form asks for comes from: uploaded, or served live from our own registers."""

    UPLOAD = "upload", _("uploaded")
    SETTLEMENTS = "settlements", _("settlements, live")
    INSTITUTIONS = "institutions", _("cultural institutions, live")
    ASSIGNMENTS = "assignments", _("what is assigned to the interviewer, live")


class WaveState(models.TextChoices):
    PLANNED = "planned", _("planned")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class UnitState(models.TextChoices):
    OPEN = "open", _("to be visited")
    ASSIGNED = "assigned", _("assigned")
    ANSWERED = "answered", _("answered")
    LOST = "lost", _("lost")
    SUBSTITUTED = "substituted", _("substituted")


class AttemptResult(models.TextChoices):
    """How an attempt to reach a unit ended; the groups of AAPOR's final dispositions can be told from it.

    Which of them are offered depends on what the unit is: `RESULTS_OF_HOUSEHOLDS`, `RESULTS_OF_INSTITUTIONS`.
    """

    COMPLETED = "completed", _("interview completed")
    PARTIAL = "partial", _("interview broken off")
    APPOINTMENT = "appointment", _("appointment made")
    NOT_HOME = "not_home", _("nobody at home")
    REFUSED = "refused", _("refused")
    UNABLE = "unable", _("unable to answer")
    LANGUAGE = "language", _("no common language")
    NOT_ELIGIBLE = "not_eligible", _("nobody eligible lives there")
    VACANT = "vacant", _("uninhabited")
    NO_SUCH_ADDRESS = "no_such_address", _("no such address")
    CLOSED = "closed", _("closed at the time")
    NOBODY_ENTITLED = "nobody_entitled", _("nobody entitled to answer was there")
    ASKED_BACK = "asked_back", _("asked to come back another time")
    MOVED = "moved", _("moved, or not found there")
    CEASED = "ceased", _("exists no more")
    OUTSIDE = "outside", _("not one of those the study asks")
    OTHER = "other", _("other")


RESULTS_OF_HOUSEHOLDS = (
    AttemptResult.COMPLETED,
    AttemptResult.PARTIAL,
    AttemptResult.APPOINTMENT,
    AttemptResult.NOT_HOME,
    AttemptResult.REFUSED,
    AttemptResult.UNABLE,
    AttemptResult.LANGUAGE,
    AttemptResult.NOT_ELIGIBLE,
    AttemptResult.VACANT,
    AttemptResult.NO_SUCH_ADDRESS,
    AttemptResult.OTHER,
)
RESULTS_OF_INSTITUTIONS = (
    AttemptResult.COMPLETED,
    AttemptResult.PARTIAL,
    AttemptResult.APPOINTMENT,
    AttemptResult.ASKED_BACK,
    AttemptResult.CLOSED,
    AttemptResult.NOBODY_ENTITLED,
    AttemptResult.REFUSED,
    AttemptResult.UNABLE,
    AttemptResult.MOVED,
    AttemptResult.CEASED,
    AttemptResult.OUTSIDE,
    AttemptResult.OTHER,
)


class Way(models.TextChoices):
    """By what a questionnaire arrived."""

    COLLECT = "collect", _("ODK Collect or another client")
    BROWSER = "browser", _("in the browser")
    LINK = "link", _("by an invitation link")
    FIELD = "field", _("field app")
    RECORDS = "records", _("earlier records")


class ResponseState(models.TextChoices):
    RECEIVED = "received", _("received")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")


class InvitationKind(models.TextChoices):
    PUBLIC = "public", _("public link")
    SINGLE = "single", _("single-use link")


class FlagState(models.TextChoices):
    OPEN = "open", _("to be looked at")
    HARMLESS = "harmless", _("harmless")
    CONFIRMED = "confirmed", _("confirmed")


class RecontactState(models.TextChoices):
    OPEN = "open", _("to be asked again")
    DONE = "done", _("asked again")
    FAILED = "failed", _("not reached")


class Firmness(models.IntegerChoices):
    """What it says when an answer is otherwise the second time (types 1, 2 and 3 of back-checks)."""

    FACT = 1, _("a fact: the interview is in doubt")
    SKILL = 2, _("hard to ask or to code: the interviewer needs training")
    OPINION = 3, _("may change: how steady the question is")


class ExportState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("export", "being made")
    READY = "ready", pgettext_lazy("export", "ready")
    FAILED = "failed", pgettext_lazy("export", "failed")
    GONE = "gone", pgettext_lazy("export", "deleted")
