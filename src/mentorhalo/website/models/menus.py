"""Menus as the editors order them, among the fixed entries of the house."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import registry
from mentorhalo.programmes.models import in_readers_language
from mentorhalo.website.choices import MenuPlace


def fixed_entries() -> list[tuple[str, str]]:
    """Our own public places, which an editor may put among the pages of a menu."""
    places = set(MenuPlace.values)
    return [(entry.url_name, str(entry.label)) for entry in registry.menu if entry.place in places]


class MenuItemQuerySet(models.QuerySet["MenuItem"]):
    def in_order(self) -> Self:
        return self.order_by("place", "sort_order", "pk")


class MenuItem(models.Model):
    """One line of a menu: a page, or one of the fixed entries. What no line names follows after them."""

    place = models.CharField(_("menu"), max_length=8, choices=MenuPlace, default=MenuPlace.MAIN)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("In the other language its translation is shown, once that is published."),
    )
    fixed = models.CharField(_("fixed entry"), max_length=80, blank=True)
    label_hu = models.CharField(_("Hungarian words"), max_length=60, blank=True)
    label_en = models.CharField(_("English words"), max_length=60, blank=True)
    is_hidden = models.BooleanField(_("not shown"), default=False)
    sort_order = models.IntegerField(_("order"), default=100)

    objects = MenuItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("menu entry")
        verbose_name_plural = _("menus")
        ordering = ["place", "sort_order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(page=None) & ~Q(fixed="")) | (Q(page__isnull=False) & Q(fixed="")),
                name="menu_item_names_one_place",
                violation_error_message=_("Choose a page or a fixed entry: one of the two."),
            )
        ]

    def __str__(self) -> str:
        if self.label or self.page is None:
            return self.label or dict(fixed_entries()).get(self.fixed, self.fixed)
        return str(self.page.title)

    @property
    def label(self) -> str:
        return in_readers_language(self.label_hu, self.label_en)
