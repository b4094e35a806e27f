"""From the first words to the published page: who may write, who approves, what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from mentorhalo.accounts.models import Grant, User
from mentorhalo.core.tests.access import World
from mentorhalo.website import actions
from mentorhalo.website.checks import PageRefused
from mentorhalo.website.choices import EditorGroup
from mentorhalo.website.models import ContentPage
from mentorhalo.website.tests.factories import a_content_page, a_news_index, a_news_page, a_picture, home

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def written(text: str, **more: Any) -> dict[str, Any]:
    """What the form of a content page sends."""
    return nested_form_data(
        {
            "title": "Mit tesznek a mentorok?",
            "slug": "mit-tesznek",
            "lead": "Röviden arról, mi történik.",
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
            "body": streamfield([("text", rich_text(text, features=["h2", "h3", "h4", "link"]))]),
            "comments": inline_formset([]),
            **more,
        }
    )


def send(user: User, page: Page, text: str, deed: str = "", **more: Any) -> Any:
    data = written(text, **more) | ({deed: "1"} if deed else {})
    return signed_in(user).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def test_word_of_another_room_does_not_rename_the_first_page_of_the_editor() -> None:
    with translation.override("hu"):
        assert gettext("Home") == "Nyitólap"


def test_draft_may_hold_what_publishing_refuses(world: World) -> None:
    page = a_content_page()

    answer = send(world.users["office"], page, "<h4>Rögtön a negyedik szint</h4>")

    assert answer.status_code == 302
    assert page.revisions.count() == 1


def test_page_with_findings_is_not_published_and_nothing_typed_is_lost(world: World) -> None:
    page = a_content_page()

    answer = send(world.users["office"], page, "<h4>Rögtön a negyedik szint</h4>", "action-publish")

    assert answer.status_code == 200
    assert "kimaradt egy szint" in answer.content.decode()
    assert "Rögtön a negyedik szint" in answer.content.decode()
    assert page.revisions.count() == 0


def test_page_with_findings_is_not_handed_in_either(world: World) -> None:
    page = a_content_page()

    answer = send(world.users["editor"], page, '<p>Írjon <a href="/x/">ide</a>!</p>', "action-submit")

    assert answer.status_code == 200
    assert page.workflow_states.count() == 0


def test_editor_hands_in_and_office_approves(world: World) -> None:
    page = a_content_page(live=False)
    editor, office = world.users["editor"], world.users["office"]

    assert send(editor, page, "<h2>Négy dolog</h2>", "action-publish").status_code == 302
    page.refresh_from_db()
    assert not page.live

    send(editor, page, "<h2>Négy dolog</h2>", "action-submit")
    state = page.current_workflow_task_state
    assert state is not None
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    assert signed_in(editor).post(address).status_code in (302, 404)
    page.refresh_from_db()
    assert not page.live

    signed_in(office).post(address)
    page.refresh_from_db()
    assert page.live
    assert "Négy dolog" in Client().get(page.url).content.decode()


def test_page_cannot_take_the_address_of_another_place(world: World) -> None:
    page = a_content_page()

    answer = send(world.users["office"], page, "<p>Szöveg</p>", "action-publish", slug="mentors")

    assert answer.status_code == 200
    page.refresh_from_db()
    assert page.slug != "mentors"


def test_seats_follow_the_grants_of_the_day(world: World) -> None:
    editor = world.users["editor"]
    client = signed_in(editor)

    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert [group.name for group in editor.groups.all()] == [EditorGroup.WRITERS]

    Grant.objects.filter(user=editor).update(ends_on=world.today - timedelta(days=1))
    assert client.get(reverse("wagtailadmin_home")).status_code == 404
    assert client.get(reverse("wagtailadmin_pages:edit", args=[home().pk])).status_code == 404

    actions.seat_editor(user=User.objects.get(pk=editor.pk), on=world.today)
    assert not editor.groups.exists()


def test_seating_again_asks_once_and_writes_nothing(world: World, django_assert_num_queries: Any) -> None:
    office = User.objects.get(pk=world.users["office"].pk)
    actions.seat_editor(user=office, on=world.today)
    assert set(office.groups.values_list("name", flat=True)) == {EditorGroup.WRITERS, EditorGroup.APPROVERS}

    with django_assert_num_queries(1):
        actions.seat_editor(user=office, on=world.today)


@pytest.mark.parametrize("name", ["wagtailadmin_login", "wagtailadmin_password_reset"])
def test_editor_has_no_sign_in_of_its_own(name: str, world: World) -> None:
    assert Client().get(reverse(name))["Location"].startswith(reverse("account_login"))
    assert signed_in(world.users["administrator"]).get(reverse(name)).status_code == 404


def test_accounts_cannot_be_managed_in_the_editor(world: World) -> None:
    assert signed_in(world.users["administrator"]).get("/cms/users/").status_code == 404
    assert signed_in(world.users["administrator"]).get("/cms/groups/").status_code == 404


def test_only_the_editors_own_scripts_get_a_nonce(world: World) -> None:
    page = a_content_page(title='<script>alert("x")</script>')

    answer = signed_in(world.users["office"]).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    policy = answer["Content-Security-Policy"]

    assert "script-src 'self' 'nonce-" in policy
    assert "style-src 'self';" in policy
    assert "frame-ancestors 'self'" in policy
    body = answer.content.decode()
    assert "<script>" not in body
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert f'<script nonce="{nonce}">initDateTimeChooser(' in body


def test_page_is_published_at_its_hour_and_taken_down_after(world: World) -> None:
    page = a_content_page(live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision(approved_go_live_at=page.go_live_at)
    actions.publish_due_pages(at=timezone.now())
    page.refresh_from_db()
    assert not page.live

    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    actions.publish_due_pages(at=timezone.now())
    page.refresh_from_db()
    assert page.live

    ContentPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    actions.publish_due_pages(at=timezone.now())
    page.refresh_from_db()
    assert not page.live


def test_script_cannot_publish_what_the_editor_refuses(world: World) -> None:
    page = ContentPage(title="Üres", slug="ures", lead="", locale=home().locale)

    with pytest.raises(PageRefused):
        actions.write_page(page=page, above=home(), by=world.users["office"], at=world.now)


def test_news_are_listed_the_latest_first_with_as_many_queries_however_many(client: Client) -> None:
    index = a_news_index()
    a_news_page("Régi", parent=index, published_on=timezone.localdate() - timedelta(days=9))
    a_news_page("Új", parent=index, picture=a_picture())
    client.get(index.url)

    with CaptureQueriesContext(connection) as few:
        body = client.get(index.url, {"visit": 1}).content.decode()
    assert body.index("Új") < body.index("Régi")
    for number in range(6):
        a_news_page(f"Hír {number}", parent=index, picture=a_picture())
    client.get(index.url)
    with CaptureQueriesContext(connection) as many:
        client.get(index.url, {"visit": 2})

    assert len(many) == len(few)
