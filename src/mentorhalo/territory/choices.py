"""Codes of settlement types; KSH's own words for them are read and written in `actions` and shown by the labels."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """The legal standing of a settlement."""

    VILLAGE = "village", _("village")
    LARGE_VILLAGE = "large_village", _("large village")
    TOWN = "town", _("town")
    COUNTY_TOWN = "county_town", _("town with county rights")
    COUNTY_SEAT = "county_seat", _("county seat, town with county rights")
    CAPITAL = "capital", _("capital")


class SizeType(models.TextChoices):
    """The four settlement types of KSH's census tables."""

    VILLAGE = "village", _("village")
    TOWN = "town", _("other town")
    COUNTY_TOWN = "county_town", _("town with county rights")
    CAPITAL = "capital", _("capital")


class Level(models.TextChoices):
    COUNTY = "county", _("county")
    DISTRICT = "district", _("district")


SIZE_OF_STATUS = {
    Status.VILLAGE: SizeType.VILLAGE,
    Status.LARGE_VILLAGE: SizeType.VILLAGE,
    Status.TOWN: SizeType.TOWN,
    Status.COUNTY_TOWN: SizeType.COUNTY_TOWN,
    Status.COUNTY_SEAT: SizeType.COUNTY_TOWN,
    Status.CAPITAL: SizeType.CAPITAL,
}

# How KSH writes the legal standing; read without regard to case.
STATUS_WORDS = {
    "község": Status.VILLAGE,
    "nagyközség": Status.LARGE_VILLAGE,
    "város": Status.TOWN,
    "megyei jogú város": Status.COUNTY_TOWN,
    "vármegyei jogú város": Status.COUNTY_TOWN,
    "megyeszékhely, megyei jogú város": Status.COUNTY_SEAT,
    "megyeszékhely megyei jogú város": Status.COUNTY_SEAT,
    "vármegyeszékhely, megyei jogú város": Status.COUNTY_SEAT,
    "vármegyeszékhely, vármegyei jogú város": Status.COUNTY_SEAT,
    "vármegyeszékhely megyei jogú város": Status.COUNTY_SEAT,
    "főváros": Status.CAPITAL,
    "fővárosi kerület": Status.CAPITAL,
}
