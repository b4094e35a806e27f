"""Material as its developers, reviewers and learners see it, and what waits for whom."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max

from mentorhalo.accounts.models import User
from mentorhalo.core.differences import Part, compared

from ..choices import MaterialState, ModuleRole
from ..models import Assignment, Enrolment, Material, MaterialVersion, Module, Reading

SETTLED = (MaterialState.ACCEPTED, MaterialState.RELEASED, MaterialState.RETIRED)


@dataclass(frozen=True)
class Change:
    """What a version has against the last one that was accepted; all of it is new where there is none."""

    against: MaterialVersion | None
    parts: list[Part]
    is_file_new: bool
    is_video_new: bool


def material(pk: UUID) -> Material:
    """Raises `DoesNotExist`."""
    return Material.objects.select_related("module__version__course").get(pk=pk)


def gone_through(enrolments: Iterable[Enrolment], course_version: UUID) -> tuple[int, Counter[UUID]]:
    """How much material is released, and how much of it each learner went through, be it in an earlier version. Two queries."""
    released = MaterialVersion.objects.released_for(course_version)
    done = Reading.objects.filter(
        enrolment__in=list(enrolments),
        version__material__in=released.values("material"),
        done_at__isnull=False,
    ).order_by()
    pairs = done.values_list("enrolment", "version__material").distinct()
    return released.count(), Counter(enrolment for enrolment, _material in pairs)


def reading_of(enrolment: Enrolment, version: MaterialVersion) -> Reading | None:
    """One query."""
    return Reading.objects.filter(enrolment=enrolment, version=version).first()


def version(pk: UUID) -> MaterialVersion:
    """Raises `DoesNotExist`."""
    rows = MaterialVersion.objects.select_related("material__module__version__course", "author", "reviewer")
    return rows.get(pk=pk)


def versions_of(material: Material) -> list[MaterialVersion]:
    """With their opinions. Two queries."""
    rows = material.versions.select_related("author", "reviewer", "taken_from__material__module__version")
    return list(rows.prefetch_related("opinions__reviewer"))


def change_of(version: MaterialVersion) -> Change:
    """One query."""
    settled = MaterialVersion.objects.filter(
        material=version.material_id, number__lt=version.number, state__in=SETTLED
    )
    before = settled.order_by("-number").first()
    return Change(
        against=before,
        parts=compared(before.text if before else "", version.text),
        is_file_new=version.sha256 != (before.sha256 if before else ""),
        is_video_new=version.video_url != (before.video_url if before else ""),
    )


def roles_in(user: User, module: Module) -> set[str]:
    return set(Assignment.objects.filter(user=user, module=module).values_list("role", flat=True))


def reviewers_of(module: Module) -> list[User]:
    reviewing = Assignment.objects.filter(module=module, role=ModuleRole.REVIEWER).values("user")
    return list(User.objects.filter(pk__in=reviewing).order_by("name_sort", "email", "pk"))


def to_write(user: User) -> list[Assignment]:
    """Modules one develops, by deadline. One query."""
    rows = Assignment.objects.filter(user=user, role=ModuleRole.AUTHOR)
    return list(rows.select_related("module__version__course").order_by("due_on", "assigned_at", "pk"))


def written_by(user: User) -> list[MaterialVersion]:
    """One's own that are not settled, or accepted and not released. One query."""
    rows = MaterialVersion.objects.filter(author=user).exclude(
        state__in=(MaterialState.RELEASED, MaterialState.RETIRED)
    )
    return list(rows.select_related("material__module").order_by("-written_at", "pk"))


def to_review(user: User) -> list[MaterialVersion]:
    """What waits for one's opinion, by deadline. One query."""
    rows = MaterialVersion.objects.filter(reviewer=user, state=MaterialState.IN_REVIEW)
    return list(rows.select_related("material__module", "author").order_by("due_on", "written_at", "pk"))


def to_revise(user: User) -> list[MaterialVersion]:
    """What came back to its author. One query."""
    rows = MaterialVersion.objects.filter(author=user, state=MaterialState.REVISION)
    return list(rows.select_related("material").order_by("written_at", "pk"))


def to_release() -> list[MaterialVersion]:
    """Accepted, for the office to release, with `accepted_at`. One query."""
    rows = MaterialVersion.objects.filter(state=MaterialState.ACCEPTED)
    rows = rows.annotate(accepted_at=Max("opinions__signed_at"))
    return list(rows.select_related("material__module", "author").order_by("accepted_at", "pk"))


def material_for(enrolment: Enrolment) -> list[tuple[MaterialVersion, Reading | None]]:
    """What is released for the learner's course, with how far they are in it: in an earlier version where they went through that. Two queries."""
    known = list(Reading.objects.filter(enrolment=enrolment).select_related("version").defer("kept"))
    read = {one.version_id: one for one in known}
    done = {one.version.material_id: one for one in known if one.done_at}
    rows = MaterialVersion.objects.released_for(enrolment.cohort.version_id)
    found = rows.select_related("material__module").order_by(
        "material__module__order", "material__begun_at", "pk"
    )
    return [(one, done.get(one.material_id) or read.get(one.pk)) for one in found]
