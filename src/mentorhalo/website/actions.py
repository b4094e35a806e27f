"""What is written of the site beside what editors write in Wagtail: its frame, who sits at the editor, pages by script."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import transaction
from django.db.models import F, Q
from wagtail.models import (
    Collection as MediaCollection,
)
from wagtail.models import (
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Revision,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User

from . import queries
from .checks import PageRefused, findings
from .choices import EditorGroup
from .letters import tell_of_page
from .models import AccessibilityStatement, ContentVersion, HomePage, MenuItem, Picture, SiteDocument
from .models.pages import SitePage

GROUPS_OF = {
    Role.EDITOR: {EditorGroup.WRITERS},
    Role.OFFICE: {EditorGroup.WRITERS, EditorGroup.APPROVERS},
    Role.ADMINISTRATOR: {EditorGroup.WRITERS, EditorGroup.APPROVERS, EditorGroup.KEEPERS},
}
WORKFLOW = "Jóváhagyás a programirodában"
LANGUAGES = ("hu", "en")
HOME_TITLES = {"hu": "Mentorhálózat", "en": "Mentor network"}

PAGE_RIGHTS = {
    EditorGroup.WRITERS: ("add_page", "change_page"),
    EditorGroup.APPROVERS: ("publish_page", "lock_page", "unlock_page"),
    EditorGroup.KEEPERS: ("bulk_delete_page",),
}
MEDIA_RIGHTS = {
    EditorGroup.WRITERS: ("add_image", "choose_image", "add_document", "choose_document"),
    EditorGroup.APPROVERS: ("change_image", "change_document"),
    EditorGroup.KEEPERS: ("delete_image", "delete_document", "add_collection", "change_collection"),
}
SITE_RIGHTS = {
    EditorGroup.WRITERS: ("wagtailadmin.access_admin", "wagtail_localize.submit_translation"),
    EditorGroup.APPROVERS: (
        "programmes.add_topic",
        "programmes.change_topic",
        "website.change_accessibilitystatement",
        "website.add_menuitem",
        "website.change_menuitem",
        "website.delete_menuitem",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    ),
    EditorGroup.KEEPERS: (
        "wagtailcore.add_workflow",
        "wagtailcore.change_workflow",
        "wagtailcore.delete_workflow",
        "wagtailcore.add_task",
        "wagtailcore.change_task",
    ),
}


# --- the frame of the site -----------------------------------------------------------------------


@transaction.atomic
def ship_site() -> None:
    """The languages, a home page to fill in each, the editor's groups and the workflow: after each migration and each flush.

    What is there already stays as it is, so it may run as often as it likes.
    """
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
    homes = _ship_homes(locales)
    _ship_groups()
    _ship_workflow(list(homes.values()))
    AccessibilityStatement.load()  # prepared on the day the site was, not on the day somebody reads it


def _ship_homes(locales: dict[str, Locale]) -> dict[str, HomePage]:
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=locales["hu"])
    )
    homes: dict[str, HomePage] = {
        home.locale.language_code: home for home in HomePage.objects.select_related("locale")
    }
    key = next((home.translation_key for home in homes.values()), uuid4())
    for code in LANGUAGES:
        if code not in homes:
            homes[code] = _open_home(root, locales[code], key)
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", is_default_site=True, root_page=homes["hu"])
    elif not HomePage.objects.filter(pk=site.root_page_id).exists():
        welcome = site.root_page
        site.root_page = homes["hu"]
        site.save()
        if welcome.depth > 1:
            welcome.delete()
    return homes


def _open_home(root: Page, locale: Locale, key: UUID) -> HomePage:
    """A home page that nobody sees before it is published: until then the network's own page stands there."""
    code = locale.language_code
    root.refresh_from_db()
    home = HomePage(
        title=HOME_TITLES[code],
        slug=code,
        locale=locale,
        translation_key=key,
        live=False,
        has_unpublished_changes=True,
    )
    root.add_child(instance=home)
    return home


def _ship_groups() -> None:
    Group.objects.filter(name__in=("Moderators", "Editors"), user=None).delete()
    root, media = Page.get_first_root_node(), MediaCollection.get_first_root_node()
    if media is None:
        media = MediaCollection.add_root(name="Root")
    for name in EditorGroup:
        group, _created = Group.objects.get_or_create(name=name)
        _give(group, SITE_RIGHTS[name])
        for permission in _permissions("wagtailcore", PAGE_RIGHTS[name]):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        for permission in Permission.objects.filter(
            content_type__app_label__in=("wagtailimages", "wagtaildocs", "wagtailcore"),
            codename__in=MEDIA_RIGHTS[name],
        ):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=media, permission=permission
            )


def _give(group: Group, names: Collection[str]) -> None:
    wanted = Q()
    for name in names:
        label, _dot, codename = name.partition(".")
        wanted |= Q(content_type__app_label=label, codename=codename)
    group.permissions.add(*Permission.objects.filter(wanted))


def _permissions(label: str, names: Collection[str]) -> Any:
    return Permission.objects.filter(content_type__app_label=label, codename__in=names)


def _ship_workflow(homes: Collection[HomePage]) -> None:
    """What a writer hands in, the office approves. A keeper may change the workflow; then it is left alone."""
    Workflow.objects.filter(name="Moderators approval", workflow_states=None).delete()
    GroupApprovalTask.objects.filter(name="Moderators approval", task_states=None).delete()
    if Workflow.objects.exists():
        return
    task = GroupApprovalTask.objects.create(name=WORKFLOW)
    task.groups.add(Group.objects.get(name=EditorGroup.APPROVERS))
    workflow = Workflow.objects.create(name=WORKFLOW)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    for home in homes:
        WorkflowPage.objects.create(page=home, workflow=workflow)


# --- pages by script -------------------------------------------------------------------------------


@transaction.atomic
def write_page(*, page: SitePage, above: Page | None, by: User, at: datetime) -> SitePage:
    """Put a page below another, or write an old one anew, and publish it; its checks are the editor's. Raises `PageRefused`."""
    if found := findings(page):
        raise PageRefused(page, found)
    if above is not None:
        page.owner = by
        above.add_child(instance=page)
    page.save_revision(user=by, clean=False).publish(user=by, skip_permission_checks=True)
    page.refresh_from_db()
    Page.objects.filter(pk=page.pk).update(first_published_at=at, last_published_at=at)
    return page


@transaction.atomic
def open_page(*, page: SitePage, above: Page, by: User) -> SitePage:
    """Give a page its place, so that others can link to it before it says anything; nobody sees it yet."""
    page.owner, page.live = by, False
    above.add_child(instance=page)
    return page


def store_picture(*, picture: Picture, by: User) -> Picture:
    picture.uploaded_by_user = by
    picture.full_clean(exclude=["collection", "width", "height", "focal_point_x"])
    picture.save()
    return picture


def store_document(*, document: SiteDocument, by: User) -> SiteDocument:
    """Store a document with its fingerprint."""
    document.uploaded_by_user = by
    document.measure()
    document.save()
    return document


@transaction.atomic
def put_in_menu(*, page: Page, place: str, order: int) -> MenuItem:
    return MenuItem.objects.create(page=page, place=place, sort_order=order)


# --- who sits at the editor ------------------------------------------------------------------------


def seat_editor(*, user: User, on: date) -> None:
    """Let the person's groups in the content editor be what their grants of the day say. One query when nothing changed."""
    wanted: set[str] = set()
    for role, groups in GROUPS_OF.items():
        if user.holds(role, on=on):
            wanted |= groups
    own = user.groups.filter(name__in=EditorGroup.values)
    held = set(own.values_list("name", flat=True))
    if held == wanted:
        return
    with transaction.atomic():
        user.groups.remove(*own.exclude(name__in=wanted))
        user.groups.add(*Group.objects.filter(name__in=wanted - held))
    for cached in [name for name in vars(user) if name.endswith("_perm_cache")]:
        delattr(user, cached)


# --- time ------------------------------------------------------------------------------------------


def publish_due_pages(*, at: datetime) -> None:
    """Publish what waited for its hour and take down what is over; a page that no longer passes the checks waits on."""
    for revision in queries.due_revisions(at):
        page = revision.as_object()
        if findings(page):
            _hold_back(revision, page)
    call_command("publish_scheduled", verbosity=0)


@transaction.atomic
def _hold_back(revision: Revision, page: Page) -> None:
    """Take the hour off a version, which stays the draft it is, and write to whoever wrote it."""
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    tell_of_page(page, "held_back", to=[revision.user or page.owner])


def raise_content_version() -> None:
    """End the life of all kept pages: something that editors write is other now. One small statement."""
    version = ContentVersion.objects.filter(pk=ContentVersion.ONE)
    if not version.update(number=F("number") + 1):
        ContentVersion.objects.bulk_create([ContentVersion(pk=ContentVersion.ONE)], ignore_conflicts=True)
        version.update(number=F("number") + 1)
