"""The way of a practice, step by step: each step, and each way in which it is refused."""

from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.core import mail
from django.urls import reverse

from mentorhalo.accounts.choices import Role
from mentorhalo.evidence.models import Fact
from mentorhalo.knowledge.actions import practices as actions
from mentorhalo.knowledge.choices import PracticeState, Verdict
from mentorhalo.knowledge.facts.practices import PRACTICE_SOURCE
from mentorhalo.knowledge.fingerprints import fingerprint_of
from mentorhalo.knowledge.keys import consent_by, consent_key
from mentorhalo.knowledge.models import Consent, FieldEditor, Practice, PracticeMove, PracticeVersion
from mentorhalo.knowledge.queries.practice_work import to_review

from . import factories
from .factories import AT

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture
def mentor():
    return factories.person(Role.MENTOR)


@pytest.fixture
def office():
    return factories.person(Role.OFFICE)


@pytest.fixture
def editor():
    return factories.editor_of("library")


@pytest.fixture
def people(mentor, office, editor):
    return {"by": mentor, "checker": office, "editor": editor}


def live_kinds(practice):
    facts = Fact.objects.known_at(None).of_source(PRACTICE_SOURCE, str(practice.pk))
    return sorted(facts.values_list("kind", "subject"))


def test_the_whole_way_leads_to_a_public_frozen_counted_practice(people):
    practice = factories.published(**people)

    version = practice.public_version
    moves = PracticeMove.objects.filter(version=version).values_list("after", flat=True)
    assert list(moves) == ["proposed", "checked", "consented", "in_review", "accepted", "published"]
    assert version.fingerprint == fingerprint_of(version) == Consent.objects.get().fingerprint
    assert live_kinds(practice) == [
        ("practice.accepted", practice.reference),
        ("practice.published", practice.reference),
    ]


def test_beginning_twice_with_one_key_is_once(mentor):
    key = uuid4()
    first = actions.begin_practice(key=key, draft=factories.draft(), by=mentor, at=AT)
    again = actions.begin_practice(key=key, draft=factories.draft(), by=mentor, at=AT)

    assert (first.pk, Practice.objects.count()) == (again.pk, 1)


def test_nobody_is_given_the_practice_of_another_by_its_key(mentor, office):
    key = uuid4()
    actions.begin_practice(key=key, draft=factories.draft(), by=mentor, at=AT)

    with pytest.raises(actions.PracticeRefused):
        actions.begin_practice(key=key, draft=factories.draft(), by=office, at=AT)
    with pytest.raises(actions.PracticeRefused):
        actions.offer_practice(key=key, draft=factories.draft(), name="Vera", email="vera@pelda.hu", at=AT)
    assert Practice.objects.count() == 1


def test_an_offer_is_given_back_to_who_offered_it_alone():
    key, said = uuid4(), {"draft": factories.draft(), "name": "Vera", "at": AT}
    first = actions.offer_practice(key=key, email="vera@pelda.hu", **said)

    assert actions.offer_practice(key=key, email=" Vera@pelda.hu", **said) == first
    with pytest.raises(actions.PracticeRefused):
        actions.offer_practice(key=key, email="bela@pelda.hu", **said)


def test_numbers_follow_each_other(mentor):
    codes = [factories.begun(by=mentor).practice.code for _ in range(2)]

    assert codes == ["JGY-0001", "JGY-0002"]


def test_what_is_missing_is_told_all_at_once(mentor):
    version = factories.begun(by=mentor, staff_band="", words=factories.words(difficulties="", otherwise=""))

    with pytest.raises(actions.PracticeRefused) as refused:
        actions.propose_version(version=version, by=mentor, at=AT)

    assert "munkatársak" in str(refused.value)
    assert "Mi volt nehéz" in str(refused.value)
    assert "Mit csinálnánk másképp" in str(refused.value)


def test_a_reason_stands_for_what_cannot_be_told(mentor):
    version = factories.begun(
        by=mentor, words=factories.words(difficulties=""), reasons={"difficulties": "Nem volt ilyen."}
    )

    assert actions.propose_version(version=version, by=mentor, at=AT).state == PracticeState.PROPOSED


def test_who_saves_over_others_words_is_refused(mentor):
    version = factories.begun(by=mentor)
    actions.revise_version(version=version, draft=factories.draft(), seen=1, by=mentor, at=AT)

    with pytest.raises(actions.PracticeRefused, match=str(mentor)):
        actions.revise_version(version=version, draft=factories.draft(), seen=1, by=mentor, at=AT)


def test_nobody_checks_their_own(mentor):
    version = factories.proposed(by=mentor)

    with pytest.raises(actions.PracticeRefused, match="más végzi"):
        actions.check_version(version=version, by=mentor, at=AT)


def test_returned_with_remarks_by_field_and_handed_in_again(mentor, office):
    version = factories.proposed(by=mentor)
    returned = actions.return_version(
        version=version, reason="", remarks={"steps": "Ki nyitotta a házat?"}, by=office, at=AT
    )
    assert returned.state == PracticeState.RETURNED
    assert version.moves.get(after="returned").remarks == {"steps": "Ki nyitotta a házat?"}

    assert actions.propose_version(version=returned, by=mentor, at=AT).state == PracticeState.PROPOSED


def test_returning_without_a_word_is_refused(mentor, office):
    with pytest.raises(actions.PracticeRefused):
        actions.return_version(
            version=factories.proposed(by=mentor), reason=" ", remarks={}, by=office, at=AT
        )


def test_consent_is_for_the_words_that_were_read(mentor, office):
    consent = factories.checked(by=mentor, checker=office)
    actions.revise_version(
        version=consent.version,
        draft=factories.draft(words=factories.words(title="Más cím")),
        seen=1,
        by=None,
        by_name="Könyvtár",
        at=AT,
        allowed=(PracticeState.CHECKED,),
    )
    consent = consent_by(consent_key(consent))
    seen_before = consent.version.seen - 1

    with pytest.raises(actions.PracticeRefused, match="megváltozott"):
        actions.give_consent(
            consent=consent,
            name="É",
            role="v",
            wording=1,
            seen=seen_before,
            at=AT,
        )
    assert factories.agree(consent).state == PracticeState.CONSENTED


def test_a_late_or_forged_link_agrees_to_nothing(mentor, office):
    consent = factories.checked(by=mentor, checker=office)

    with pytest.raises(actions.PracticeRefused):
        factories.agree(consent, AT + 61 * A_DAY)
    with pytest.raises(Consent.DoesNotExist):
        consent_by(consent.pk.hex + ".abc")


def test_a_new_link_closes_the_earlier_one(mentor, office):
    first = factories.checked(by=mentor, checker=office)
    second = actions.ask_consent_again(version=first.version, email="uj@pelda.hu", by=office, at=AT + A_DAY)

    with pytest.raises(actions.PracticeRefused):
        factories.agree(Consent.objects.get(pk=first.pk), AT + 2 * A_DAY)
    assert factories.agree(second, AT + 2 * A_DAY).state == PracticeState.CONSENTED


def test_a_review_left_by_who_edits_no_more_goes_over_to_the_next(people):
    first = people.pop("editor")
    next_one, unasked = factories.editor_of("library"), factories.editor_of("museum")
    version = factories.consented(**people)
    opened = actions.open_review(version=version, by=first, at=AT)
    with pytest.raises(actions.PracticeRefused):
        actions.open_review(version=version, by=next_one, at=AT)
    assert not to_review(next_one).exists()

    actions.close_editor(editor=FieldEditor.objects.get(user=first), by=people["checker"], at=AT)
    assert [one.pk for one in to_review(next_one)] == [version.pk]
    assert not to_review(unasked).exists()
    over = actions.open_review(version=version, by=next_one, at=AT + A_DAY)

    assert (over.pk, over.reviewer) == (opened.pk, next_one)
    with pytest.raises(actions.PracticeRefused):
        actions.decide_review(review=over, judgement=factories.judgement(), by=first, at=AT + A_DAY)
    accepted = actions.decide_review(review=over, judgement=factories.judgement(), by=next_one, at=AT + A_DAY)
    assert accepted.state == PracticeState.ACCEPTED


def test_whose_words_they_are_does_not_review_them(people):
    people.pop("editor")
    editor = factories.editor_of("library")
    version = factories.proposed(by=people["by"])
    english = {"version": version, "language": "en", "words": factories.words(title="A circle of tales")}
    actions.translate_version(**english, by=editor, at=AT)
    actions.translate_version(**english, by=people["checker"], at=AT)  # who wrote last is somebody else
    version = factories.agree(actions.check_version(version=version, by=factories.person(Role.OFFICE), at=AT))

    assert not to_review(editor).exists()
    assert not editor.has_perm("knowledge.review_version", version)
    with pytest.raises(actions.PracticeRefused):
        actions.open_review(version=version, by=editor, at=AT)


def test_whose_words_a_new_version_takes_over_does_not_review_them(people):
    editor, other = people["editor"], factories.editor_of("library")
    version = factories.proposed(by=people["by"])
    actions.translate_version(
        version=version, language="en", words=factories.words(title="A circle"), by=other, at=AT
    )
    version = factories.agree(actions.check_version(version=version, by=people["checker"], at=AT))
    review = actions.open_review(version=version, by=editor, at=AT)
    version = actions.decide_review(review=review, judgement=factories.judgement(), by=editor, at=AT)
    practice = actions.publish_version(version=version, by=people["checker"], at=AT).practice

    later = actions.begin_new_version(practice=practice, by=people["by"], at=AT + A_DAY)

    assert not other.has_perm("knowledge.review_version", later)
    assert editor.has_perm("knowledge.review_version", later)


def test_of_versions_from_before_who_wrote_last_is_a_writer(people):
    version = factories.begun(by=people["by"])
    version.writers.clear()

    for _again in range(2):
        import_module("mentorhalo.knowledge.migrations.0005_who_wrote_last_wrote").sign(apps, None)

    assert list(version.writers.all()) == [people["by"]]


@pytest.mark.parametrize("spoiled", [{}, {"evidence": (0, "Nincs.")}, {"evidence": (2, " ")}])
def test_acceptance_takes_every_mark_with_a_reason_and_no_nought(people, spoiled):
    editor = people.pop("editor")
    version = factories.consented(**people)
    review = actions.open_review(version=version, by=editor, at=AT)
    marks = {**factories.judgement().marks, **spoiled} if spoiled else {}

    with pytest.raises(actions.PracticeRefused):
        actions.decide_review(review=review, judgement=factories.judgement(marks=marks), by=editor, at=AT)


def test_who_never_agreed_is_not_asked_whether_it_still_holds(client, people):
    first = factories.checked(by=people["by"], checker=people["checker"])
    second = actions.ask_consent_again(
        version=first.version, email="uj@pelda.hu", by=people["checker"], at=AT + A_DAY
    )
    version = factories.agree(second, AT + A_DAY)
    review = actions.open_review(version=version, by=people["editor"], at=AT + A_DAY)
    version = actions.decide_review(
        review=review, judgement=factories.judgement(), by=people["editor"], at=AT + A_DAY
    )
    actions.publish_version(version=version, by=people["checker"], at=AT + A_DAY)

    asked = {
        consent: client.get(reverse("knowledge:consent", args=[consent_key(consent)])).content.decode()
        for consent in (first, second)
    }

    assert 'value="confirm"' not in asked[first]
    assert 'value="confirm"' in asked[second]


def test_an_editor_returns_it_and_consent_is_asked_anew(people):
    editor = people.pop("editor")
    version = factories.consented(**people)
    review = actions.open_review(version=version, by=editor, at=AT)
    returned = actions.decide_review(
        review=review,
        judgement=factories.judgement(Verdict.RETURN, marks={}, remarks={"results": "Miből látszik?"}),
        by=editor,
        at=AT,
    )
    proposed = actions.propose_version(version=returned, by=people["by"], at=AT)
    consent = actions.check_version(version=proposed, by=people["checker"], at=AT)

    assert factories.agree(consent).state == PracticeState.CONSENTED


def test_variants_count_once_and_duplicates_not_at_all(people):
    head, variant = factories.published(**people), factories.published(**people)
    doubled = factories.proposed(by=people["by"])
    actions.call_variant(practice=variant, original=head, by=people["checker"], at=AT)
    actions.call_duplicate(version=doubled, original=variant, reason="", by=people["checker"], at=AT)

    subjects = set(
        Fact.objects.known_at(None).filter(kind="practice.accepted").values_list("subject", flat=True)
    )
    assert subjects == {head.reference}
    assert Practice.objects.get(pk=doubled.practice_id).duplicate_of == head


def test_a_consent_taken_back_takes_all_of_it_back(people):
    practice = factories.published(**people)
    actions.withdraw_consent(consent=Consent.objects.get(), reason="Megszűnt.", by=None, at=AT)

    practice.refresh_from_db()
    assert (practice.public_version, live_kinds(practice)) == (None, [])
    assert PracticeVersion.objects.get().state == PracticeState.WITHDRAWN


def test_a_new_version_leaves_the_public_one_until_it_is_published(people):
    practice = factories.published(**people)
    second = actions.begin_new_version(practice=practice, by=people["by"], at=AT)
    assert second.texts.get().title == "Mesekör a faluban"
    assert Practice.objects.get().public_version.number == 1

    proposed = actions.propose_version(version=second, by=people["by"], at=AT)
    consent = actions.check_version(version=proposed, by=people["checker"], at=AT)
    review = actions.open_review(version=factories.agree(consent), by=people["editor"], at=AT)
    version = actions.decide_review(
        review=review, judgement=factories.judgement(), by=people["editor"], at=AT
    )
    actions.publish_version(version=version, by=people["checker"], at=AT)

    assert Practice.objects.get().public_version.number == 2
    assert PracticeVersion.objects.get(number=1).state == PracticeState.SUPERSEDED


def test_a_year_later_it_is_asked_twice_then_archived_and_comes_back_by_a_yes(people):
    practice = factories.published(**people)
    days = (364, 365, 394, 395, 425)
    sent = [actions.ask_to_confirm(at=AT + day * A_DAY) for day in days]
    practice.refresh_from_db()
    assert (sent, practice.archived_on is not None) == ([0, 1, 0, 1, 0], True)
    assert not Practice.objects.listed().exists()

    actions.confirm_practice(consent=Consent.objects.get(), at=AT + 430 * A_DAY)

    assert Practice.objects.listed().get().public_version.state == PracticeState.PUBLISHED


def test_an_offer_from_outside_gets_its_contributor_at_the_check(office, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        version = actions.offer_practice(
            key=uuid4(), draft=factories.draft(), name="Vera", email="Vera@pelda.hu", at=AT
        )
    assert [(letter.to, version.state) for letter in mail.outbox] == [(["vera@pelda.hu"], "unconfirmed")]
    confirmed = actions.confirm_offer(practice=version.practice, at=AT)
    again = actions.confirm_offer(practice=version.practice, at=AT)
    assert confirmed.state == again.state == PracticeState.PROPOSED
    actions.check_version(version=confirmed, by=office, at=AT)

    fact_state = factories.agree(Consent.objects.get())
    assert fact_state.state == PracticeState.CONSENTED


def test_who_has_to_act_next_gets_a_letter(people, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        factories.published(**people)

    told = sorted({letter.to[0] for letter in mail.outbox})
    assert told == sorted(
        {factories.INSTITUTION, people["by"].email, people["checker"].email, people["editor"].email}
    )


def test_a_step_that_leads_nowhere_is_refused(mentor, office):
    version = factories.proposed(by=mentor)
    actions.reject_version(version=version, reason="Nem gyakorlat.", by=office, at=AT)

    with pytest.raises(actions.PracticeRefused):
        actions.check_version(version=version, by=office, at=AT)
