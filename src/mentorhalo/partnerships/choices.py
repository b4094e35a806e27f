from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Initiative(models.TextChoices):
    """Who brought the parties together."""

    BY_MENTOR = "by_mentor", _("a mentor of the network")
    BY_PARTIES = "by_parties", _("the parties themselves")
    BY_OTHER = "by_other", _("somebody else")


class Field(models.TextChoices):
    """What a partnership works on."""

    CULTURE = "culture", _("arts and culture")
    HERITAGE = "heritage", _("heritage and local history")
    LEARNING = "learning", pgettext_lazy("of a partnership", "learning")
    GENERATIONS = "generations", _("young and old people")
    INCLUSION = "inclusion", _("people in need")
    HEALTH = "health", _("health and sport")
    NATURE = "nature", _("nature and surroundings")
    ECONOMY = "economy", _("local products and tourism")
    PUBLIC_LIFE = "public_life", _("life of the settlement")
    OTHER = "other", _("other")


class Observed(models.TextChoices):
    """What can be seen of a partnership on a day. Scales are read from these, so that no scale's words are ever stored."""

    INFORMATION = "information", _("they told each other what they do and plan")
    MEETING = "meeting", _("they met to talk about common matters")
    EVENT = "event", _("they held something together")
    ADJUSTED = "adjusted", _("they fitted their own programmes to each other")
    ROLES = "roles", _("they shared out the tasks")
    STAFF = "staff", _("one worked for the other's cause (people)")
    SPACE = "space", _("they shared a place or equipment")
    MONEY = "money", _("they spent common money")
    AGREEMENT = "agreement", _("they signed an agreement")
    APPLICATION = "application", _("they applied for support together")
    DECISIONS = "decisions", _("they decided together, all having a say")
    STRENGTHENED = "strengthened", _("one helped the other to learn or to grow")


JOINT_ACTIVITIES = (Observed.EVENT, Observed.APPLICATION, Observed.STRENGTHENED)
SHARED_RESOURCES = (Observed.STAFF, Observed.SPACE, Observed.MONEY)


class Standing(models.TextChoices):
    """How a partnership stands on a day; reckoned, never stored."""

    LIVING = "living", pgettext_lazy("of a partnership", "living")
    DORMANT = "dormant", pgettext_lazy("of a partnership", "dormant")
    ENDED = "ended", pgettext_lazy("of a partnership", "ended")


# So many days without anything observed make a partnership dormant.
DORMANT_AFTER = 365


class Occasion(models.TextChoices):
    """When parties are asked how close they are."""

    START = "start", _("at the start")
    HALF_YEAR = "half_year", _("half-yearly")
    CLOSE = "close", _("at the end")


class Course(models.TextChoices):
    """What became of a partnership by its parties' own words, since they were first asked."""

    FIRST = "first", _("asked for the first time")
    RISEN = "risen", _("closer by both sides")
    SAME = "same", _("as it was")
    FALLEN = "fallen", _("less close by both sides")
    MIXED = "mixed", _("the sides see it differently")


class Channel(models.TextChoices):
    """How a party gave its answer."""

    LINK = "link", _("by its own link")
    PHONE = "phone", _("by telephone")
    PAPER = "paper", _("on paper")


NOTED = [(one.value, one.label) for one in Channel if one != Channel.LINK]  # written down by who steers

HALF_A_YEAR = 182
ANSWER_WITHIN = 60  # days
REMIND_AFTER = 14  # days
MOST_REMINDERS = 2
SEARCH_KIND = "partnership"
