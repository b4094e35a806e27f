"""However a page is published, it is never public with faults; whoever did it is told, and nothing is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from mentorhalo.accounts.models import User
from mentorhalo.core.tests.access import World
from mentorhalo.website import actions
from mentorhalo.website.blocks import BODY
from mentorhalo.website.checks import PageRefused
from mentorhalo.website.models import ContentPage
from mentorhalo.website.tests.factories import a_content_page, a_picture, home
from mentorhalo.website.tests.test_editing import send, signed_in

pytestmark = pytest.mark.django_db

GAP = "<h4>Rögtön a negyedik szint</h4>"


def faulty(page: ContentPage, **fields: Any) -> ContentPage:
    """A later draft of the page, with a level of headings left out."""
    draft: Any = page.get_latest_revision_as_object()
    draft.body = BODY.to_python([{"type": "text", "value": GAP}])
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=fields.pop("user", None), clean=False)
    return page


def said(answer: Any) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def handed_in(world: World, page: ContentPage) -> str:
    """The address where the office approves it."""
    send(world.users["editor"], page, "<h2>Négy dolog</h2>", "action-submit")
    state = page.current_workflow_task_state
    assert state is not None
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])


def test_page_spoiled_during_moderation_is_not_approved(world: World) -> None:
    page = a_content_page(live=False)
    approve = handed_in(world, page)
    send(world.users["office"], page, GAP)
    office = signed_in(world.users["office"])
    office.post(approve)  # of the version handed in: what was changed since is to be approved anew
    state = ContentPage.objects.get(pk=page.pk).current_workflow_task_state

    answer = office.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]))

    assert "kimaradt egy szint" in said(answer)
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    page.refresh_from_db()
    assert not page.live
    assert page.workflow_in_progress


def test_what_is_typed_while_approving_is_kept_when_it_is_refused(world: World) -> None:
    page = a_content_page(live=False)
    handed_in(world, page)

    answer = send(
        world.users["office"], page, GAP, "action-workflow-action", **{"workflow-action-name": "approve"}
    )

    page.refresh_from_db()
    assert not page.live
    assert page.workflow_in_progress
    assert "kimaradt egy szint" in answer.content.decode()
    assert "Rögtön a negyedik szint" in answer.content.decode()


def test_list_publishes_nothing_when_one_page_is_refused(world: World) -> None:
    good = a_content_page("Jó oldal", live=False)
    bad = faulty(a_content_page("Hibás oldal", live=False))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    answer = signed_in(world.users["office"]).post(f"{address}?id={good.pk}&id={bad.pk}&next=/cms/")

    assert "Hibás oldal" in said(answer)
    assert not Page.objects.filter(pk__in=[good.pk, bad.pk], live=True).exists()


def test_list_publishes_what_passes(world: World) -> None:
    good = a_content_page("Jó oldal", live=False)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    signed_in(world.users["office"]).post(f"{address}?id={good.pk}&next=/cms/")

    good.refresh_from_db()
    assert good.live


def test_page_below_is_refused_with_the_one_it_stands_under(world: World) -> None:
    above = home(is_live=False)
    above.lead = "Bevezető."
    above.save_revision()
    below = faulty(a_content_page("Hibás oldal", parent=above, live=False))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    signed_in(world.users["office"]).post(
        f"{address}?id={above.pk}&next=/cms/", {"include_descendants": "on"}
    )

    assert not Page.objects.filter(pk__in=[above.pk, below.pk], live=True).exists()


def scheduled(page: ContentPage, writer: User) -> Any:
    """A version that was approved for an hour that has come."""
    hour = timezone.now() - timedelta(minutes=1)
    page.go_live_at = hour
    return page.save_revision(user=writer, approved_go_live_at=hour)


def test_page_whose_picture_lost_its_words_waits_on_and_its_writer_is_told(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    picture = a_picture()
    page = a_content_page(live=False, body=BODY.to_python([picture_block(picture)]))
    revision = scheduled(page, world.users["editor"])
    picture.alt_hu = ""
    picture.save()
    other = a_content_page("Jó oldal", live=False)
    scheduled(other, world.users["editor"])

    with django_capture_on_commit_callbacks(execute=True):
        actions.publish_due_pages(at=timezone.now())
    actions.publish_due_pages(at=timezone.now())

    page.refresh_from_db()
    other.refresh_from_db()
    revision.refresh_from_db()
    assert (page.live, other.live) == (False, True)
    assert revision.approved_go_live_at is None
    assert page.get_latest_revision() == revision
    (letter,) = mail.outbox
    assert letter.to == [world.users["editor"].email]
    assert page.title in letter.subject
    assert picture.title in letter.body
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in letter.body


def picture_block(picture: Any) -> dict[str, Any]:
    return {"type": "picture", "value": {"picture": picture.pk, "caption": ""}}


def test_page_that_cannot_be_published_gets_no_hour_either(world: World) -> None:
    page = faulty(a_content_page(live=False), go_live_at=timezone.now() + timedelta(days=1))

    with pytest.raises(PageRefused):
        page.get_latest_revision().publish()

    assert not page.revisions.exclude(approved_go_live_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_translation_is_refused_by_the_checks_of_its_language(world: World) -> None:
    home("en")
    picture = a_picture(alt_en="")
    page = a_content_page(body=BODY.to_python([picture_block(picture)]))
    page.save_revision().publish()
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(
        source=source, target_locale=Locale.objects.get(language_code="en")
    )
    translation.save_target(publish=False)
    english = page.get_translation(translation.target_locale)
    address = reverse("wagtailadmin_pages:edit", args=[english.pk])

    answer = signed_in(world.users["office"]).post(address, {"action": "publish"})

    assert picture.title in said(answer)
    english.refresh_from_db()
    assert not english.live

    picture.alt_en = "The gate."
    picture.save()
    signed_in(world.users["office"]).post(address, {"action": "publish"})
    english.refresh_from_db()
    assert english.live
    assert StringTranslation.objects.count() == 0


def test_asking_for_a_translation_makes_nothing_public(world: World) -> None:
    home("en")
    page = a_content_page()
    page.save_revision().publish()
    english = Locale.objects.get(language_code="en")

    translate_object(page, [english], user=world.users["editor"])

    assert not page.get_translation(english).live


# --- letters -------------------------------------------------------------------------------------


def test_office_is_told_of_what_waits_and_the_writer_of_what_became_of_it(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    page = a_content_page(live=False)
    editor, office = world.users["editor"], world.users["office"]
    with django_capture_on_commit_callbacks(execute=True):
        approve = handed_in(world, page)
    assert office.email in {letter.to[0] for letter in mail.outbox}
    assert editor.email not in {letter.to[0] for letter in mail.outbox}
    assert all("Jóváhagyásra vár" in letter.subject for letter in mail.outbox)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        signed_in(office).post(approve)

    (letter,) = mail.outbox
    assert letter.to == [editor.email]
    assert "Jóváhagyva" in letter.subject
    page.refresh_from_db()
    assert f"{settings.SITE_URL}{page.url}" in letter.body


def test_writer_reads_why_the_page_came_back(world: World, django_capture_on_commit_callbacks: Any) -> None:
    page = a_content_page(live=False)
    reject = handed_in(world, page).replace("/approve/", "/reject/")

    with django_capture_on_commit_callbacks(execute=True):
        signed_in(world.users["office"]).post(reject, {"comment": "Hiányzik a helyszín."})

    (letter,) = (letter for letter in mail.outbox if letter.to == [world.users["editor"].email])
    assert "Hiányzik a helyszín." in letter.body
