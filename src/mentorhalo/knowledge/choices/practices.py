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


class SettlementSize(models.TextChoices):
    """How many people live where the practice works; the code is the least number, so that bands stand in order."""

    UNDER_500 = "00000", _("under 500 people")
    UNDER_1000 = "00500", _("500-999 people")
    UNDER_2000 = "01000", _("1,000-1,999 people")
    UNDER_5000 = "02000", _("2,000-4,999 people")
    UNDER_10000 = "05000", _("5,000-9,999 people")
    UNDER_50000 = "10000", _("10,000-49,999 people")
    LARGE = "50000", _("50,000 people or more")


class StaffBand(models.TextChoices):
    """Paid people it takes at least, in rising order."""

    VOLUNTEERS = "0", _("volunteers alone")
    PART_TIME = "1", _("one part-time colleague")
    ONE = "2", _("one full-time colleague")
    FEW = "3", _("two or three colleagues")
    MORE = "4", _("four colleagues or more")


class MoneyBand(models.TextChoices):
    """Money it takes in a year beside wages, in rising order."""

    NONE = "0", _("no money")
    UP_TO_50 = "1", _("up to 50,000 forints")
    UP_TO_200 = "2", _("up to 200,000 forints")
    UP_TO_1000 = "3", _("up to 1 million forints")
    MORE = "4", _("more than 1 million forints")


class TimeBand(models.TextChoices):
    """Time from the idea to the first result, in rising order."""

    WEEK = "0", _("a week")
    MONTH = "1", _("a month")
    QUARTER = "2", _("three months")
    HALF_YEAR = "3", _("half a year")
    LONGER = "4", _("longer than half a year")


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
