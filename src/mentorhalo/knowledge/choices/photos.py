from django.db import models
from django.utils.translation import gettext_lazy as _


class PhotoRights(models.TextChoices):
    """By what right a photo is given on."""

    OWN = "own", _("I took it myself and give it on")
    GIVEN = "given", _("who took it agreed that it is given on")


class PeopleShown(models.TextChoices):
    """Whether those on a photo agreed to be seen."""

    NOBODY = "nobody", _("nobody can be recognised on it")
    AGREED = "agreed", _("all who can be recognised agreed")
    NOT_ASKED = "not_asked", _("not all have been asked: it is not shown publicly")


SHOWABLE = (PeopleShown.NOBODY, PeopleShown.AGREED)
