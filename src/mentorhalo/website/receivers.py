"""After each migration, and each flush, the frame of the site is there; a published page changes the menus; approval is told."""

from typing import Any

from django.db import connections
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import (
    CollectionViewRestriction,
    GroupApprovalTask,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    TaskState,
    WorkflowState,
)
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    task_submitted,
    workflow_approved,
    workflow_rejected,
)

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.programmes.models import Topic

from . import actions, menus, queries
from .letters import tell_of_page
from .models import (
    ContentPage,
    HomePage,
    MenuItem,
    NewsIndexPage,
    NewsPage,
    NewsPageTopic,
    Picture,
    SectionPage,
    SiteDocument,
)
from .searching_pages import kind_of


def ship_after_migration(sender: Any, using: str, **_kwargs: Any) -> None:
    if HomePage._meta.db_table in connections[using].introspection.table_names():
        actions.ship_site()


@receiver([page_published, page_unpublished, page_slug_changed])
@receiver([post_save, post_delete], sender=MenuItem)
def forget_menus(sender: Any, **_kwargs: Any) -> None:
    menus.forget()


@receiver([post_save, post_delete], sender=HomePage)
@receiver([post_save, post_delete], sender=SectionPage)
@receiver([post_save, post_delete], sender=ContentPage)
@receiver([post_save, post_delete], sender=NewsIndexPage)
@receiver([post_save, post_delete], sender=NewsPage)
@receiver([post_save, post_delete], sender=NewsPageTopic)
@receiver([post_save, post_delete], sender=Page)
@receiver([post_save, post_delete], sender=PageViewRestriction)
@receiver([post_save, post_delete], sender=CollectionViewRestriction)
@receiver([post_save, post_delete], sender=Site)
@receiver([post_save, post_delete], sender=Locale)
@receiver([post_save, post_delete], sender=MenuItem)
@receiver([post_save, post_delete], sender=Picture)
@receiver([post_save, post_delete], sender=SiteDocument)
@receiver([post_save, post_delete], sender=Topic)
@receiver(post_page_move)
def end_kept_pages(sender: Any, **_kwargs: Any) -> None:
    """Whoever changes it, and by whatever way: form, approval, list, hour, translation, script."""
    actions.raise_content_version()


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


# Under the names by which Wagtail's own letters on approval would be connected: it finds them taken, and these are sent instead.


@receiver(task_submitted, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification")
def tell_approvers(sender: Any, instance: Any, user: Any, **_kwargs: Any) -> None:
    """Whoever may approve it by the grants of the day, whether or not they have sat at the editor yet."""
    task = instance.task.specific
    if not isinstance(task, GroupApprovalTask):
        return
    groups = set(task.groups.values_list("name", flat=True))
    roles = [role for role, own in actions.GROUPS_OF.items() if not groups.isdisjoint(own)]
    state = instance.workflow_state
    found = [
        person
        for role in roles
        for person in queries.wanting(User.objects.holding(role, timezone.localdate()), "submitted")
        if user is None or person.pk != user.pk
    ]
    tell_of_page(instance.revision.as_object(), "handed_in", to=found, writer=state.requested_by)


@receiver(workflow_approved, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification")
def tell_of_approval(sender: Any, instance: Any, user: Any = None, **_kwargs: Any) -> None:
    _tell_writer(instance, user, "approved", "approved")


@receiver(workflow_rejected, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification")
def tell_of_sending_back(sender: Any, instance: Any, user: Any = None, **_kwargs: Any) -> None:
    comment = instance.current_task_state.specific.get_comment()
    _tell_writer(instance, user, "sent_back", "rejected", comment=comment)


def _tell_writer(state: Any, by: Any, letter: str, kind: str, **content: Any) -> None:
    """The one who handed it in, unless they did this themselves."""
    if state.requested_by_id is None or (by is not None and by.pk == state.requested_by_id):
        return
    writer = queries.wanting(User.objects.filter(pk=state.requested_by_id), kind)
    page = Page.objects.get(pk=state.object_id).specific  # as it is now; the one at hand is from before
    tell_of_page(page, letter, to=writer, **content)
