"""The public version and its second reader: one story per way out."""

from datetime import timedelta

import pytest

from mentorhalo.questions import actions
from mentorhalo.questions.actions import ReviewRefused, VersionChanged, public_fingerprint
from mentorhalo.questions.choices import State, Verdict

from . import desk_people, factories
from .desk_people import WEDNESDAY

pytestmark = pytest.mark.django_db
THURSDAY = WEDNESDAY + timedelta(days=1)


def read(question, reader, verdict, *, reason="", seen=None):
    return actions.decide_review(
        question=question,
        verdict=verdict,
        reason=reason,
        seen=seen or public_fingerprint(question),
        by=reader,
        at=THURSDAY,
    )


def with_reader(**fields):
    reader = desk_people.office()
    question = desk_people.with_version(desk_people.expert(), **fields)
    actions.ask_second_reader(question=question, reader=reader, by=desk_people.office(), at=THURSDAY)
    question.refresh_from_db()
    return question, reader


def test_public_version_never_touches_the_original():
    question = desk_people.with_version(desk_people.expert())
    question.refresh_from_db()

    assert question.text == "Tízen vagyunk, és Kovács Béla vezet minket."
    assert question.public_text == "[név] vezet minket."
    assert question.messages.get(is_answer=True).text == "Kovács Béla tudja."


def test_public_version_of_a_question_without_answer_is_refused():
    with pytest.raises(ReviewRefused):
        actions.write_public_version(
            question=desk_people.given(desk_people.expert()),
            title="a",
            text="b",
            answer="c",
            by=desk_people.office(),
            at=WEDNESDAY,
        )


def test_second_reader_is_asked_by_letter(letters):
    reader = desk_people.office()
    question = desk_people.with_version(desk_people.expert())

    sent = letters(
        lambda: actions.ask_second_reader(
            question=question, reader=reader, by=desk_people.office(), at=THURSDAY
        )
    )

    question.refresh_from_db()
    assert (question.state, [letter.to for letter in sent]) == (State.IN_REVIEW, [[reader.email]])


def test_who_answered_is_never_the_second_reader():
    expert = desk_people.expert()
    question = desk_people.with_version(expert)

    with pytest.raises(ReviewRefused):
        actions.ask_second_reader(question=question, reader=expert.user, by=desk_people.office(), at=THURSDAY)


def test_second_reader_has_a_role_for_it(django_user_model):
    stranger = django_user_model.objects.create_user("barki@pelda.hu")

    with pytest.raises(ReviewRefused):
        actions.ask_second_reader(
            question=desk_people.with_version(desk_people.expert()),
            reader=stranger,
            by=desk_people.office(),
            at=THURSDAY,
        )


def test_nobody_is_asked_to_read_what_is_not_written():
    with pytest.raises(ReviewRefused):
        actions.ask_second_reader(
            question=desk_people.answered(desk_people.expert()),
            reader=desk_people.office(),
            by=desk_people.office(),
            at=THURSDAY,
        )


def test_accepted_version_is_published_at_once_where_the_asker_agreed():
    question, reader = with_reader()

    read(question, reader, Verdict.ACCEPT)

    question.refresh_from_db()
    assert (question.state, question.slug) == (State.PUBLISHED, "hogyan-alapitsunk-egyesuletet")


def test_accepted_version_waits_for_leave(letters):
    question, reader = with_reader(may_publish=False)

    read(question, reader, Verdict.ACCEPT)
    question.refresh_from_db()
    assert question.state == State.IN_REVIEW
    sent = letters(lambda: actions.ask_for_leave(question=question, by=reader, at=THURSDAY))
    assert [letter.to for letter in sent] == [[factories.ASKER]]

    actions.change_leave(question=question, may_publish=True, by=None, at=THURSDAY)
    question.refresh_from_db()
    actions.publish_question(question=question, by=reader, at=THURSDAY)
    question.refresh_from_db()
    assert question.state == State.PUBLISHED


def test_leave_that_was_given_is_not_asked_for_again():
    question, reader = with_reader()

    with pytest.raises(ReviewRefused):
        actions.ask_for_leave(question=question, by=reader, at=THURSDAY)


def test_returned_version_goes_back_with_the_reason():
    question, reader = with_reader()

    read(question, reader, Verdict.RETURN, reason="A falu neve bent maradt.")

    question.refresh_from_db()
    assert (question.state, question.moves.last().reason) == (State.ANSWERED, "A falu neve bent maradt.")


def test_reader_can_have_it_kept_private():
    question, reader = with_reader()

    read(question, reader, Verdict.KEEP_PRIVATE, reason="Felismerhető.")

    question.refresh_from_db()
    assert question.state == State.PRIVATE


@pytest.mark.parametrize("verdict", [Verdict.RETURN, Verdict.KEEP_PRIVATE, "maybe"])
def test_verdict_needs_a_reason_and_a_known_word(verdict):
    question, reader = with_reader()

    with pytest.raises(ReviewRefused):
        read(question, reader, verdict)

    assert question.reviews.filter(decided_at=None).exists()


def test_version_changed_after_it_was_opened_is_not_judged():
    question, reader = with_reader()
    seen = public_fingerprint(question)
    actions.write_public_version(
        question=question, title="Más", text="[név].", answer="Igen.", by=desk_people.office(), at=THURSDAY
    )
    question.refresh_from_db()

    with pytest.raises(VersionChanged):
        read(question, reader, Verdict.ACCEPT, seen=seen)

    question.refresh_from_db()
    assert (question.state, question.reviews.filter(decided_at=None).count()) == (State.IN_REVIEW, 1)


def test_somebody_else_does_not_judge():
    question, _reader = with_reader()

    with pytest.raises(ReviewRefused):
        read(question, desk_people.office(), Verdict.ACCEPT)


def test_verdict_is_given_once():
    question, reader = with_reader()
    read(question, reader, Verdict.ACCEPT)
    question.refresh_from_db()

    with pytest.raises(ReviewRefused):
        read(question, reader, Verdict.ACCEPT)


def test_published_question_is_taken_up_again_for_a_change():
    question, reader = with_reader()
    read(question, reader, Verdict.ACCEPT)
    question.refresh_from_db()

    with pytest.raises(ReviewRefused):
        actions.open_again(question=question, reason=" ", by=reader, at=THURSDAY)
    question = actions.open_again(question=question, reason="Változott a törvény.", by=reader, at=THURSDAY)

    assert question.state == State.ANSWERED
    assert question.moves.last().reason == "Változott a törvény."
