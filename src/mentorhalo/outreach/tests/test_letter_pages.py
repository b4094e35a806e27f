"""Pages on which letters are written, tried and read."""

import json
import re
from typing import Any

import feedparser
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.images import get_image_model

from mentorhalo.accounts.tests.factories import GrantFactory, UserFactory
from mentorhalo.core.tests.access import EDITOR, GROUP_LEADER, MENTOR, OFFICE, OTHER_MENTOR, World
from mentorhalo.outreach.blocks import cleaned
from mentorhalo.outreach.choices import IssueKind
from mentorhalo.outreach.models import Issue
from mentorhalo.outreach.tests.factories import (
    IssueFactory,
    SentIssueFactory,
    SubscriberFactory,
    picture_file,
)

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(GrantFactory(role="office").user, backend=BACKEND)
    return client


def as_role(client: Client, world: World, role: str) -> Client:
    client.force_login(world.users[role], backend=BACKEND)
    return client


def address(name: str, issue: Issue) -> str:
    return reverse(f"outreach:{name}", kwargs={"pk": issue.pk})


def typed(page: str) -> dict[str, Any]:
    """The fields of the composer as a browser would send them back."""
    form = page[page.index('<form method="post" enctype') : page.rindex("</form>")]
    fields: dict[str, Any] = {"block": re.findall(r'name="block" value="([^"]*)"', form)}
    inputs = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form)
    areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', form)
    fields |= {
        name: value for name, value in (*inputs, *areas) if name not in ("block", "csrfmiddlewaretoken")
    }
    return fields


def test_blocks_are_added_moved_and_removed_by_buttons_that_keep_what_was_typed(office: Client) -> None:
    issue = IssueFactory(texts={"hu": ""})
    write = f"{address('write', issue)}?language=hu"

    page = office.get(write).content.decode()
    page = office.post(
        write, typed(page) | {"subject": "Padok", "do": "add:heading"}, follow=True
    ).content.decode()
    page = office.post(write, typed(page) | {"do": "add:text"}, follow=True).content.decode()
    [heading, text] = [value.partition(":")[0] for value in typed(page)["block"]]
    office.post(
        write,
        typed(page) | {f"b-{heading}-text": "Cím", f"b-{text}-text": "Szöveg", "do": f"up:{text}"},
        follow=True,
    )

    kept = issue.texts.get()
    assert kept.subject == "Padok"
    assert [block["text"] for block in kept.blocks] == ["Szöveg", "Cím"]

    page = office.get(write).content.decode()
    office.post(write, typed(page) | {"do": f"drop:{heading}"})

    assert [block["text"] for block in issue.texts.get().blocks] == ["Szöveg"]


def test_what_cannot_be_kept_stays_on_the_page(office: Client) -> None:
    issue = IssueFactory(texts={"hu": ""})
    issue.texts.update(blocks=cleaned([{"id": "a1", "type": "heading", "text": "Régi"}]))
    write = f"{address('write', issue)}?language=hu"
    said = {"subject": "Új tárgy", "block": ["a1:heading"], "b-a1-text": "x" * 200, "do": "add:text"}

    answer = office.post(write, typed(office.get(write).content.decode()) | said)

    page = answer.content.decode()
    assert "Új tárgy" in page
    assert "x" * 200 in page
    assert issue.texts.get().blocks[0]["text"] == "Régi"


def test_two_writers_are_told_of_each_other_and_nothing_is_lost(office: Client) -> None:
    issue = IssueFactory(texts={"hu": "Eredeti"})
    write = f"{address('write', issue)}?language=hu"
    first = typed(office.get(write).content.decode())
    office.post(write, first | {"subject": "Az egyik", "do": "save"})

    answer = office.post(write, first | {"subject": "A másik", "do": "save"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Az egyik" in page
    assert 'value="A másik"' in page
    assert issue.texts.get().subject == "Az egyik"

    office.post(write, typed(page) | {"do": "over"})

    assert issue.texts.get().subject == "A másik"


@pytest.mark.parametrize(
    "junk",
    [
        {"block": ["<script>:text", "a:nincs", ":", "x" * 5000]},
        {"block": ["a1:picture"], "b-a1-image_0": "x", "b-a1-image_1": "99999999999999999999"},
        {"do": "add:script"},
        {"do": "up:nincs"},
        {"do": ""},
        {"subject": "x" * 100_000},
        {"subject": "a\x00b", "preview": "\r\nBcc: x"},
        {"seen": "x" * 1000},
        {"block": [f"b{number}:divider" for number in range(500)]},
    ],
)
def test_bad_input_never_breaks_the_composer(office: Client, junk: dict[str, Any]) -> None:
    issue = IssueFactory()
    write = f"{address('write', issue)}?language=hu"

    answer = office.post(write, typed(office.get(write).content.decode()) | junk)

    assert answer.status_code in (200, 302)


def test_picture_is_uploaded_within_its_block(office: Client) -> None:
    issue = IssueFactory()
    write = f"{address('write', issue)}?language=hu"
    file = SimpleUploadedFile("pad.png", picture_file().read(), "image/png")
    said = {"block": ["a1:picture"], "b-a1-alt": "Új pad", "b-a1-upload": file, "do": "save"}

    office.post(write, typed(office.get(write).content.decode()) | said)

    picture = get_image_model().objects.get(title="Új pad")
    assert issue.texts.get().blocks[0]["image"] == str(picture.pk)
    answer = office.get(reverse("outreach:picture", kwargs={"pk": picture.pk}))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer.content.startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("name", "content"), [("a.svg", b"<svg/>"), ("a.png", b"nem kep"), ("a.gif", b"GIF89a")]
)
def test_what_is_no_picture_is_refused_beside_its_field(office: Client, name: str, content: bytes) -> None:
    issue = IssueFactory()
    write = f"{address('write', issue)}?language=hu"
    said = {"block": ["a1:picture"], "b-a1-upload": SimpleUploadedFile(name, content), "do": "save"}

    answer = office.post(write, typed(office.get(write).content.decode()) | said)

    assert answer.status_code == 200
    assert not get_image_model().objects.exists()


def test_letter_on_its_way_cannot_be_written(office: Client) -> None:
    issue = SentIssueFactory()

    answer = office.post(f"{address('write', issue)}?language=hu", {"subject": "Más"})

    assert answer.status_code == 302
    assert issue.texts.get(language="hu").subject != "Más"


def test_office_begins_a_newsletter(office: Client) -> None:
    answer = office.post(
        reverse("outreach:start_issue"), {"kind": "newsletter", "title": "Március", "is_archived": "on"}
    )

    issue = Issue.objects.get()
    assert answer["Location"].startswith(address("write", issue))
    assert (issue.kind, issue.title, issue.is_archived, issue.audience) == ("newsletter", "Március", True, {})


def test_mentor_begins_a_letter_to_the_own_communities_in_the_own_name(client: Client, world: World) -> None:
    mentor = world.users[MENTOR]
    page = as_role(client, world, MENTOR).get(reverse("outreach:start_issue")).content.decode()
    assert mentor.email in page
    assert "newsletter" not in re.findall(r'name="kind"[^>]*value="([^"]*)"', page)

    client.post(
        reverse("outreach:start_issue"),
        {
            "kind": "county_letter",
            "title": "Levél",
            "reach": "own",
            "sender_name": "Éva",
            "reply_to": mentor.email,
        },
    )

    issue = Issue.objects.get(title="Levél")
    assert issue.kind == IssueKind.COUNTY_LETTER
    assert issue.audience == {"own_of": str(world.mentors[MENTOR].pk)}
    assert (issue.group, issue.is_archived) == (world.group, False)


def test_group_leader_writes_to_the_whole_group(client: Client, world: World) -> None:
    as_role(client, world, GROUP_LEADER).post(
        reverse("outreach:start_issue"),
        {"kind": "county_letter", "title": "Levél", "reach": str(world.group), "reply_to": "a@pelda.hu"},
    )

    assert Issue.objects.get(title="Levél").audience == {"group": str(world.group)}


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "newsletter", "title": "Levél"},
        {
            "kind": "county_letter",
            "title": "Levél",
            "reach": "00000000-0000-4000-8000-000000000002",
            "reply_to": "a@a.hu",
        },
        {"kind": "county_letter", "title": "Levél", "reach": "own"},
        {"kind": "county_letter", "title": "", "reach": "own", "reply_to": "a@a.hu"},
    ],
)
def test_mentor_begins_no_letter_beyond_the_own_reach(
    client: Client, world: World, said: dict[str, str]
) -> None:
    before = Issue.objects.count()

    answer = as_role(client, world, MENTOR).post(reverse("outreach:start_issue"), said)

    assert answer.status_code == 200
    assert Issue.objects.count() == before


def test_letters_of_another_group_are_not_seen(client: Client, world: World) -> None:
    page = as_role(client, world, OTHER_MENTOR).get(reverse("outreach:issues")).content.decode()

    assert world.county_letter.title not in page


def test_list_of_letters_costs_the_same_at_any_length(
    office: Client, django_assert_max_num_queries: Any
) -> None:
    IssueFactory()
    with django_assert_max_num_queries(30) as one:
        office.get(reverse("outreach:issues"))
    for _number in range(3):
        IssueFactory()
    with django_assert_max_num_queries(len(one)):
        office.get(reverse("outreach:issues"))


def test_preview_shows_the_letter_alone_under_a_policy_of_its_own(office: Client) -> None:
    issue = IssueFactory()
    issue.texts.update(blocks=cleaned([{"type": "text", "text": "Kedves {név}! <script>x</script>"}]))

    page = office.get(f"{address('preview', issue)}?language=hu&look=phone").content.decode()
    frame = office.get(f"{address('preview_letter', issue)}?language=hu&look=dark")

    assert 'data-mh-look="phone"' in page
    html = frame.content.decode()
    assert "Kedves Olvasónk!" in html
    assert "<script" not in html
    assert "@@MH-" not in html
    assert "@media all" in html
    assert "'none'" in frame["Content-Security-Policy"]
    assert "script-src" not in frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"


def test_plain_part_can_be_looked_at(office: Client) -> None:
    issue = IssueFactory()
    issue.texts.update(blocks=cleaned([{"type": "list", "text": "egy\nkettő"}]))

    page = office.get(f"{address('preview', issue)}?language=hu&look=plain").content.decode()

    assert "- egy\n- kettő" in page


def test_overview_leads_from_a_finding_to_its_block(office: Client) -> None:
    issue = IssueFactory()
    issue.texts.update(blocks=cleaned([{"id": "a1", "type": "heading", "text": ""}]))

    page = office.get(address("issue", issue)).content.decode()

    assert f"{address('write', issue)}?language=hu#b-a1" in page


def test_audience_says_exactly_how_many_and_who_is_left_out(office: Client) -> None:
    issue = IssueFactory()
    SubscriberFactory()
    SubscriberFactory()
    SubscriberFactory(name="Elment Elek", state="left")

    page = office.get(address("audience", issue)).content.decode()

    assert "<strong>2</strong>" in page
    assert "Elment Elek" in page

    office.post(address("audience", issue), {"roles": ["mentor"], "not_heard_days": "30"})

    issue.refresh_from_db()
    assert issue.audience == {"roles": ["mentor"], "not_heard_days": 30}


def test_audience_that_leaves_out_nobody_is_counted_too(office: Client) -> None:
    SubscriberFactory()

    page = office.get(address("audience", IssueFactory())).content.decode()

    assert "<strong>1</strong>" in page


def test_audience_that_is_none_is_refused(office: Client) -> None:
    issue = IssueFactory()

    answer = office.post(address("audience", issue), {"roles": ["mindenki"], "not_heard_days": "-1"})

    assert answer.status_code == 200
    issue.refresh_from_db()
    assert issue.audience == {}


def test_trial_arrives_as_the_real_letter_would_marked_as_a_trial(
    office: Client, django_capture_on_commit_callbacks: Any
) -> None:
    issue = IssueFactory(texts={"hu": "Padok", "en": "Benches"})
    issue.texts.update(blocks=cleaned([{"type": "text", "text": "Kedves {név}!"}]))
    UserFactory(email="kollega@pelda.hu", name="Próba Kolléga")

    with django_capture_on_commit_callbacks(execute=True):
        office.post(address("trial", issue), {"language": "hu", "addresses": "kollega@pelda.hu"})

    [letter] = mail.outbox
    assert letter.subject == "[próba] Padok"
    assert "Kedves Próba Kolléga!" in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Id" in letter.extra_headers
    issue.refresh_from_db()
    assert (issue.slug, issue.texts.get(language="hu").html) == ("", "")


@pytest.mark.parametrize(
    "typed_addresses",
    [
        "idegen@pelda.hu",
        "nem cím",
        "",
        ",",
        "a@b.hu\r\nBcc: c@d.hu",
        ",".join(f"a{n}@pelda.hu" for n in range(6)),
    ],
)
def test_trial_goes_to_people_of_the_house_only(office: Client, typed_addresses: str) -> None:
    answer = office.post(address("trial", IssueFactory()), {"language": "hu", "addresses": typed_addresses})

    assert answer.status_code == 200
    assert mail.outbox == []


def test_archive_shows_newsletters_that_were_sent_and_nothing_else(client: Client) -> None:
    shown = SentIssueFactory()
    hidden = [
        SentIssueFactory(texts={"hu": "Rejtett"}, is_archived=False),
        IssueFactory(texts={"hu": "Piszkozat"}, slug="piszkozat"),
    ]

    page = client.get(reverse("outreach:archive")).content.decode()

    assert "Elment hírek" in page
    assert "Rejtett" not in page
    assert "Piszkozat" not in page
    assert client.get(reverse("outreach:archived", kwargs={"slug": shown.slug})).status_code == 200
    for issue in hidden:
        assert client.get(reverse("outreach:archived", kwargs={"slug": issue.slug})).status_code == 302


def test_archived_letter_is_exactly_as_sent_without_its_reader(client: Client) -> None:
    issue = SentIssueFactory()
    text = issue.texts.get(language="hu")

    answer = client.get(reverse("outreach:letter", kwargs={"pk": issue.pk, "language": "hu"}))

    html = answer.content.decode()
    sent = text.html.replace('role="article"', 'role="main"', 1)
    assert html.partition("Olvasónk")[0] == sent.partition("@@MH-NAME@@")[0]
    assert "@@MH-" not in html
    assert answer["X-Robots-Tag"] == "noindex"


def test_county_letter_can_be_read_by_its_address_alone(client: Client) -> None:
    issue = SentIssueFactory(kind=IssueKind.COUNTY_LETTER, is_archived=False)
    draft = IssueFactory()

    assert (
        client.get(reverse("outreach:letter", kwargs={"pk": issue.pk, "language": "en"})).status_code == 200
    )
    assert (
        client.get(reverse("outreach:letter", kwargs={"pk": draft.pk, "language": "hu"})).status_code == 302
    )


def test_archived_page_speaks_to_machines_safely(client: Client) -> None:
    issue = SentIssueFactory(texts={"hu": "Hírek </script><script>alert(1)</script>"})

    page = client.get(reverse("outreach:archived", kwargs={"slug": issue.slug})).content.decode()

    [metadata] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(metadata)["headline"] == "Hírek </script><script>alert(1)</script>"
    assert 'property="og:title"' in page
    assert "<script>alert(1)" not in page


def test_reader_of_english_sees_the_english_text(client: Client) -> None:
    issue = SentIssueFactory()

    with translation.override("en"):
        page = client.get(reverse("outreach:archived", kwargs={"slug": issue.slug})).content.decode()

    assert "News that went out" in page


def test_feed_is_read_by_an_independent_reader_and_asked_for_again_cheaply(client: Client) -> None:
    issue = SentIssueFactory()

    answer = client.get(reverse("outreach:archive_feed"))
    again = client.get(reverse("outreach:archive_feed"), headers={"if-none-match": answer["ETag"]})

    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.entries[0].title == "Elment hírek"
    assert feed.entries[0].id == f"urn:uuid:{issue.pk}"
    assert feed.entries[0].link.startswith("http")
    assert again.status_code == 304


def test_editor_writes_newsletters_but_sends_none(client: Client, world: World) -> None:
    page = as_role(client, world, EDITOR).get(address("issue", world.issue)).content.decode()

    assert address("write", world.issue) in page
    assert address("sending", world.issue) not in page


def test_office_copies_and_discards(client: Client, world: World) -> None:
    as_role(client, world, OFFICE)

    client.post(address("copy_issue", world.issue))
    copied = Issue.objects.exclude(pk=world.issue.pk).get(title=world.issue.title)
    client.post(address("discard_issue", copied))

    assert not Issue.objects.filter(pk=copied.pk).exists()
