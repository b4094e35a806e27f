from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PracticeState(models.TextChoices):
    """Where one version of a practice stands. The first version's way is the practice's own."""

    UNCONFIRMED = "unconfirmed", _("waiting for who offered it to confirm")
    DRAFT = "draft", _("being written")
    PROPOSED = "proposed", pgettext_lazy("of a practice", "proposed")
    CHECKED = "checked", _("waiting for the institution's consent")
    CONSENTED = "consented", _("waiting for a field editor")
    IN_REVIEW = "in_review", pgettext_lazy("of a practice", "in review")
    ACCEPTED = "accepted", pgettext_lazy("of a practice", "accepted")
    PUBLISHED = "published", pgettext_lazy("of a practice", "published")
    SUPERSEDED = "superseded", _("replaced by a newer version")
    ARCHIVED = "archived", pgettext_lazy("of a practice", "archived")
    RETURNED = "returned", _("returned to be mended")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a practice", "withdrawn")
    REJECTED = "rejected", pgettext_lazy("of a practice", "rejected")
    DUPLICATE = "duplicate", _("told already by another practice")


OPEN_STATES = (
    PracticeState.UNCONFIRMED,
    PracticeState.DRAFT,
    PracticeState.PROPOSED,
    PracticeState.CHECKED,
    PracticeState.CONSENTED,
    PracticeState.IN_REVIEW,
    PracticeState.RETURNED,
    PracticeState.ACCEPTED,
)


class BandKind(models.TextChoices):
    """Ladders by which practices are found; their bands are data (`models.Band`)."""

    SIZE = "size", _("settlement size")
    STAFF = "staff", _("staff")
    MONEY = "money", _("money in a year")
    TIME = "time", _("time until the first result")


class TermKind(models.TextChoices):
    """Lists of words by which practices are found; the words themselves are data."""

    TARGET = "target", _("for whom")
    PARTNER = "partner", _("with whom")


class Licence(models.TextChoices):
    """On what terms others may use the description and its pictures."""

    CC_BY = "CC-BY-4.0", _("CC BY 4.0: anybody, naming the source")
    CC_BY_SA = "CC-BY-SA-4.0", _("CC BY-SA 4.0: naming the source, on the same terms")
    CC_BY_NC = "CC-BY-NC-4.0", _("CC BY-NC 4.0: not for profit, naming the source")


class Verdict(models.TextChoices):
    """What a field editor says of a version."""

    ACCEPT = "accept", _("accept it")
    RETURN = "return", _("return it to be mended")
    REJECT = "reject", _("reject it")
    DUPLICATE = "duplicate", _("another practice tells this already")


class AdoptionState(models.TextChoices):
    """Where a report of “we do this too” stands."""

    UNCONFIRMED = "unconfirmed", _("waiting for who reported it to confirm")
    REPORTED = "reported", _("waiting for the practice's owner")
    CONFIRMED = "confirmed", pgettext_lazy("of an adoption", "confirmed")
    REFUSED = "refused", pgettext_lazy("of an adoption", "not confirmed")
    WITHDRAWN = "withdrawn", pgettext_lazy("of an adoption", "taken back")
