"""What those read who choose, give and ask again, and who decided on a questionnaire."""

import pytest
from django.urls import reverse
from django.utils import translation

from mentorhalo.core.numbers import number
from mentorhalo.core.tests.access import GROUP_LEADER, MENTOR, RESEARCHER, World
from mentorhalo.surveys.models import Recontact, Response
from mentorhalo.surveys.queries.compared import comparable_questions
from mentorhalo.surveys.queries.duties import what_waits
from mentorhalo.surveys.queries.reading import in_words
from mentorhalo.surveys.tests.factories import EnrolmentFactory, InstrumentVersionFactory, InterviewerFactory
from mentorhalo.surveys.xforms import convert_workbook

from .access.quality import a_response
from .pages import SignedIn
from .xforms.books import survey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


@pytest.fixture
def checked(world: World) -> Response:
    return a_response(world)


def test_a_row_of_a_grid_is_asked_with_what_the_grid_asks(world: World) -> None:
    book = survey(
        ("begin group", "visits", "Milyen gyakran járt az elmúlt évben…", "field-list"),
        ("select_one often", "library", "könyvtárban", "likert"),
        ("end group", "", "", ""),
        ("begin group", "trust", "Mennyire bízik bennük?", "table-list"),
        ("select_one often", "mayor", "a polgármesterben", ""),
        ("end group", "", "", ""),
        ("begin group", "person", "A válaszadó", ""),
        ("integer", "age", "Hány éves?", ""),
        ("end group", "", "", ""),
        columns=("type", "name", "label", "appearance"),
        choices=[["list_name", "name", "label"], ["often", "1", "soha"], ["often", "2", "gyakran"]],
        settings=[["form_title", "form_id", "version"], ["Rács", "grid", "1"]],
    )
    InstrumentVersionFactory(
        instrument__study=world.study, schema=convert_workbook(book, "grid.xlsx").form.to_dict()
    )

    labels = {one.key: one.label for one in comparable_questions(world.study)}

    assert (labels["visits/library"], labels["trust/mayor"], labels["person/age"]) == (
        "Milyen gyakran járt az elmúlt évben… könyvtárban",
        "Mennyire bízik bennük? – a polgármesterben",
        "Hány éves?",
    )


def test_those_of_the_county_are_offered_first(world: World, checked: Response, signed_in: SignedIn) -> None:
    near, far = (
        InterviewerFactory(name=name, county_id=county) for name, county in (("Zsolt", "02"), ("Anna", "03"))
    )
    for one in (near, far):
        EnrolmentFactory(interviewer=one, study=world.study, starts_on=world.today)
    row = Recontact.objects.get(response=checked)
    address = reverse("surveys:assign_recontacts", args=[world.wave.pk])

    form = signed_in(GROUP_LEADER).post(address, {"recontact": row.pk}).context["form"]

    groups = dict(form.fields["interviewer"].choices[1:])
    here, elsewhere = ({name for _pk, name in people} for people in groups.values())
    assert ("Zsolt" in here, "Anna" in elsewhere) == (True, True)


def test_what_was_decided_stands_above_the_answers(
    world: World, checked: Response, signed_in: SignedIn
) -> None:
    client = signed_in(RESEARCHER)
    said = {"deed": "reject", "sure": "yes", "reason": "Kitalált válaszok"}

    text = client.post(reverse("surveys:decide", args=[checked.pk]), said, follow=True).content.decode()

    main = text[text.index("<main") :]
    assert "A kérdőív elutasítva." in text
    assert (
        main.index("<strong>elutasítva</strong>") < main.index("Kitalált válaszok") < main.index("<section")
    )


def test_who_does_not_reject_after_all_comes_back_to_the_list_as_it_was(
    world: World, checked: Response, signed_in: SignedIn
) -> None:
    address = reverse("surveys:decide_several", args=[world.wave.pk])
    said = {"deed": "reject", "reason": "Kitalált", "response": checked.pk}

    asked = signed_in(RESEARCHER).post(f"{address}?state=all&page=2", said)

    assert asked.context["back"] == f"{reverse('surveys:responses', args=[world.wave.pk])}?state=all&page=2"


def test_whoever_is_to_ask_reads_who_asks_again(world: World, checked: Response, signed_in: SignedIn) -> None:
    address = reverse("surveys:recontacts", args=[world.wave.pk])
    client = signed_in(RESEARCHER)

    texts = []
    for state in ("open", "done"):
        Recontact.objects.update(state=state)
        texts.append(client.get(address, {"state": state}).content.decode())

    headings = [("Ki kérdez újra" in text, "Újra megkérdezte<" in text) for text in texts]
    assert headings == [(True, False), (False, True)]


def test_an_interviewer_is_told_whom_to_ask_again_and_led_there(
    world: World, checked: Response, signed_in: SignedIn
) -> None:
    Recontact.objects.update(interviewer=world.interviewers[MENTOR])
    mine = reverse("surveys:my_recontacts")

    waiting = {one.href: one.words for one in what_waits(world.users[MENTOR], world.now)}
    visits = signed_in(MENTOR).get(reverse("surveys:mine")).content.decode()

    assert waiting[mine] == "1 olyan interjú van, amelyet más készített, és Önnek kell újra megkérdeznie."
    assert f'href="{mine}"' in visits


def test_whoever_made_an_interview_is_not_led_to_a_page_that_is_closed_to_them(
    world: World, checked: Response, signed_in: SignedIn
) -> None:
    row = Recontact.objects.get(response=checked)
    address = reverse("surveys:recontacts", args=[world.wave.pk])
    link = reverse("surveys:recontact", args=[row.pk])
    client = signed_in(GROUP_LEADER)

    before = client.get(address).content.decode()
    Response.objects.filter(pk=checked.pk).update(
        interviewer=InterviewerFactory(user=world.users[GROUP_LEADER])
    )
    after = client.get(address).content.decode()

    assert (link in before, link in after, "(Ön: más kérdezi meg újra)" in after) == (True, False, True)
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("language", ["hu", "en"])
def test_a_year_among_the_answers_is_written_as_a_year(language: str) -> None:
    with translation.override(language):
        assert [in_words(answer) for answer in (1982, 1982.0, 999)] == ["1982", "1982", "999"]
        assert in_words(12_500) == number(12_500)
