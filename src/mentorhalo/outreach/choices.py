from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Purpose(models.TextChoices):
    """What somebody agreed to receive."""

    NEWSLETTER = "newsletter", _("the newsletter")
    COUNTY_LETTER = "county_letter", _("letters of the county's mentors")


class ConsentChannel(models.TextChoices):
    WEB = "web", _("form of the site, confirmed by e-mail")
    PAPER = "paper", _("signed paper")
    IMPORT = "import", _("taken over with proof")


class Withdrawal(models.TextChoices):
    """By which way a consent was taken back."""

    ONE_CLICK = "one_click", _("by one click in a letter")
    PAGE = "page", _("on the page of one's own subscriptions")
    MAIL = "mail", _("by a letter")
    COMPLAINT = "complaint", _("by reporting a letter as spam")
    OFFICE = "office", _("by the office, asked to")
    ERASED = "erased", _("by erasing one's own data")
    RENEWED = "renewed", _("replaced by a newer consent")


class SubscriberState(models.TextChoices):
    PENDING = "pending", _("not confirmed yet")
    ACTIVE = "active", _("receives letters")
    LEFT = "left", _("unsubscribed")
    BOUNCING = "bouncing", _("address does not work")
    COMPLAINED = "complained", _("reported a letter as spam")


class IssueKind(models.TextChoices):
    NEWSLETTER = "newsletter", _("newsletter")
    COUNTY_LETTER = "county_letter", _("county letter")


class IssueState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("of a newsletter", "draft")
    SENDING = "sending", _("being sent")
    PAUSED = "paused", pgettext_lazy("of a newsletter", "paused")
    SENT = "sent", pgettext_lazy("of a newsletter", "sent")
    STOPPED = "stopped", pgettext_lazy("of a newsletter", "stopped")


class DeliveryState(models.TextChoices):
    """A delivery leaves `waiting` by one worker's claim; `uncertain` is the one message in flight when a worker was killed."""

    WAITING = "waiting", pgettext_lazy("of a delivery", "waiting")
    CLAIMED = "claimed", _("being handed over")
    SENT = "sent", _("taken by the mail server")
    UNCERTAIN = "uncertain", _("perhaps sent, not repeated")
    DEFERRED = "deferred", _("refused for now, tried again")
    REFUSED = "refused", _("refused")
    LEFT_OUT = "left_out", _("unsubscribed before its turn")
    BOUNCED = "bounced", _("came back")
    COMPLAINED = "complained", _("reported as spam")
    NOT_SENT = "not_sent", _("not sent, the sending was stopped")


class OmissionReason(models.TextChoices):
    """Why somebody whom the segment names does not get the letter."""

    NO_CONSENT = "no_consent", _("no consent")
    NOT_CONFIRMED = "not_confirmed", _("not confirmed yet")
    LEFT = "left", _("unsubscribed")
    BOUNCING = "bouncing", _("address does not work")
    COMPLAINED = "complained", _("reported a letter as spam")
    NO_ADDRESS = "no_address", _("no e-mail address")
    SAME_ADDRESS = "same_address", _("gets it once already, at the same address")
    HEARD_LATELY = "heard_lately", _("heard from the network lately")


class SegmentRole(models.TextChoices):
    """What somebody is to the network, for whom a letter is meant."""

    SUBSCRIBER = "subscriber", _("anybody who subscribed")
    REPRESENTATIVE = "representative", _("representatives of communities and institutions")
    COMMUNITY = "community", _("contacts of communities")
    INSTITUTION = "institution", _("contacts of institutions")
    MUNICIPALITY = "municipality", _("contacts of municipalities")
    MENTOR = "mentor", _("mentors")
    GROUP_LEADER = "group_leader", _("county group leaders")
    EXPERT = "expert", _("experts")
    OFFICE = "office", _("programme office")


class LeavingReason(models.TextChoices):
    """Why somebody leaves, if they say so."""

    TOO_MANY = "too_many", _("too many letters")
    NOT_FOR_ME = "not_for_me", _("they are not about what concerns me")
    NEVER_ASKED = "never_asked", _("I never asked for them")
    MOVED = "moved", _("I do not work in this field any more")
    OTHER = "other", pgettext_lazy("why somebody leaves", "something else")


class BounceKind(models.TextChoices):
    HARD = "hard", _("permanent")
    SOFT = "soft", _("temporary")
    COMPLAINT = "complaint", _("spam complaint")


class Audience(models.TextChoices):
    """Who was told, as the programme's duty names them."""

    MUNICIPALITY = "municipality", _("municipalities")
    CIVIL = "civil", _("civil organisations")
    COMMUNITY = "community", _("communities")
    INSTITUTION = "institution", _("institutions")
    POPULATION = "population", _("the population")
    PROFESSIONAL = "professional", _("professionals")


class ActChannel(models.TextChoices):
    NEWSLETTER = "newsletter", _("newsletter")
    COUNTY_LETTER = "county_letter", _("county letter")
    EMAIL = "email", _("e-mail")
    LETTER = "letter", _("letter by post")
    PHONE = "phone", _("telephone")
    MEETING = "meeting", _("meeting, in person")
    POSTER = "poster", _("poster, leaflet")
    WEBSITE = "website", _("website")
    SOCIAL = "social", _("social media")
    PRESS = "press", _("press, radio, television")


class CountMethod(models.TextChoices):
    DELIVERED = "delivered", _("deliveries the mail server took and that did not come back")
    SHEET = "sheet", _("attendance sheet")
    HEADCOUNT = "headcount", _("head count")
    PRINT_RUN = "print_run", _("copies printed or posted")
    REPORTED = "reported", _("reported by the publisher")
    ESTIMATE = "estimate", pgettext_lazy("of counting", "estimate")
