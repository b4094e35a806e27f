"""The course of the demonstration: at scale 1 written by 13, reviewed by 11, taught by 28, in three groups and one that goes on."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.actions import open_account
from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.network.models import Mentor
from mentorhalo.training import actions
from mentorhalo.training.actions.history import (
    TakenCohort,
    TakenLearner,
    TakenMaterial,
    TakenSession,
    take_cohorts,
    take_materials,
)
from mentorhalo.training.choices import HourKind, MarkKind, ModuleRole
from mentorhalo.training.models import CourseVersion, Module

from .learning_package import lesson
from .plan import SEED, minted
from .site import Site
from .words import people

DEVELOPERS, REVIEWERS, INSTRUCTORS = 13, 11, 28
COMMON = 8  # of the instructors, so many develop as well
FINISHED, LEARNERS = 3, 24
PLAYED = 2  # the material of this module is a learning package
# Title, what one can do after it, hours of theory, practice and e-learning: 120 together.
MODULES: tuple[tuple[str, str, int, int, int], ...] = (
    ("A közösségfejlesztés alapjai", "Megkülönbözteti a fejlesztést a szervezéstől.", 6, 0, 4),
    ("Helyzetfeltárás", "Képet ad egy településről adatokból és bejárásból.", 4, 4, 2),
    ("Közösségi interjú", "Nyitott kérdéseket tesz fel, és jegyzetel.", 2, 6, 2),
    ("Közösségi beszélgetés", "Levezet egy nyilvános beszélgetést.", 2, 6, 0),
    ("Közösségi felmérés", "Helyiekkel kérdőívet készít és kérdez.", 4, 4, 2),
    ("Cselekvési terv", "Célokból feladatot és felelőst csinál.", 2, 6, 0),
    ("Partnerség", "Megállapodást készít elő a felek között.", 4, 4, 2),
    ("Önkéntesség", "Önkéntest fogad, kísér és megköszöni a munkáját.", 4, 4, 2),
    ("Részvétel az intézményben", "Bevonja a közönséget a döntésbe.", 4, 2, 2),
    ("Helyi értékek", "Gyűjt és leír egy helyi értéket.", 2, 4, 2),
    ("Nyilvánosság", "Hírt ír, és eljuttatja azokhoz, akikre tartozik.", 2, 4, 2),
    ("Mérés és értékelés", "A változást méri, nem a rendezvények számát.", 4, 4, 2),
    ("A mentor szerepe", "Ismeri a határait, és segítséget kér.", 4, 4, 2),
)  # fmt: skip
TEXT = "{outcome}\n\nKezdjük azzal, amit a helyiek maguk mondanak. A modul végén mindenki kipróbálja a saját településén."
OPINION = "A tananyag érthető, a példák a terepről valók. Elfogadásra javaslom."
COURSE = {
    "code": "kfm",
    "title": "Kulturális közösségfejlesztő mentor képzés",
    "summary": "120 óra a helyzetfeltárástól a cselekvési tervig, elméletben, terepen és távoktatásban.",
    "register_number": "E-000000/2024",
    "hours": 120,
}


def write_training(site: Site) -> None:
    site.report(_("training"), 0, 1)
    _Writer(site).write()
    site.report(_("training"), 1, 1)


class _Writer:
    """Draws from numbers of its own, so that nothing written before changes."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.random = Random(f"{SEED}/training")
        self.names = people(self.random)
        self.starts_on = site.period.starts_on

    def write(self) -> None:
        size = self.site.size
        developers = [self.site.users[Role.EXPERT], *self._accounts("fejleszto", size(DEVELOPERS) - 1)]
        reviewers = [self.site.users[Role.EDITOR], *self._accounts("lektor", size(REVIEWERS) - 1)]
        common = developers[: size(COMMON)]
        instructors = [*common, *self._accounts("oktato", max(0, size(INSTRUCTORS) - len(common)))]
        version = self._course(developers, reviewers, instructors)
        modules = list(version.modules.all())
        take_materials(materials=self._materials(modules, developers, reviewers), by=self.site.office)
        take_cohorts(version=version, cohorts=self._cohorts(modules, instructors), by=self.site.office)

    def _accounts(self, word: str, count: int) -> list[User]:
        return [
            open_account(
                email=f"{word}{number}@mentorhalo.example",
                password=None,
                name=next(self.names),
                is_verified=True,
                by=self.site.office,
                at=self.site.at(self.starts_on),
            )
            for number in range(1, count + 1)
        ]

    def _course(
        self, developers: list[User], reviewers: list[User], instructors: list[User]
    ) -> CourseVersion:
        at, by = self.site.at(self.starts_on), self.site.office
        version = actions.found_course(programme=self.site.programme, by=by, at=at, **COURSE)  # type: ignore[arg-type]
        for number, (title, outcome, theory, practice, e_learning) in enumerate(MODULES):
            module = actions.add_module(
                version=version,
                order=number + 1,
                title=title,
                outcomes=outcome,
                theory=theory,
                practice=practice,
                e_learning=e_learning,
            )
            teachers = instructors[number :: len(MODULES)]
            for role, given in (
                (ModuleRole.AUTHOR, [_of(developers, number)]),
                (ModuleRole.REVIEWER, [_of(reviewers, number)]),
                (ModuleRole.INSTRUCTOR, teachers),
            ):
                for user in given:
                    actions.assign(module=module, user=user, role=role, due_on=None, by=by, at=at)
        actions.open_version(version=version, by=by, at=at)
        version.refresh_from_db()
        return version

    def _materials(
        self, modules: list[Module], developers: list[User], reviewers: list[User]
    ) -> Iterator[TakenMaterial]:
        """The first module's is being renewed: it waits in the inbox of its reviewer."""
        for number, module in enumerate(modules):
            day = self.starts_on + timedelta(days=10 + number)
            text = TEXT.format(outcome=module.outcomes)
            is_renewed = number == 0
            yield TakenMaterial(
                id=minted("material", number),
                module=module.pk,
                title=f"{module.title}: segédlet",
                text=text,
                author=_of(developers, number).pk,
                reviewer=_of(reviewers, number).pk,
                opinion=OPINION,
                written_at=self.site.at(day),
                signed_at=self.site.at(day + timedelta(days=12)),
                released_at=self.site.at(day + timedelta(days=15)),
                rewritten=f"{text}\n\nÚj: példa egy kétszáz fős faluból." if is_renewed else "",
                asked_until=self.site.period.today + timedelta(days=8) if is_renewed else None,
                package=lesson() if number == PLAYED else b"",
            )

    def _cohorts(self, modules: list[Module], instructors: list[User]) -> Iterator[TakenCohort]:
        """Groups one after the other; the mentor whose password is public is in the first one."""
        mentors = list(Mentor.objects.order_by("name_sort", "pk"))
        mentors.sort(key=lambda one: one.user_id != self.site.users[Role.MENTOR].pk)
        each = min(self.site.size(LEARNERS), LEARNERS)
        turn = 0
        for number in range(FINISHED + 1):
            is_finished = number < FINISHED
            starts_on = self.starts_on + timedelta(days=60 + 150 * number)
            if not is_finished:
                starts_on = self.site.period.today - timedelta(days=40)
            sessions: list[TakenSession] = []
            for module in modules:
                for kind in HourKind.values:
                    if hours := getattr(module, kind):
                        day = starts_on + timedelta(days=3 * len(sessions))
                        sessions.append(
                            self._session(
                                number, module, kind, hours, day, instructors[turn % len(instructors)]
                            )
                        )
                        turn += 1
            people = mentors[number * each : (number + 1) * each]
            last = timezone.localdate(sessions[-1].ends_at)
            yield TakenCohort(
                id=minted("cohort", number),
                title=f"{number + 1}. csoport",
                starts_on=starts_on,
                ends_on=last,
                capacity=LEARNERS,
                is_finished=is_finished,
                settled_at=self.site.at(last + timedelta(days=10)) if is_finished else timezone.now(),
                sessions=sessions,
                learners=[self._learner(number, one, sessions, is_finished=is_finished) for one in people],
            )

    def _session(
        self, number: int, module: Module, kind: str, hours: int, day: date, instructor: User
    ) -> TakenSession:
        is_online = kind == HourKind.E_LEARNING
        starts_at = datetime.combine(day, time(9), tzinfo=timezone.get_current_timezone())
        return TakenSession(
            id=minted("training session", f"{number}/{module.order}/{kind}"),
            module=module.pk,
            kind=kind,
            hours=hours,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=hours),
            instructor=instructor.pk,
            place="" if is_online else "Megyei Könyvtár, oktatóterem",
            online_url="https://tavoktatas.pelda.hu/kfm" if is_online else "",
        )

    def _learner(
        self, number: int, mentor: Mentor, sessions: list[TakenSession], *, is_finished: bool
    ) -> TakenLearner:
        """Most come nearly always; one in nine stays away too often and is not certified."""
        is_absent = self.random.random() < 0.11 and mentor.user_id is None
        missed = [one.id for one in sessions if self.random.random() < (0.3 if is_absent else 0.06)]
        points = {str(kind): self.random.randint(62, 100) for kind in (MarkKind.EXAM, MarkKind.PORTFOLIO)}
        return TakenLearner(
            id=minted("learner", f"{number}/{mentor.pk}"),
            mentor=mentor.pk,
            user=mentor.user_id,
            name=mentor.name,
            missed=missed,
            made_up=[] if is_absent else missed[::2],
            points=points if is_finished else None,
            read=self._read(mentor, is_absent=is_absent, is_finished=is_finished),
        )

    def _read(self, mentor: Mentor, *, is_absent: bool, is_finished: bool) -> dict[UUID, int | None]:
        """Whoever finished went through nearly everything; the others are in the middle of it."""
        share = 0.4 if is_absent or not is_finished else 0.92
        own = Random(f"{SEED}/reading/{mentor.pk}")
        return {
            minted("material", number): own.choice((70, 80, 90, 100)) if number == PLAYED else None
            for number in range(len(MODULES))
            if own.random() < share
        }


def _of(people: list[User], number: int) -> User:
    return people[number % len(people)]
