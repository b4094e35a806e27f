from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    """Field or kind of an organisation; the first three are the cultural fields that figures count."""

    LIBRARY = "library", _("library")
    MUSEUM = "museum", _("museum")
    COMMUNITY_CULTURE = "community", _("community culture")
    MUNICIPALITY = "municipality", _("municipality")
    CIVIL = "civil", _("civil society organisation")
    CHURCH = "church", _("church")
    BUSINESS = "business", _("business")
    SCHOOL = "school", _("school")
    OTHER = "other", _("other")


class CommunityField(models.TextChoices):
    """What a community gathers for."""

    ARTS = "arts", _("amateur arts")
    TRADITION = "tradition", _("keeping traditions")
    CRAFT = "craft", _("crafts")
    LEARNING = "learning", _("learning circle")
    READING = "reading", _("reading circle")
    LOCAL_HISTORY = "local_history", _("local history")
    YOUTH = "youth", _("young people")
    SENIOR = "senior", _("pensioners")
    FAMILY = "family", _("families")
    SPORT = "sport", _("sport and outdoors")
    NATURE = "nature", _("nature and gardens")
    FAITH = "faith", _("faith")
    MINORITY = "minority", _("nationality")
    VOLUNTEER = "volunteer", _("volunteering")
    OTHER = "other", _("other")


class SizeBand(models.TextChoices):
    """How many take part, roughly."""

    UP_TO_10 = "10", _("up to 10 people")
    UP_TO_25 = "25", _("11-25 people")
    UP_TO_50 = "50", _("26-50 people")
    UP_TO_100 = "100", _("51-100 people")
    OVER_100 = "101", _("more than 100 people")


class PartyStatus(models.TextChoices):
    ACTIVE = "active", _("active")
    SLEEPING = "sleeping", _("sleeping")
    ENDED = "ended", _("ended")


class ExistenceProof(models.TextChoices):
    """How an informal community shows that it exists."""

    DECLARATION = "declaration", _("declaration of its members")
    HOST = "host", _("confirmed by its host institution")
    VISIT = "visit", _("seen by the mentor")
    REGISTER = "register", _("in a public register")


class ContactRole(models.TextChoices):
    HEAD = "head", _("head")
    CONTACT = "contact", _("contact")
    PROFESSIONAL = "professional", _("professional")
    MAYOR = "mayor", _("mayor")
    VOLUNTEER = "volunteer", _("volunteer")


class PartyType(models.TextChoices):
    """Which table a merge or split speaks of; also the first part of the journal's references."""

    ORGANISATION = "organisation", _("organisation")
    COMMUNITY = "community", _("community")
