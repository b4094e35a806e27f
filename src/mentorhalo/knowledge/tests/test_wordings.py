"""What the office words anew holds from then on; what was said by earlier words keeps them."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.core.models import AuditLine
from mentorhalo.core.tests import access
from mentorhalo.knowledge.actions import practices as actions
from mentorhalo.knowledge.actions.practices import wording
from mentorhalo.knowledge.actions.practices.words import ship_words
from mentorhalo.knowledge.forms.practice_deeds import VerdictForm
from mentorhalo.knowledge.forms.practices import PracticeForm
from mentorhalo.knowledge.keys import consent_key
from mentorhalo.knowledge.models import Consent, ConsentText, Criterion, Mark, Practice, Term
from mentorhalo.knowledge.queries.bands import ladders
from mentorhalo.knowledge.queries.practice_links import consent_text
from mentorhalo.knowledge.queries.practice_work import criteria
from mentorhalo.knowledge.queries.practices import labels_of
from mentorhalo.knowledge.queries.wordings import criterion_rows

from . import factories
from .factories import AT

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WORDS = wording.CriterionWords("Nyitottság", "Openness", "Bejöhet-e bárki?", "May anybody come in?", 50)


@pytest.fixture
def office():
    return factories.person(Role.OFFICE)


@pytest.fixture
def people(office):
    return {"by": factories.person(Role.MENTOR), "checker": office, "editor": factories.editor_of()}


def test_a_mark_keeps_its_criterion_as_it_read(people, office):
    practice = factories.published(**people)
    honesty = Criterion.objects.get(pk="honesty")

    new = wording.reword_criterion(criterion=honesty, words=WORDS, by=office, at=AT + A_DAY)

    kept = Mark.objects.filter(review__version=practice.public_version).values_list("criterion", flat=True)
    assert "honesty" in kept
    assert Mark.objects.get(criterion="honesty").criterion.name_hu == "Őszinteség"
    assert (new.follows, new.pk, new.order) == (honesty, "openness", 50)
    row = next(one for one in criterion_rows()[0] if one.criterion == new)
    assert [one.pk for one in row.earlier] == ["honesty"]


def test_what_was_written_by_changed_words_is_shown_to_be_read_again(office):
    honesty = Criterion.objects.get(pk="honesty")
    wording.reword_criterion(criterion=honesty, words=WORDS, by=office, at=AT)
    typed = QueryDict("mark_honesty=2&reason_honesty=Mert+nyitott.&opinion=Jó.&verdict=return")

    form = VerdictForm(typed, criteria=criteria())

    assert "openness" in {one.code for one in form.changed}
    assert set(form.errors) == {"mark_openness"}
    assert form["reason_openness"].value() == "Mert nyitott."
    again = QueryDict("mark_openness=2&reason_openness=Mert+nyitott.&opinion=Jó.&verdict=return")
    read = VerdictForm(again, criteria=criteria())
    assert read.is_valid()
    assert read.judgement().marks == {"openness": (2, "Mert nyitott.")}


def test_a_review_that_is_open_goes_by_the_criteria_of_its_beginning(people, office):
    editor = people.pop("editor")
    version = factories.consented(**people)
    opened = actions.open_review(version=version, by=editor, at=AT)
    marks = factories.judgement().marks
    wording.reword_criterion(
        criterion=Criterion.objects.get(pk="honesty"), words=WORDS, by=office, at=AT + A_DAY
    )

    accepted = actions.decide_review(
        review=opened, judgement=factories.judgement(marks=marks), by=editor, at=AT + 2 * A_DAY
    )

    assert accepted.state == "accepted"
    assert set(opened.marks.values_list("criterion", flat=True)) == set(marks)


def test_a_review_opened_later_goes_by_the_new_ones(people, office):
    editor = people.pop("editor")
    version = factories.consented(**people)
    marks = factories.judgement().marks
    wording.add_criterion(words=WORDS, by=office, at=AT)
    opened = actions.open_review(version=version, by=editor, at=AT + A_DAY)

    with pytest.raises(actions.PracticeRefused, match="Nyitottság"):
        actions.decide_review(
            review=opened, judgement=factories.judgement(marks=marks), by=editor, at=AT + A_DAY
        )


def test_moving_a_criterion_words_nothing_anew(office):
    honesty = Criterion.objects.get(pk="honesty")
    same = wording.CriterionWords(honesty.name_hu, honesty.name_en, honesty.hint_hu, honesty.hint_en, order=1)

    moved = wording.reword_criterion(criterion=honesty, words=same, by=office, at=AT)

    assert (moved.pk, moved.order, Criterion.objects.count()) == ("honesty", 1, 5)


def test_what_was_changed_meanwhile_is_not_changed_again(office):
    honesty = Criterion.objects.get(pk="honesty")
    wording.reword_criterion(criterion=honesty, words=WORDS, by=office, at=AT)

    with pytest.raises(actions.PracticeRefused):
        wording.reword_criterion(criterion=honesty, words=WORDS, by=office, at=AT)
    assert Criterion.objects.filter(name_en="Openness").count() == 1


def test_the_last_criterion_stays(office):
    first, *others = Criterion.objects.in_use()
    for one in others:
        wording.retire_criterion(criterion=one, by=office, at=AT)

    with pytest.raises(actions.PracticeRefused):
        wording.retire_criterion(criterion=first, by=office, at=AT)
    assert list(Criterion.objects.in_use()) == [first]


def test_a_migration_brings_nothing_back_that_was_changed(office):
    honesty = Criterion.objects.get(pk="honesty")
    wording.reword_criterion(criterion=honesty, words=WORDS, by=office, at=AT)
    children = Term.objects.get(code="children")
    words = wording.TermWords("kisgyerekek", "small children", 5, is_active=False)
    wording.revise_term(term=children, words=words, by=office, at=AT)

    ship_words()

    children.refresh_from_db()
    assert (children.name_hu, children.is_active) == ("kisgyerekek", False)
    assert not Criterion.objects.in_use().filter(pk="honesty").exists()


def test_a_word_that_is_offered_no_more_stays_with_what_is_told_by_it(people, office):
    practice = factories.published(**people)
    term = practice.public_version.terms.get(kind="target")
    words = wording.TermWords("kisgyerekek", "small children", 5, is_active=False)

    wording.revise_term(term=term, words=words, by=office, at=AT + A_DAY)

    assert Practice.objects.get(pk=practice.pk).public_changed_at == AT + A_DAY
    assert labels_of(ladders())["target"][term.code] == "kisgyerekek"
    offered = dict(PracticeForm().fields["targets"].choices)
    still = dict(PracticeForm(version=practice.public_version).fields["targets"].choices)
    assert (term.pk in offered, term.pk in still) == (False, True)


def test_a_list_keeps_one_word(office):
    words = wording.TermWords("x", "x", is_active=False)
    *others, last = Term.objects.filter(kind="partner")
    for one in others:
        wording.revise_term(term=one, words=words, by=office, at=AT)

    with pytest.raises(actions.PracticeRefused):
        wording.revise_term(term=last, words=words, by=office, at=AT)


def test_a_new_word_gets_a_code_of_its_own(office):
    words = wording.TermWords("gyerekek", "Children")

    codes = [wording.add_term(kind="target", words=words, by=office, at=AT).code for _ in range(2)]

    assert codes == ["children-2", "children-3"]
    assert AuditLine.objects.filter(deed="add_term").count() == 2


def test_who_has_agreed_keeps_the_wording(people, office):
    people.pop("editor")
    version = factories.consented(**people)

    wording.word_consent(text_hu="Új", text_en="New", valid_from=(AT + A_DAY).date(), by=office, at=AT)

    assert version.consents.get().text_id == 1
    assert consent_text(timezone.localdate(AT)).number == 1
    assert consent_text((AT + A_DAY).date()).number == 2


def test_a_wording_never_holds_from_a_day_gone_by(office):
    with pytest.raises(actions.PracticeRefused):
        wording.word_consent(text_hu="Új", text_en="New", valid_from=(AT - A_DAY).date(), by=office, at=AT)


def test_a_wording_is_dropped_before_its_day_alone(office):
    text = wording.word_consent(text_hu="Új", text_en="New", valid_from=(AT + A_DAY).date(), by=office, at=AT)
    with pytest.raises(actions.PracticeRefused):
        wording.drop_wording(text=text, by=office, at=AT + A_DAY)

    wording.drop_wording(text=text, by=office, at=AT)

    assert list(ConsentText.objects.values_list("number", flat=True)) == [1]


@pytest.mark.usefixtures("shared_world")
def test_an_institution_agrees_to_the_wording_it_read(client, world):
    consent, office = world.practice_consent, world.users[access.OFFICE]
    page = reverse("knowledge:consent", args=[consent_key(consent)])
    sent = {
        "name": "Kovács Éva",
        "role": "vezető",
        "agrees": "on",
        "seen": consent.version.seen,
        "wording": 1,
    }
    text = wording.word_consent(
        text_hu="Más szavak.", text_en="Other words.", valid_from=world.today, by=office, at=world.now
    )

    refused = client.post(page, sent).content.decode()
    consent.refresh_from_db()
    assert consent.given_at is None
    assert "Más szavak." in refused
    assert f'name="wording" value="{text.number}"' in refused
    assert "Kovács Éva" in refused

    client.post(page, {**sent, "wording": text.number})

    assert Consent.objects.get(pk=consent.pk).text == text


@pytest.mark.usefixtures("shared_world")
def test_the_office_changes_words_on_its_page(client, world):
    client.force_login(world.users[access.OFFICE], backend=BACKEND)
    sent = {"name_hu": "Nyitottság", "name_en": "Openness", "hint_hu": "Bejöhet-e bárki?"}
    refused = client.post(reverse("knowledge:add_criterion"), {**sent, "order": "első"}).content.decode()
    assert "Bejöhet-e bárki?" in refused

    client.post(reverse("knowledge:add_criterion"), {**sent, "order": "5"})
    client.post(
        reverse("knowledge:add_term", args=["partner"]),
        {"name_hu": "posta", "name_en": "post office", "order": "5", "is_active": "on"},
    )
    today = world.today.isoformat()
    client.post(
        reverse("knowledge:word_consent"),
        {"text_hu": "Mai szöveg.", "text_en": "Today's words.", "valid_from": today},
    )

    page = client.get(reverse("knowledge:practice_words")).content.decode()
    for words in ("Nyitottság", "posta", "Mai szöveg."):
        assert words in page
    client.post(reverse("knowledge:retire_criterion", args=["openness"]))
    assert Criterion.objects.get(pk="openness").retired_at is not None
