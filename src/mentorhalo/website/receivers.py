"""After each migration, and each flush, the frame of the site is there; a published page changes the menus."""

from typing import Any

from django.db import connections
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.signals import page_published, page_slug_changed, page_unpublished

from mentorhalo.core import search

from . import actions, menus
from .models import ContentPage, HomePage, MenuItem, NewsPage, SectionPage
from .searching_pages import kind_of


def ship_after_migration(sender: Any, using: str, **_kwargs: Any) -> None:
    if HomePage._meta.db_table in connections[using].introspection.table_names():
        actions.ship_site()


@receiver([page_published, page_unpublished, page_slug_changed])
@receiver([post_save, post_delete], sender=MenuItem)
def forget_menus(sender: Any, **_kwargs: Any) -> None:
    menus.forget()


@receiver([page_published, page_slug_changed])
def index_page(sender: Any, instance: Any, **_kwargs: Any) -> None:
    if kind := kind_of(instance):
        search.changed(kind, [str(instance.pk)])


@receiver(page_unpublished)
@receiver(pre_delete, sender=ContentPage)
@receiver(pre_delete, sender=SectionPage)
@receiver(pre_delete, sender=NewsPage)
def forget_page(sender: Any, instance: Any, **_kwargs: Any) -> None:
    """What is no longer public cannot be found from this moment on."""
    if kind := kind_of(instance):
        search.forget(kind, [str(instance.pk)])
