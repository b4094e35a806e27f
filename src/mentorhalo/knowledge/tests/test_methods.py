"""Method cards: written, reviewed by another, locked for good; nobody's words are overwritten unseen."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.models import AuditLine
from mentorhalo.knowledge.actions import methods as actions
from mentorhalo.knowledge.actions.methods import CardChanged, CardDraft, MethodRefused
from mentorhalo.knowledge.choices.methods import MethodState
from mentorhalo.knowledge.models import Method, MethodVersion
from mentorhalo.knowledge.queries import methods as queries
from mentorhalo.knowledge.signing_in.methods import cards

from . import method_factories as factories
from .method_factories import AT, card

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return holder(Role.EXPERT)


@pytest.fixture
def reader():
    return holder(Role.OFFICE)


def write(version, by, **parts):
    draft = CardDraft(**{**version.said(), **parts})
    return actions.write_version(version=version, draft=draft, seen=version.print_of_words(), by=by, at=AT)


# --- beginning and writing


def test_name_makes_the_code(author):
    assert factories.begun("Közösségi interjú", by=author).method.code == "kozossegi-interju"


@pytest.mark.parametrize("title", ["???", "Desk", "new"])
def test_name_that_makes_no_address_is_refused(author, title):
    with pytest.raises(MethodRefused) as refused:
        factories.begun(title, by=author)

    assert refused.value.field == "code"


def test_same_code_is_refused_and_nothing_is_written(author):
    factories.begun(by=author)

    with pytest.raises(MethodRefused):
        factories.begun(by=author)

    assert Method.objects.count() == 1


def test_words_changed_by_somebody_else_are_not_overwritten(author, reader):
    version = factories.begun(by=author)
    seen = version.print_of_words()
    write(version, reader, purpose="Mást akarunk.")

    with pytest.raises(CardChanged):
        actions.write_version(version=version, draft=card(purpose="Az enyém."), seen=seen, by=author, at=AT)

    version.refresh_from_db()
    assert version.purpose == "Mást akarunk."


def test_unfinished_card_is_not_handed_in(author):
    version = factories.begun(by=author, tools="", source=" ")

    with pytest.raises(MethodRefused) as refused:
        actions.hand_in(version=version, by=author, at=AT)

    assert refused.value.field == "tools"


def test_card_with_a_reviewer_is_not_written(author):
    version = factories.handed_in(by=author)

    with pytest.raises(MethodRefused):
        write(version, author, purpose="Még valami.")


def test_taken_back_it_can_be_written_again(author):
    version = actions.take_back(version=factories.handed_in(by=author), by=author, at=AT)

    assert write(version, author, purpose="Még valami.").purpose == "Még valami."


def test_discarded_first_version_takes_its_method_along(author):
    actions.discard_version(version=factories.begun(by=author), by=author, at=AT)

    assert not Method.objects.exists()


# --- reviewing


def test_locked_card_is_public_frozen_and_told_of(author, reader):
    version = factories.locked(by=author, reader=reader)

    assert version.state == MethodState.LOCKED
    assert version.fingerprint == version.print_of_words()
    assert (version.locked_by, version.method.published_at) == (reader, AT)
    assert AuditLine.objects.filter(
        deed="lock_method_version", subject=f"method:{version.method_id}"
    ).exists()
    with pytest.raises(MethodRefused):
        write(version, author, purpose="Mégis más.")
    with pytest.raises(MethodRefused):
        actions.discard_version(version=version, by=author, at=AT)


def test_who_wrote_in_it_never_locks_it(author, reader):
    version = factories.begun(by=author)
    version = write(version, reader, purpose="Én is írtam bele.")
    actions.hand_in(version=version, by=author, at=AT)
    version.refresh_from_db()

    for writer in (author, reader):
        with pytest.raises(MethodRefused):
            factories.decided(version, reader=writer)


def test_database_refuses_a_card_locked_by_its_author(author):
    version = factories.begun(by=author)

    with pytest.raises(IntegrityError), transaction.atomic():
        MethodVersion.objects.filter(pk=version.pk).update(
            state=MethodState.LOCKED, locked_at=AT, locked_by=author, fingerprint="a"
        )


def test_verdict_on_other_words_decides_nothing(author, reader):
    version = factories.handed_in(by=author)

    with pytest.raises(CardChanged):
        actions.decide_method_review(
            version=version, verdict="lock", reason="", remarks={}, seen="0" * 64, by=reader, at=AT
        )

    version.refresh_from_db()
    assert version.state == MethodState.IN_REVIEW


def test_returning_needs_words_and_keeps_them_by_part(author, reader):
    version = factories.handed_in(by=author)
    with pytest.raises(MethodRefused):
        factories.decided(version, reader=reader, verdict="return")

    version = factories.decided(version, reader=reader, verdict="return", tools="Mennyi papír?", steps=" ")

    assert version.state == MethodState.RETURNED
    assert version.reviews.get().remarks == {"tools": "Mennyi papír?"}
    assert queries.returned_to(author) == [version]


def test_second_verdict_is_refused(author, reader):
    version = factories.locked(by=author, reader=reader)

    with pytest.raises(MethodRefused):
        factories.decided(version, reader=holder(Role.OFFICE))


# --- the next version, the other language


def test_next_version_takes_the_place_of_the_locked_one(author, reader):
    first = factories.locked(by=author, reader=reader)
    second = factories.next_locked(
        first, by=author, reader=reader, at=AT + timedelta(days=9), purpose="Megszólítani."
    )
    first.refresh_from_db()

    assert (first.state, second.state, second.number) == (MethodState.SUPERSEDED, MethodState.LOCKED, 2)
    changed = [one.name for one in queries.changes_between(first, second) if one.is_changed]
    assert changed == [queries.part_name("purpose")]
    assert second.method.public_changed_at == AT + timedelta(days=9)


def test_locked_stays_public_while_the_next_is_written(author, reader):
    first = factories.locked(by=author, reader=reader)
    next_one = actions.begin_version(method=first.method, language="hu", by=author, at=AT)

    assert next_one.said() == first.said()
    assert actions.begin_version(method=first.method, language="hu", by=reader, at=AT) == next_one
    assert queries.card_for_reader(queries.locked_versions(first.method)) == first
    with pytest.raises(MethodRefused):  # nothing differs yet
        actions.hand_in(version=next_one, by=author, at=AT)


def test_translation_has_versions_of_its_own(author, reader):
    hungarian = factories.locked(by=author, reader=reader)
    english = actions.begin_version(method=hungarian.method, language="en", by=author, at=AT)
    english = actions.write_version(
        version=english, draft=card("Community interview"), seen=english.print_of_words(), by=author, at=AT
    )
    factories.decided(actions.hand_in(version=english, by=author, at=AT), reader=reader)

    cards = queries.locked_versions(hungarian.method)
    assert queries.card_for_reader(cards, "en").title == "Community interview"
    assert queries.card_for_reader(cards, "hu") == hungarian
    assert [line.title for line in queries.methods_listed()] == ["Közösségi interjú"]


def test_withdrawn_method_is_offered_again(author, reader):
    method = factories.withdrawn("Szociometria", by=author, reader=reader)
    assert (queries.methods_listed(), queries.method_choices()) == ([], [])

    with pytest.raises(MethodRefused):
        actions.begin_version(method=method, language="hu", by=author, at=AT)
    actions.offer_method_again(method=method, by=reader, at=AT)

    assert [line.code for line in queries.methods_listed()] == ["szociometria"]


def test_list_costs_one_query_however_long(author, reader, django_assert_num_queries):
    for number in range(3):
        factories.locked(f"Módszer {number}", by=author, reader=reader)

    with django_assert_num_queries(1):
        assert len(queries.methods_listed()) == 3


# --- the search


def test_a_method_is_found_by_the_words_of_each_of_its_cards(author, reader):
    hungarian = factories.locked("Szociometria", by=author, reader=reader)
    english = actions.begin_version(method=hungarian.method, language="en", by=author, at=AT)
    words = card("Sociometry", definition="Who would sit beside whom.")
    english = actions.write_version(
        version=english, draft=words, seen=english.print_of_words(), by=author, at=AT
    )
    factories.decided(actions.hand_in(version=english, by=author, at=AT), reader=reader)

    (draft,) = cards(None)

    assert (draft.title, draft.keywords) == ("Szociometria", "Sociometry")
    for told in (hungarian.definition, "Who would sit beside whom."):
        assert told in draft.text
