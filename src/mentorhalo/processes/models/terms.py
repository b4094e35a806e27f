"""Words of the office that records are sorted by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorhalo.programmes.models import in_readers_language


class Term(models.Model):
    """A word to choose. Worded anew it is another row, and what was sorted by it keeps the one it had."""

    code = models.SlugField(_("code"), max_length=32, unique=True)
    name_hu = models.CharField(_("Hungarian name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_offered = models.BooleanField(_("may be chosen"), default=True)

    class Meta:
        abstract = True
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return in_readers_language(self.name_hu, self.name_en)
