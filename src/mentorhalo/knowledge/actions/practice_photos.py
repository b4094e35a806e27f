"""Photos come to a practice, are described better, and go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.photos import PeopleShown, PhotoRights, redrawn
from mentorhalo.core.uploads import FileRefused, sha256_of

from ..choices import PracticeState
from ..models import Practice, PracticePhoto
from ..queries.practice_photos import is_shown
from .booklets import take_back_booklets

# Once the institution was asked, it has to be asked again for anything more.
TAKING = (PracticeState.DRAFT, PracticeState.RETURNED, PracticeState.PROPOSED)
MOST_PHOTOS = 12


class PhotoRefused(Exception):
    """The photo cannot be kept; the message is meant for the person, `field` names what to mend."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class PhotoCut(PhotoRefused):
    """What arrived is not what was sent: the line broke. Sending it again may help."""


@dataclass(frozen=True)
class TakenPhoto:
    """A photo of the past, for whoever brings practices from elsewhere, or invents them."""

    id: UUID
    practice: UUID
    content: bytes
    alt: str
    credit: str
    rights: str
    people: str
    added_at: datetime
    by: User | None


@transaction.atomic
def enter_photos(*, photos: Sequence[TakenPhoto]) -> list[PracticePhoto]:
    """Keep them beside their practices, drawn anew like any other. Raises `PhotoRefused`: then none is kept."""
    rows: list[PracticePhoto] = []
    made: dict[str, tuple[bytes, tuple[int, int]]] = {}  # the same picture may stand beside several
    try:
        for taken in photos:
            _told(taken.alt, taken.rights, taken.people)
            upload = SimpleUploadedFile("photo.jpg", taken.content)
            digest = sha256_of(upload)
            if digest not in made:
                made[digest] = _made(upload)
            content, (width, height) = made[digest]
            row = PracticePhoto(
                pk=taken.id,
                practice_id=taken.practice,
                alt=taken.alt,
                credit=taken.credit,
                rights=taken.rights,
                people=taken.people,
                width=width,
                height=height,
                sha256=digest,
                added_at=taken.added_at,
                added_by=taken.by,
            )
            row.file.save(f"{row.pk}.jpg", ContentFile(content), save=False)
            rows.append(row)
        PracticePhoto.objects.bulk_create(rows)
    except BaseException:
        for row in rows:
            row.file.delete(save=False)
        raise
    return rows


def add_photo(
    *,
    practice: Practice,
    upload: UploadedFile,
    alt: str,
    credit: str,
    rights: str,
    people: str,
    by: User,
    at: datetime,
    key: UUID | None = None,
    sha256: str = "",
) -> PracticePhoto:
    """Keep it with the practice. The same photo, or the same `key` again, returns the first. Raises `PhotoRefused`, `PhotoCut`.

    A `sha256` said by who sends must be that of what arrived.
    """
    digest = sha256_of(upload)
    if sha256 and digest != sha256:
        raise PhotoCut(_("The photo did not arrive whole."))
    earlier = _there_already(practice, key, digest)
    if earlier is not None:
        return earlier
    _told(alt, rights, people)
    content, (width, height) = _made(upload)
    photo = PracticePhoto(
        pk=key or uuid4(),
        practice=practice,
        alt=" ".join(alt.split()),
        credit=" ".join(credit.split()),
        rights=rights,
        people=people,
        width=width,
        height=height,
        sha256=digest,
        added_at=at,
        added_by=by,
    )
    photo.file.save(f"{photo.pk}.jpg", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            _take(practice)
            photo.save(force_insert=True)
    except IntegrityError:
        photo.file.delete(save=False)
        earlier = _there_already(practice, key, digest)  # the same sending, twice at once
        if earlier is None:
            raise
        return earlier
    except BaseException:
        photo.file.delete(save=False)
        raise
    return photo


@transaction.atomic
def describe_photo(
    *, photo: PracticePhoto, alt: str, credit: str, rights: str, people: str, at: datetime
) -> PracticePhoto:
    """Say better what is on it, whose it is, who agreed. Always possible: a consent may be taken back. Raises `PhotoRefused`."""
    _told(alt, rights, people)
    was_shown = is_shown(photo)
    photo.alt, photo.credit = " ".join(alt.split()), " ".join(credit.split())
    photo.rights, photo.people = rights, people
    photo.save(update_fields=["alt", "credit", "rights", "people"])
    if was_shown or is_shown(photo):
        _tell_everybody(photo, at)
    return photo


@transaction.atomic
def remove_photo(*, photo: PracticePhoto, at: datetime) -> None:
    """It goes, its file as well once that is sure. Always possible."""
    file = photo.file
    if is_shown(photo):
        _tell_everybody(photo, at)
    photo.delete()
    transaction.on_commit(lambda: file.delete(save=False))


def _tell_everybody(photo: PracticePhoto, at: datetime) -> None:
    """Harvesters and kept pages hear of it; booklets that hold the photo as it was are taken back."""
    Practice.objects.filter(pk=photo.practice_id).update(public_changed_at=at)
    take_back_booklets(practice=photo.practice_id)


def _there_already(practice: Practice, key: UUID | None, digest: str) -> PracticePhoto | None:
    earlier = PracticePhoto.objects.filter(pk=key).first() if key else None
    if earlier is not None and earlier.practice_id != practice.pk:
        raise PhotoRefused(_("Another practice has a photo under this identifier."))
    return earlier or PracticePhoto.objects.filter(practice=practice, sha256=digest).first()


def _take(practice: Practice) -> None:
    """The practice takes photos now; it is held until the transaction ends. Three queries."""
    held = Practice.objects.select_for_update().get(pk=practice.pk)
    if not held.versions.filter(state__in=TAKING).exists():
        raise PhotoRefused(
            _(
                "This practice has gone on its way already: a photo can be added to its next version, or once it is returned."
            )
        )
    if held.photos.count() >= MOST_PHOTOS:
        raise PhotoRefused(_("A practice has at most %(most)s photos.") % {"most": MOST_PHOTOS})


def _told(alt: str, rights: str, people: str) -> None:
    if rights not in PhotoRights.values:
        raise PhotoRefused(_("Say by what right the photo is given on."), field="rights")
    if people not in PeopleShown.values:
        raise PhotoRefused(_("Say whether the people on it agreed."), field="people")
    longest = PracticePhoto._meta.get_field("alt").max_length or 0
    if len(alt) > longest:
        raise PhotoRefused(
            _("The description is too long: %(most)s characters at most.") % {"most": longest}, field="alt"
        )


def _made(upload: UploadedFile) -> tuple[bytes, tuple[int, int]]:
    try:
        return redrawn(upload)
    except FileRefused as refusal:
        raise PhotoRefused(str(refusal), field="file") from None
