"""Material: written, handed in, reviewed by somebody else with a signed opinion, released, retired."""

import hashlib
import shutil
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.numbers import file_size
from mentorhalo.core.uploads import FileRefused, check_file, clean_name, sha256_of

from ..choices import EnrolmentState, MaterialState, ModuleRole, Verdict
from ..models import Assignment, Enrolment, Material, MaterialVersion, Module, Opinion, Reading
from ..packages import take_package, unpacked_before
from .journal import tell_of_material, tell_of_taken_over
from .letters import tell_author, tell_reviewer
from .refusals import TrainingRefused

TIDY_AFTER = timedelta(days=1)
REMIND_BEFORE = timedelta(days=2)
PACKAGE_SUFFIXES = (".zip", ".h5p")
WRITABLE = (MaterialState.DRAFT, MaterialState.REVISION)


@transaction.atomic
def begin_material(*, module: Module, title: str, by: User, at: datetime) -> MaterialVersion:
    """A first draft, by a developer of the module. Raises `TrainingRefused`."""
    _require(module, by, ModuleRole.AUTHOR)
    material = Material.objects.create(module=module, title=" ".join(title.split()), begun_at=at)
    return MaterialVersion.objects.create(material=material, number=1, author=by, written_at=at)


@transaction.atomic
def write_material(
    *,
    version: MaterialVersion,
    text: str,
    video_url: str,
    upload: UploadedFile | None,
    by: User,
    at: datetime,
) -> MaterialVersion:
    """Text, a video link, a file - what was not given stays. Raises `TrainingRefused`."""
    version = _locked(version)
    if version.state not in WRITABLE:
        raise TrainingRefused(_("It was handed in: it cannot be changed now."))
    version.text, version.video_url, version.written_at = text.strip(), video_url.strip(), at
    if upload is not None:
        try:
            take_file(version, upload)
        except FileRefused as refusal:
            raise TrainingRefused(str(refusal), field="file") from None
        upload.seek(0)
        version.file.save(f"{version.pk}-{version.sha256[:12]}.bin", upload, save=False)
    version.save()
    return version


@transaction.atomic
def hand_in(*, version: MaterialVersion, reviewer: User, due_on: date, by: User, at: datetime) -> None:
    """To a reviewer of the module, who is never its author. Raises `TrainingRefused`."""
    version = _locked(version)
    if version.state not in WRITABLE:
        raise TrainingRefused(_("It was handed in already."))
    if not (version.text or version.video_url or version.file):
        raise TrainingRefused(_("There is nothing to review yet."))
    if reviewer.pk == version.author_id:
        raise TrainingRefused(_("Nobody reviews the module they write."), field="reviewer")
    _require(version.material.module, reviewer, ModuleRole.REVIEWER)
    version.reviewer, version.due_on, version.state = reviewer, due_on, MaterialState.IN_REVIEW
    version.reminded_at = None
    version.save()
    tell_reviewer(version, "to_review")


@transaction.atomic
def sign_opinion(
    *, version: MaterialVersion, is_accepted: bool, opinion: str, by: User, at: datetime
) -> None:
    """Accept it, fingerprint and all, or give it back to be revised. Only its reviewer. Raises `TrainingRefused`."""
    version = _locked(version)
    if version.state != MaterialState.IN_REVIEW or version.reviewer_id != by.pk or version.author_id == by.pk:
        raise TrainingRefused(_("It does not wait for your opinion."))
    if not opinion.strip():
        raise TrainingRefused(_("Write your opinion: it is what you sign."), field="opinion")
    verdict = Verdict.ACCEPTED if is_accepted else Verdict.RETURNED
    Opinion.objects.create(version=version, reviewer=by, verdict=verdict, text=opinion.strip(), signed_at=at)
    version.state = MaterialState.ACCEPTED if is_accepted else MaterialState.REVISION
    version.fingerprint = fingerprint_of(version) if is_accepted else ""
    version.save()
    tell_of_material(version, by=by, at=at)
    tell_author(version, "review_accepted" if is_accepted else "to_revise")


def remind_reviewers(*, at: datetime) -> int:
    """Whose opinion is missing two days before its day hears once; each in a transaction of its own. Says how many."""
    due = MaterialVersion.objects.filter(
        state=MaterialState.IN_REVIEW,
        reminded_at=None,
        due_on__lte=timezone.localdate(at) + REMIND_BEFORE,
    )
    return sum(_remind(pk, at) for pk in list(due.order_by("due_on", "pk").values_list("pk", flat=True)))


@transaction.atomic
def _remind(pk: UUID, at: datetime) -> bool:
    rows = MaterialVersion.objects.select_for_update(of=("self",)).select_related("material", "reviewer")
    version = rows.filter(pk=pk, state=MaterialState.IN_REVIEW, reminded_at=None).first()
    if version is None:
        return False
    version.reminded_at = at
    version.save(update_fields=["reminded_at"])
    tell_reviewer(version, "review_due")
    return True


@transaction.atomic
def release_material(*, version: MaterialVersion, by: User, at: datetime) -> None:
    """Learners read it from now on; the version before is retired. Raises `TrainingRefused` if it is not what was accepted."""
    version = _locked(version)
    if version.state != MaterialState.ACCEPTED or version.fingerprint != fingerprint_of(version):
        raise TrainingRefused(_("Only what a reviewer accepted, and exactly that, can be released."))
    for earlier in MaterialVersion.objects.filter(
        material=version.material_id, state=MaterialState.RELEASED
    ).exclude(pk=version.pk):
        earlier.state, earlier.retired_at = MaterialState.RETIRED, at
        earlier.save(update_fields=["state", "retired_at"])
    version.state, version.released_at = MaterialState.RELEASED, at
    version.save()
    tell_of_material(version, by=by, at=at)


@transaction.atomic
def retire_material(*, version: MaterialVersion, at: datetime) -> None:
    """Learners see it no more; that it was released still counts."""
    version = _locked(version)
    if version.state != MaterialState.RELEASED:
        raise TrainingRefused(_("It is not released."))
    version.state, version.retired_at = MaterialState.RETIRED, at
    version.save(update_fields=["state", "retired_at"])


@transaction.atomic
def begin_version(*, version: MaterialVersion, by: User, at: datetime) -> MaterialVersion:
    """A draft of the next version, with what the last one says. One draft at a time. Raises `TrainingRefused`."""
    _require(version.material.module, by, ModuleRole.AUTHOR)
    Material.objects.select_for_update().get(pk=version.material_id)
    latest = MaterialVersion.objects.filter(material=version.material_id).order_by("-number").first()
    latest = latest or version
    if latest.state not in (MaterialState.ACCEPTED, MaterialState.RELEASED, MaterialState.RETIRED):
        return latest
    return MaterialVersion.objects.create(
        material_id=version.material_id,
        number=latest.number + 1,
        author=by,
        text=latest.text,
        video_url=latest.video_url,
        file=latest.file.name,
        file_name=latest.file_name,
        media_type=latest.media_type,
        sha256=latest.sha256,
        package=latest.package,
        package_entry=latest.package_entry,
        written_at=at,
    )


@transaction.atomic
def take_over(*, modules: Mapping[UUID, Module], by: User, at: datetime) -> None:
    """What is accepted or released in these modules (by key) stands in the modules beside them, as it was accepted.

    A bounded number of queries. Drafts stay where they are.
    """
    standing = MaterialVersion.objects.filter(
        material__module__in=list(modules), state__in=(MaterialState.ACCEPTED, MaterialState.RELEASED)
    )
    # Of a material what learners read; else what was accepted last.
    by_worth = standing.select_related("material").order_by("material", "-number")
    chosen: dict[UUID, MaterialVersion] = {}
    for one in by_worth:
        if one.state == MaterialState.RELEASED or one.material_id not in chosen:
            chosen[one.material_id] = one
    materials, versions = [], []
    for one in sorted(chosen.values(), key=lambda each: (each.material.begun_at, each.pk)):
        module = modules[one.material.module_id]
        material = Material(module=module, title=one.material.title, begun_at=one.material.begun_at)
        materials.append(material)
        versions.append(_taken_over(one, material))
    Material.objects.bulk_create(materials)
    MaterialVersion.objects.bulk_create(versions)
    tell_of_taken_over(versions, by=by, at=at)


def _taken_over(version: MaterialVersion, material: Material) -> MaterialVersion:
    kept = {
        name: getattr(version, name)
        for name in (
            *("state", "text", "video_url", "file_name", "media_type", "sha256", "package", "package_entry"),
            *("author_id", "reviewer_id", "fingerprint", "written_at", "released_at"),
        )
    }
    return MaterialVersion(material=material, number=1, file=version.file.name, taken_from=version, **kept)


@transaction.atomic
def mark_read(*, version: MaterialVersion, enrolment: Enrolment, at: datetime) -> None:
    """The learner has gone through it. Again is harmless. Of a learning package it says so itself. Raises `TrainingRefused`."""
    if version.state != MaterialState.RELEASED or enrolment.state != EnrolmentState.ENROLLED:
        raise TrainingRefused(_("It is not released."))
    if version.package:
        raise TrainingRefused(_("The learning package says itself when you have gone through it."))
    reading = _reading(version, enrolment, at)
    if reading.done_at is None:
        reading.done_at = at
        reading.save(update_fields=["done_at"])


@transaction.atomic
def begin_reading(*, version: MaterialVersion, enrolment: Enrolment, at: datetime) -> None:
    """The learner opened it. Only the first time is kept; what is not released is passed over."""
    if version.state == MaterialState.RELEASED and enrolment.state == EnrolmentState.ENROLLED:
        _reading(version, enrolment, at)


@transaction.atomic
def keep_progress(
    *,
    version: MaterialVersion,
    enrolment: Enrolment,
    is_done: bool,
    score: int | None,
    kept: str,
    at: datetime,
) -> Reading | None:
    """What a learning package says of its learner: the best points stay, and that it was gone through once.

    `kept` is what it wants to find the next time; said nothing of, the last one stays. Nothing is kept of what is not released.
    """
    if version.state != MaterialState.RELEASED or enrolment.state != EnrolmentState.ENROLLED:
        return None
    reading = _reading(version, enrolment, at)
    if is_done and reading.done_at is None:
        reading.done_at = at
    if score is not None:
        reading.score = max(score, reading.score or 0)
    reading.kept = kept or reading.kept
    reading.save(update_fields=["done_at", "score", "kept"])
    return reading


def take_file(version: MaterialVersion, upload: UploadedFile) -> None:
    """A document, or a learning package that is unpacked at once. Raises `FileRefused`; then nothing was unpacked."""
    version.package = version.package_entry = ""
    if not (upload.name or "").lower().endswith(PACKAGE_SUFFIXES):
        version.file_name, version.media_type = check_file(upload)
        version.sha256 = sha256_of(upload)
        return
    most = settings.PACKAGE_MAX_MEGABYTES * 1024 * 1024
    if (upload.size or 0) > most:
        raise FileRefused(_("A learning package may be %(most)s at most.") % {"most": file_size(most)})
    version.file_name, version.media_type = clean_name(upload.name or ""), "application/zip"
    version.sha256 = sha256_of(upload)
    upload.seek(0)
    package = take_package(upload, version.sha256)
    version.package, version.package_entry = package.kind, package.entry


def forget_packages(*, at: datetime) -> int:
    """What was unpacked more than a day ago and belongs to no version any more goes. Says how many."""
    wanted = set(MaterialVersion.objects.exclude(package="").values_list("sha256", flat=True))
    gone = [folder for folder in unpacked_before(at - TIDY_AFTER) if folder.name not in wanted]
    for folder in gone:
        shutil.rmtree(folder, ignore_errors=True)
    return len(gone)


def fingerprint_of(version: MaterialVersion) -> str:
    """Of the text, the address of the video and the content of the file together."""
    digest = hashlib.sha256(f"{version.text}\0{version.video_url}\0{version.file_name}\0".encode())
    if version.file:
        with version.file.open("rb") as stream:
            for chunk in iter(lambda: stream.read(1 << 16), b""):
                digest.update(chunk)
    return digest.hexdigest()


def _reading(version: MaterialVersion, enrolment: Enrolment, at: datetime) -> Reading:
    Reading.objects.get_or_create(enrolment=enrolment, version=version, defaults={"begun_at": at})
    return Reading.objects.select_for_update(of=("self",)).get(enrolment=enrolment, version=version)


def _locked(version: MaterialVersion) -> MaterialVersion:
    return (
        MaterialVersion.objects.select_for_update(of=("self",))
        .select_related("material__module__version__course__programme", "author")
        .get(pk=version.pk)
    )


def _require(module: Module, user: User, role: str) -> None:
    if not Assignment.objects.filter(module=module, user=user, role=role).exists():
        words = ModuleRole(role).label
        raise TrainingRefused(_("This person is no %(role)s of the module.") % {"role": words})
