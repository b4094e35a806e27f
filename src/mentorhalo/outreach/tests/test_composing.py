"""Writing letters: every way out of every deed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from wagtail.images import get_image_model

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.core.models import AuditLine
from mentorhalo.outreach.actions.composing import (
    BlocksRefused,
    ChangedMeanwhile,
    IssueDraft,
    IssueRefused,
    TextDraft,
    choose_audience,
    copy_issue,
    discard_issue,
    draft_of,
    drop_text,
    fingerprint,
    freeze_texts,
    revise_issue,
    save_text,
    start_issue,
    store_picture,
)
from mentorhalo.outreach.choices import IssueKind, SegmentRole
from mentorhalo.outreach.models import Issue
from mentorhalo.outreach.queries.issues import last_saved, who_saved
from mentorhalo.outreach.rendering.tokens import UNSUBSCRIBE
from mentorhalo.outreach.segments import Segment
from mentorhalo.outreach.tests.factories import IssueFactory, SentIssueFactory, picture_file

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
NEWSLETTER = IssueDraft(kind=IssueKind.NEWSLETTER, title="Márciusi hírek")
WORDS = TextDraft("Új padok", "Első sor", [{"id": "a1", "type": "text", "text": "Szöveg"}])


def test_letter_begins_with_an_empty_hungarian_text() -> None:
    by = UserFactory()

    issue = start_issue(draft=NEWSLETTER, audience=Segment(), by=by, at=NOW)

    assert (issue.title, issue.by, issue.audience) == ("Márciusi hírek", by, {})
    assert [(text.language, text.blocks) for text in issue.texts.all()] == [("hu", [])]
    assert AuditLine.objects.get(subject=f"issue:{issue.pk}").deed == "start_issue"


def test_same_beginning_sent_twice_begins_one_letter() -> None:
    by, key = UserFactory(), uuid4()

    first = start_issue(draft=NEWSLETTER, audience=Segment(), by=by, at=NOW, pk=key)
    second = start_issue(draft=NEWSLETTER, audience=Segment(), by=by, at=NOW, pk=key)

    assert first == second
    assert Issue.objects.count() == 1


def test_county_letter_needs_somebody_who_gets_the_answers() -> None:
    draft = IssueDraft(kind=IssueKind.COUNTY_LETTER, title="Levél")

    with pytest.raises(IssueRefused):
        start_issue(draft=draft, audience=Segment(), by=UserFactory(), at=NOW)


def test_words_are_kept_and_who_kept_them() -> None:
    issue, by = IssueFactory(), UserFactory()

    text = save_text(issue=issue, language="hu", draft=WORDS, seen=None, by=by, at=NOW)

    text.refresh_from_db()
    assert (text.subject, text.preview) == ("Új padok", "Első sor")
    assert text.blocks == [{"id": "a1", "type": "text", "text": "Szöveg"}]
    assert who_saved(last_saved(issue, "hu")) == by
    assert last_saved(issue, "en") is None


def test_second_language_begins_when_it_is_saved() -> None:
    issue = IssueFactory()

    save_text(issue=issue, language="en", draft=WORDS, seen="", by=UserFactory(), at=NOW)

    assert sorted(text.language for text in issue.texts.all()) == ["en", "hu"]


def test_words_that_somebody_else_changed_meanwhile_are_not_written_over() -> None:
    issue, by = IssueFactory(), UserFactory()
    seen = fingerprint(issue.texts.get())
    save_text(issue=issue, language="hu", draft=WORDS, seen=seen, by=by, at=NOW)

    with pytest.raises(ChangedMeanwhile) as refused:
        save_text(
            issue=issue,
            language="hu",
            draft=replace(WORDS, subject="Más"),
            seen=seen,
            by=UserFactory(),
            at=NOW,
        )

    assert refused.value.text.subject == "Új padok"
    assert who_saved(refused.value.line) == by
    assert issue.texts.get().subject == "Új padok"


def test_saving_the_other_language_meanwhile_is_no_conflict() -> None:
    issue, by = IssueFactory(texts={"hu": "Egy", "en": "One"}), UserFactory()
    seen = fingerprint(issue.texts.get(language="hu"))
    save_text(issue=issue, language="en", draft=WORDS, seen=None, by=by, at=NOW)

    save_text(issue=issue, language="hu", draft=WORDS, seen=seen, by=by, at=NOW)

    assert issue.texts.get(language="hu").subject == "Új padok"


def test_one_may_write_over_knowingly() -> None:
    issue = IssueFactory()
    save_text(issue=issue, language="hu", draft=WORDS, seen=None, by=UserFactory(), at=NOW)

    save_text(
        issue=issue, language="hu", draft=replace(WORDS, subject="Más"), seen=None, by=UserFactory(), at=NOW
    )

    assert issue.texts.get().subject == "Más"


def test_blocks_of_unknown_kind_are_refused_and_nothing_is_kept() -> None:
    issue = IssueFactory()

    with pytest.raises(BlocksRefused):
        save_text(
            issue=issue,
            language="hu",
            draft=TextDraft("Más", "", [{"type": "script"}]),
            seen=None,
            by=UserFactory(),
            at=NOW,
        )

    assert issue.texts.get().subject == "Hírek a közösségekről"


def test_letter_on_its_way_changes_no_more() -> None:
    issue, by = SentIssueFactory(), UserFactory()

    with pytest.raises(IssueRefused):
        save_text(issue=issue, language="hu", draft=WORDS, seen=None, by=by, at=NOW)
    with pytest.raises(IssueRefused):
        choose_audience(issue=issue, segment=Segment(), by=by, at=NOW)
    with pytest.raises(IssueRefused):
        drop_text(issue=issue, language="en", by=by, at=NOW)
    with pytest.raises(IssueRefused):
        discard_issue(issue=issue, by=by, at=NOW)


def test_after_sending_only_the_archive_is_decided() -> None:
    issue = SentIssueFactory(title="Régi")

    revise_issue(
        issue=issue, draft=replace(draft_of(issue), title="Új", is_archived=False), by=UserFactory(), at=NOW
    )

    issue.refresh_from_db()
    assert (issue.title, issue.is_archived) == ("Régi", False)


def test_what_is_said_of_a_draft_can_be_changed() -> None:
    issue = IssueFactory()

    revise_issue(issue=issue, draft=replace(NEWSLETTER, sender_name="Próba Ház"), by=UserFactory(), at=NOW)

    issue.refresh_from_db()
    assert (issue.title, issue.sender_name) == ("Márciusi hírek", "Próba Ház")


def test_language_can_be_taken_out_but_the_last_stays() -> None:
    issue, by = IssueFactory(texts={"hu": "Egy", "en": "One"}), UserFactory()

    drop_text(issue=issue, language="en", by=by, at=NOW)

    assert issue.texts.get().language == "hu"
    with pytest.raises(IssueRefused):
        drop_text(issue=issue, language="hu", by=by, at=NOW)


def test_audience_is_kept_as_data() -> None:
    issue = IssueFactory()

    choose_audience(issue=issue, segment=Segment(roles=(SegmentRole.MENTOR,)), by=UserFactory(), at=NOW)

    issue.refresh_from_db()
    assert Segment.from_json(issue.audience).roles == ("mentor",)


def test_copy_is_a_draft_of_its_own_with_the_same_words() -> None:
    issue, by = SentIssueFactory(audience={"roles": ["mentor"]}), UserFactory()

    made = copy_issue(issue=issue, by=by, at=NOW)

    assert (made.state, made.slug, made.by, made.started_at) == ("draft", "", by, None)
    assert made.audience == {"roles": ["mentor"]}
    assert [text.html for text in made.texts.all()] == ["", ""]
    assert made.texts.get(language="hu").blocks == issue.texts.get(language="hu").blocks


def test_answers_to_a_copied_county_letter_go_to_who_copied_it() -> None:
    issue = IssueFactory(kind=IssueKind.COUNTY_LETTER, sender_name="Éva", reply_to="eva@pelda.hu")
    by = UserFactory(name="Béla", email="bela@pelda.hu")

    made = copy_issue(issue=issue, by=by, at=NOW)

    assert (made.sender_name, made.reply_to) == ("Béla", "bela@pelda.hu")


def test_draft_can_be_thrown_away() -> None:
    issue = IssueFactory()

    discard_issue(issue=issue, by=UserFactory(), at=NOW)

    assert not Issue.objects.exists()


def test_frozen_words_have_their_parts_and_an_address_of_their_own() -> None:
    first, second = (IssueFactory(texts={"hu": "Őszi hírek: padok!", "en": "Autumn"}) for _ in range(2))

    for issue in (first, second):
        freeze_texts(issue=issue, base_url="https://pelda.hu", at=NOW)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.slug, second.slug) == ("2026-03-oszi-hirek-padok", "2026-03-oszi-hirek-padok-2")
    for text in first.texts.all():
        assert UNSUBSCRIBE in text.html
        assert UNSUBSCRIBE in text.plain


def test_freezing_again_keeps_the_address() -> None:
    issue = IssueFactory()
    freeze_texts(issue=issue, base_url="https://pelda.hu", at=NOW)
    slug = issue.slug

    freeze_texts(issue=issue, base_url="https://pelda.hu", at=NOW + timedelta(days=40))

    assert issue.slug == slug


def test_uploaded_picture_stands_among_the_pictures_of_the_site() -> None:
    by = UserFactory(name="Éva")

    picture = store_picture(title="Pad", alt="Új pad a téren", file=picture_file(), by=by, at=NOW)

    kept = get_image_model().objects.get(pk=picture.pk)
    assert (kept.title, kept.uploaded_by_user, kept.width) == ("Pad", by, 40)
