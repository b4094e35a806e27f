"""One small demonstration, read by all tests here: what it holds, what is derived from it, and who finds what waits."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page

from mentorhalo.accounts.models import User
from mentorhalo.core.models import Letter
from mentorhalo.core.work.jobs import all_jobs
from mentorhalo.demo.accounts import ACCOUNTS, PASSWORD
from mentorhalo.demo.build import AlreadyBuilt, build
from mentorhalo.demo.plan import Size
from mentorhalo.demo.stories import CONTINUOUS
from mentorhalo.demo.write_practices import ACCEPTED, ARCHIVED, PUBLISHED, WAYS
from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.queries import reconcile, verify
from mentorhalo.indicators.queries import explain, figure
from mentorhalo.knowledge.choices.projects import ProjectState
from mentorhalo.knowledge.fingerprints import fingerprint_of
from mentorhalo.knowledge.models import MethodVersion, ModelProject, PracticePhoto, PracticeVersion
from mentorhalo.mentoring.choices import RegistrationState
from mentorhalo.mentoring.models import Activity, Registration
from mentorhalo.outreach.choices import DeliveryState, IssueKind, IssueState, SubscriberState
from mentorhalo.outreach.models import Delivery, InformationAct, Issue, Subscriber
from mentorhalo.partners.models import Merge
from mentorhalo.partnerships.choices import Standing
from mentorhalo.partnerships.models import Observation
from mentorhalo.partnerships.queries import partnerships as queries
from mentorhalo.questions.choices import State
from mentorhalo.questions.models import Expert, Question
from mentorhalo.surveys.models import Stratum
from mentorhalo.website.checks import findings
from mentorhalo.website.models import NewsPage

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HOMES = (
    ("szakerto", "questions:desk"),
    ("iroda", "questions:desk"),
    ("szerkeszto", "outreach:issues"),
    ("vezeto", "mentoring:registrations"),
    ("mentor", "outreach:acts"),
)
FEW_LETTERS = 12
INVENTED = sum(Size(0.02)(count) for count in CONTINUOUS.values())


@pytest.fixture(scope="module", autouse=True)
def _small(shared_records: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")), translation.override("hu"):
        build(scale=0.02)
        yield


def test_small_demonstration_is_counted_proven_and_derived() -> None:
    assert figure("communities-mentored-continuously").value == INVENTED
    assert verify().ok
    assert reconcile().ok


def test_first_day_of_the_demonstration_writes_few_letters() -> None:
    before = Letter.objects.count()

    for job in all_jobs().values():
        if job.every is not None:
            job.task.func()

    assert Letter.objects.count() - before <= FEW_LETTERS


def test_small_demonstration_holds_the_hard_cases() -> None:
    reasons = {
        reason.code for row in explain("communities-mentored-continuously").excluded for reason in row.reasons
    }

    assert Merge.objects.count() == 2
    assert set(Activity.objects.values_list("state", flat=True)) >= {"approved", "submitted"}
    assert Activity.objects.exclude(corrects=None).count() == 1
    assert len(reasons) >= 4


def test_site_is_written_in_both_languages_and_passes_its_checks(client: Client) -> None:
    assert NewsPage.objects.live().count() == 26
    assert [page.title for page in Page.objects.live() if findings(page.specific)] == []
    for address, words in (("/", "Hol dolgozunk?"), ("/en/", "Where do we work?"), ("/hirek/", "könyvtár")):
        assert words in client.get(address).content.decode()


def test_methods_and_model_projects_stand_at_every_step() -> None:
    assert set(MethodVersion.objects.values_list("state", flat=True)) == {
        "draft", "in_review", "returned", "locked", "superseded",
    }  # fmt: skip
    assert Activity.objects.exclude(methods=None).exists()
    assert set(ModelProject.objects.values_list("state", flat=True)) >= {
        ProjectState.DRAFT, ProjectState.REJECTED, ProjectState.CONTRACTED, ProjectState.COMPLETED,
    }  # fmt: skip
    assert 0 < (figure("model-projects").value or 0) <= (figure("projects-contracted").value or 0)


def test_accounts_can_sign_in_and_hold_their_role() -> None:
    for account in ACCOUNTS:
        user = User.objects.get(email=account.email)
        assert user.check_password(PASSWORD)
        assert user.holds(account.role), account.role


def test_second_building_is_refused() -> None:
    with pytest.raises(AlreadyBuilt):
        build(scale=0.02)


def test_rooms_of_asking_telling_and_registering_are_full() -> None:
    now, letters = timezone.now(), Issue.objects.filter(kind=IssueKind.NEWSLETTER)

    standing = set(Question.objects.values_list("state", flat=True))
    assert {
        State.RECEIVED,
        State.TRIAGED,
        State.ASSIGNED,
        State.WAITING,
        State.IN_REVIEW,
        State.PUBLISHED,
    } <= standing
    assert Question.objects.overdue(now).filter(expert__user__email="szakerto@mentorhalo.example").exists()
    assert Expert.objects.count() == 10
    assert letters.filter(state=IssueState.SENT).count() == 24
    assert letters.filter(state=IssueState.DRAFT).count() == 1
    assert Issue.objects.filter(kind=IssueKind.COUNTY_LETTER, state=IssueState.SENT).exists()
    assert Delivery.objects.filter(state=DeliveryState.SENT).exists()
    assert Subscriber.objects.filter(state=SubscriberState.PENDING).exists()
    assert InformationAct.objects.exclude(withdrawn_at=None).count() == 1
    assert Registration.objects.waiting().count() == 4
    assert Registration.objects.overdue(now).count() == 1
    assert Registration.objects.filter(state=RegistrationState.ACCEPTED).exists()
    assert not Letter.objects.exists()  # nobody was written to
    for code in ("questions-answered", "answer-time", "information-acts", "information-reach"):
        assert figure(code).value, code
    assert reconcile().ok


def test_who_signs_in_finds_own_work(client: Client) -> None:
    for name, address in HOMES:
        client.force_login(User.objects.get(email=f"{name}@mentorhalo.example"), backend=BACKEND)
        for page in ("desk:home", address):
            found = client.get(reverse(page), follow=True)
            assert found.status_code == 200, (name, page)


def test_some_practices_have_photos_and_english_words() -> None:
    shown = PracticePhoto.objects.shown()
    assert shown.exists()
    assert all(photo.alt for photo in shown)
    public = PracticeVersion.objects.filter(public_of__isnull=False)
    assert public.filter(texts__language="en").exists()
    version = public.filter(texts__language="en").prefetch_related("topics", "terms", "methods", "texts")[0]
    assert version.fingerprint == fingerprint_of(version)


def test_practices_stand_at_every_step_and_count_by_the_rule() -> None:
    counted = sum(max(1, round(WAYS[way] * 0.02)) for way in (PUBLISHED, ACCEPTED, ARCHIVED))

    assert figure("practices-accepted").value == counted
    adopted, published = figure("practices-adopted").value, figure("practices-published").value
    assert adopted is not None
    assert published is not None
    assert 0 < adopted < published
    assert set(PracticeVersion.objects.values_list("state", flat=True)) >= {
        "proposed",
        "checked",
        "consented",
        "in_review",
        "accepted",
        "published",
        "archived",
        "returned",
        "rejected",
        "duplicate",
        "withdrawn",
    }


def test_partnerships_grow_sleep_end_and_are_seen_differently_by_their_sides() -> None:
    today = timezone.localdate()
    standing = {
        queries.standing_of(one, one.last_seen, today)  # type: ignore[attr-defined]
        for one in queries.listed(queries.Asked(), today)
    }
    courses = set(Fact.objects.filter(kind="partnership.standing").values_list("form", flat=True))

    assert {Standing.LIVING, Standing.DORMANT} <= standing
    assert {"first", "risen", "mixed"} <= courses
    assert Observation.objects.exclude(activity=None).exists()
    assert 0 < (figure("partnerships-risen").value or 0) < (figure("partnerships-followed").value or 0)


def test_strata_of_studies_are_told_in_the_readers_language() -> None:
    told = {}
    for language in ("hu", "en"):
        with translation.override(language):
            told[language] = {one.label.rpartition(", ")[2] for one in Stratum.objects.all()}

    assert {"község", "könyvtár"} <= told["hu"]
    assert {"village", "library"} <= told["en"]
    assert told["hu"] & told["en"] == set()
