"""The desk as those who work on questions see it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorhalo.core.tests.access import EXPERT, GROUP_LEADER, MENTOR, OFFICE, OTHER_LEADER
from mentorhalo.questions import actions
from mentorhalo.questions.actions import public_fingerprint
from mentorhalo.questions.choices import State
from mentorhalo.questions.models import Expert, Question
from mentorhalo.questions.queries.steps import key_of_guest
from mentorhalo.territory.models import Settlement

from . import desk_people, factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def as_role(client, world):
    def signed_in(role):
        client.force_login(world.users[role], backend=BACKEND)
        return client

    return signed_in


def address(name, question):
    return reverse(f"questions:{name}", args=[question.pk])


def page(response):
    return response.content.decode()


# --- the queue


def test_late_question_stands_first_and_says_so_in_words(as_role, world):
    Question.objects.filter(pk=world.assigned_question.pk).update(
        due_at=timezone.now() - timedelta(hours=5, minutes=1)
    )

    response = as_role(OFFICE).get(reverse("questions:desk"))

    late = [row.is_late for row in response.context["rows"]]
    assert late == sorted(late, reverse=True)
    assert "5 órája késik" in page(response)


def test_queue_is_narrowed_by_state_topic_and_expert(as_role, world):
    client, desk = as_role(OFFICE), reverse("questions:desk")

    def shown(**narrowed):
        return {row.question for row in client.get(desk, narrowed).context["rows"]}

    assert shown(expert=str(world.expert.pk), state="assigned") == {world.assigned_question}
    assert world.answered_question not in shown(state="open")
    assert shown(state="rejected") == set()
    assert world.assigned_question in shown(state="nonsense", topic="nonsense")


def test_leader_sees_the_questions_of_the_own_group_and_the_unsorted(as_role, world):
    rows = {row.question for row in as_role(OTHER_LEADER).get(reverse("questions:desk")).context["rows"]}

    assert world.assigned_question not in rows
    assert all(question.group != world.group for question in rows)


def test_expert_sees_the_own_questions_alone(as_role, world):
    response = as_role(EXPERT).get(reverse("questions:desk"))

    assert [row.question for row in response.context["own"]] == [world.assigned_question]
    assert "rows" not in response.context


def test_queue_costs_the_same_for_one_question_and_for_many(as_role, world, django_assert_max_num_queries):
    client = as_role(OFFICE)
    client.get(reverse("questions:desk"))
    with django_assert_max_num_queries(22):
        client.get(reverse("questions:desk"))
    for number in range(6):
        factories.received(email=f"k{number}@pelda.hu", at=timezone.now())
    with django_assert_max_num_queries(22):
        client.get(reverse("questions:desk"))


# --- who sees what


@pytest.mark.parametrize("role", [MENTOR, OTHER_LEADER])
def test_question_of_another_group_is_not_there(as_role, world, role):
    client = as_role(role)

    for name in ("desk_question", "sort", "assign", "reject", "ask_back", "answer", "redact"):
        assert client.get(address(name, world.assigned_question)).status_code == 404


def test_expert_of_another_question_finds_nothing(client, world):
    client.force_login(desk_people.expert().user, backend=BACKEND)

    for name in ("desk_question", "answer", "redact", "read", "ask_back", "hand_back"):
        assert client.get(address(name, world.assigned_question)).status_code == 404


def test_expert_never_sees_who_asked(as_role, world):
    response = as_role(EXPERT).get(address("desk_question", world.assigned_question))

    assert factories.ASKER not in page(response)
    assert "Kiss Anna" not in page(response)


def test_unconfirmed_question_is_nobodys_business(as_role):
    question = factories.asked(at=timezone.now(), email="uj@pelda.hu")

    assert as_role(OFFICE).get(address("desk_question", question)).status_code == 404


# --- sorting


def test_sorting_page_shows_what_was_found_and_gives_to_an_expert(as_role, world):
    client = as_role(OFFICE)
    form = client.get(address("sort", world.question))
    assert "Kovács Béla" in page(form)

    response = client.post(
        address("sort", world.question),
        {
            "topic": factories.topic().pk,
            "group": str(world.group),
            "sensitivities": ["person"],
            "expert": str(world.expert.pk),
        },
    )

    world.question.refresh_from_db()
    assert response.status_code == 302
    assert (world.question.state, world.question.expert) == (State.ASSIGNED, world.expert)


def test_refused_sorting_keeps_what_was_typed(as_role, world):
    response = as_role(OFFICE).post(
        address("sort", world.question),
        {"topic": factories.topic().pk, "expert": str(world.expert.pk), "due_on": "2020-01-01"},
    )

    world.question.refresh_from_db()
    assert (response.status_code, world.question.state) == (200, State.RECEIVED)
    assert 'value="2020-01-01"' in page(response)


def test_question_is_given_to_another_expert(as_role, world):
    other = desk_people.expert()

    as_role(GROUP_LEADER).post(address("assign", world.assigned_question), {"expert": str(other.pk)})

    world.assigned_question.refresh_from_db()
    assert world.assigned_question.expert == other


def test_refusal_needs_its_reason(as_role, world):
    client, question = as_role(OFFICE), world.question

    assert client.post(address("reject", question), {"reason": ""}).status_code == 200
    assert client.post(address("reject", question), {"reason": "Adóügy."}).status_code == 302

    question.refresh_from_db()
    assert question.state == State.REJECTED


# --- answering


def test_expert_previews_keeps_and_sends(as_role, world):
    client, question = as_role(EXPERT), world.assigned_question
    said = {
        "text": "Nem kell <b>engedély</b>.",
        "url_0": "https://pelda.hu/",
        "label_0": "Rendelet",
        "kind_0": "law",
    }

    preview = client.post(address("answer", question), {**said, "deed": "preview"})
    assert "Nem kell &lt;b&gt;engedély&lt;/b&gt;." in page(preview)
    client.post(address("answer", question), {**said, "deed": "draft"})
    question.refresh_from_db()
    assert (question.state, question.answer_draft) == (State.ASSIGNED, said["text"])

    client.post(address("answer", question), {**said, "deed": "send"})
    question.refresh_from_db()
    assert question.state == State.ANSWERED
    assert question.links == [{"kind": "law", "label": "Rendelet", "url": "https://pelda.hu/"}]


def test_bad_link_is_said_and_the_answer_stays_in_the_form(as_role, world):
    response = as_role(EXPERT).post(
        address("answer", world.assigned_question),
        {"text": "Igen.", "url_0": "javascript:alert(1)", "deed": "send"},
    )

    world.assigned_question.refresh_from_db()
    assert (response.status_code, world.assigned_question.state) == (200, State.ASSIGNED)
    assert "Igen." in page(response)


def test_asker_is_asked_back_and_the_clock_can_run_again(as_role, world):
    client, question = as_role(EXPERT), world.assigned_question

    client.post(address("ask_back", question), {"text": "Mikor lesz?"})
    question.refresh_from_db()
    assert question.state == State.WAITING
    assert "az óra áll" in page(client.get(reverse("questions:desk")))

    client.post(address("go_on", question))
    question.refresh_from_db()
    assert question.state == State.ASSIGNED


def test_expert_gives_back(as_role, world):
    response = as_role(EXPERT).post(
        address("hand_back", world.assigned_question), {"reason": "Nem értek hozzá."}
    )

    assert response["Location"] == reverse("questions:desk")


# --- the public version


def test_public_version_is_prefilled_with_suggestions_beside_the_original(as_role, world):
    Settlement.objects.filter(pk=world.settlement.pk).update(name="Kisfalu")
    Question.objects.filter(pk=world.answered_question.pk).update(
        text="Kisfaluban Kovács Béla: 06 30 123 4567."
    )

    response = as_role(OFFICE).get(address("redact", world.answered_question))

    assert response.context["form"]["text"].value() == "[település]-ban [név]: [telefonszám]."
    assert "Kisfaluban Kovács Béla: 06 30 123 4567." in page(response)
    assert "<del>" in page(response)


def test_comparison_keeps_nothing_and_saving_does(as_role, world):
    client, question = as_role(OFFICE), world.answered_question
    said = {"title": "Naplóvezetés", "text": "Hogyan?", "answer": "Így."}

    assert client.post(address("redact", question), {**said, "deed": "compare"}).status_code == 200
    question.refresh_from_db()
    assert question.public_title == ""
    client.post(address("redact", question), {**said, "deed": "save"})
    question.refresh_from_db()
    assert question.public_title == "Naplóvezetés"


def test_reader_is_chosen_and_is_never_who_answered(as_role, world):
    question = actions.write_public_version(
        question=world.answered_question,
        title="a",
        text="b",
        answer="c",
        by=world.users[OFFICE],
        at=world.now,
    )
    client = as_role(OFFICE)

    form = client.get(address("ask_reader", question)).context["form"]
    assert str(world.users[EXPERT].pk) not in dict(form.fields["reader"].choices)
    client.post(address("ask_reader", question), {"reader": str(world.users[OFFICE].pk)})

    question.refresh_from_db()
    assert question.state == State.IN_REVIEW


def test_reader_accepts_what_was_read(as_role, world):
    client, question = as_role(OFFICE), world.read_question

    response = client.post(
        address("read", question), {"verdict": "accept", "seen": public_fingerprint(question)}
    )

    question.refresh_from_db()
    assert (response.status_code, question.state) == (302, State.PUBLISHED)


def test_reader_is_told_that_the_version_changed_and_reads_the_new_one(as_role, world):
    client, question = as_role(OFFICE), world.read_question
    seen = public_fingerprint(question)
    actions.write_public_version(
        question=question, title="Más cím", text="b", answer="c", by=world.users[OFFICE], at=world.now
    )

    response = client.post(address("read", question), {"verdict": "accept", "seen": seen})

    question.refresh_from_db()
    assert (response.status_code, question.state) == (200, State.IN_REVIEW)
    assert "A nyilvános változat módosult" in page(response)
    assert "Más cím" in page(response)
    assert response.context["form"]["seen"].value() == public_fingerprint(question)


def test_publishing_without_a_readers_yes_is_refused_in_words(as_role, world):
    response = as_role(OFFICE).post(address("publish", world.read_question), follow=True)

    world.read_question.refresh_from_db()
    assert world.read_question.state == State.IN_REVIEW
    assert "második olvasó" in page(response)


def test_published_answer_is_confirmed_taken_up_or_taken_back(as_role, world):
    Question.objects.filter(pk=world.published_question.pk).update(confirm_on=world.today)
    client = as_role(EXPERT)

    shown = client.get(reverse("questions:to_confirm"))
    assert [one.pk for one in shown.context["page"].object_list] == [world.published_question.pk]
    client.post(address("confirm_answer", world.published_question))
    assert not client.get(reverse("questions:to_confirm")).context["page"].object_list

    client.post(address("open_again", world.published_question), {"reason": "Változott."})
    world.published_question.refresh_from_db()
    assert world.published_question.state == State.ANSWERED


# --- notes, hiding, steps, experts


def test_note_is_shown_to_colleagues(as_role, world):
    client = as_role(GROUP_LEADER)

    client.post(address("note", world.assigned_question), {"text": "Beszéltem velük."})

    assert "Beszéltem velük." in page(client.get(address("desk_question", world.assigned_question)))


def test_hidden_message_is_read_by_handlers_alone(as_role, world):
    as_role(OFFICE).post(address("hide", world.message), {"reason": "person"})
    world.message.refresh_from_db()
    assert world.message.hidden_reason == "person"

    assert "<p>Így.</p>" in page(as_role(OFFICE).get(address("desk_question", world.answered_question)))
    assert "<p>Így.</p>" not in page(as_role(EXPERT).get(address("desk_question", world.answered_question)))
    as_role(OFFICE).post(address("unhide", world.message))
    assert "<p>Így.</p>" in page(as_role(EXPERT).get(address("desk_question", world.answered_question)))


def test_step_is_offered_arranged_and_guests_invited(as_role, world):
    client = as_role(OFFICE)
    client.post(address("offer_step", world.answered_question), {"kind": "peer_review", "agenda": "Séta"})
    step = world.answered_question.further_steps.get(kind="peer_review")
    day = world.today + timedelta(days=20)

    client.post(
        address("arrange_step", step),
        {
            "starts_on": day.isoformat(),
            "starts_hour": "09:00",
            "ends_on": (day + timedelta(days=1)).isoformat(),
            "ends_hour": "16:00",
            "place": "Művelődési ház",
        },
    )
    client.post(address("invite", step), {"guests": "Kiss Éva <kiss.eva@pelda.hu>\nbela@pelda.hu"})

    step.refresh_from_db()
    assert step.state == "arranged"
    assert list(step.guests.values_list("name", "email")) == [
        ("Kiss Éva", "kiss.eva@pelda.hu"),
        ("bela@pelda.hu", "bela@pelda.hu"),
    ]


def test_opening_an_invitation_says_nothing_and_its_button_does(client, world):
    key = key_of_guest(world.guest)

    client.get(reverse("questions:invitation", args=[key]))
    world.guest.refresh_from_db()
    assert world.guest.is_coming is None
    client.post(reverse("questions:answer_invitation", args=[key]), {"coming": "yes"})
    world.guest.refresh_from_db()
    assert world.guest.is_coming is True
    calendar = client.get(reverse("questions:invitation_calendar", args=[key]))
    assert calendar["Content-Type"] == "text/calendar; charset=utf-8"
    assert calendar.content.startswith(b"BEGIN:VCALENDAR\r\n")


def test_forged_invitation_opens_nothing(client, world):
    key = key_of_guest(world.guest)

    assert client.get(reverse("questions:invitation", args=[f"9{key}"])).status_code == 302


def test_office_opens_and_closes_a_profile(as_role, world):
    client = as_role(OFFICE)
    said = {"name": "Új Szakértő", "topics": [factories.topic().pk], "most_open": "3", "is_available": "on"}

    client.post(reverse("questions:open_expert"), {**said, "user": str(world.users[MENTOR].pk)})
    expert = Expert.objects.get(user=world.users[MENTOR])
    assert (expert.name, expert.most_open) == ("Új Szakértő", 3)
    client.post(address("close_expert", expert))

    expert.refresh_from_db()
    assert not expert.is_available


def test_expert_keeps_the_own_profile(as_role, world):
    client = as_role(EXPERT)
    said = {"name": "Próba Szakértő", "topics": [factories.topic().pk], "most_open": "2"}

    client.post(address("revise_expert", world.expert), {**said, "away_until": "2030-01-31"})

    world.expert.refresh_from_db()
    assert (world.expert.most_open, world.expert.is_available) == (2, False)
