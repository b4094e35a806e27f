"""After each migration, and each flush, the frame of the site is there; a published page changes the menus."""

from typing import Any

from django.db import connections
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_slug_changed, page_unpublished

from . import actions, menus
from .models import HomePage, MenuItem


def ship_after_migration(sender: Any, using: str, **_kwargs: Any) -> None:
    if HomePage._meta.db_table in connections[using].introspection.table_names():
        actions.ship_site()


@receiver([page_published, page_unpublished, page_slug_changed])
@receiver([post_save, post_delete], sender=MenuItem)
def forget_menus(sender: Any, **_kwargs: Any) -> None:
    menus.forget()
