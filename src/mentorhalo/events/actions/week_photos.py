"""Photos come with the report of a programme of the Week, are looked at by the county group, and go in one step."""

from collections.abc import Collection
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.photos import SHOWABLE, PhotoRights, redrawn
from mentorhalo.core.uploads import FileRefused, sha256_of

from ..models import WeekPhoto, WeekProgramme
from .refusals import OccasionRefused
from .week import locked_with_occasion, reportable

MOST_PHOTOS = 6
SAID = ("alt", "credit", "rights", "people")


def add_week_photo(
    *,
    programme: WeekProgramme,
    upload: UploadedFile,
    alt: str,
    credit: str,
    rights: str,
    people: str,
    at: datetime,
) -> WeekPhoto:
    """Keep it until the county group has looked at it; the same photo again returns the first, in the new words. Raises `OccasionRefused`."""
    _told(alt, credit, rights, people)
    try:
        content, (width, height) = redrawn(upload)
    except FileRefused as refusal:
        raise OccasionRefused(str(refusal), field="file") from None
    photo = WeekPhoto(
        programme=programme,
        alt=" ".join(alt.split()),
        credit=" ".join(credit.split()),
        rights=rights,
        people=people,
        width=width,
        height=height,
        sha256=sha256_of(upload),
        sent_at=at,
    )
    photo.file.save(f"{photo.pk}.jpg", ContentFile(content), save=False)
    try:
        kept = _keep(photo, at)
    except BaseException:
        photo.file.delete(save=False)
        raise
    if kept.pk != photo.pk:
        photo.file.delete(save=False)
    return kept


@transaction.atomic
def show_photo(*, photo: WeekPhoto, by: User, at: datetime) -> WeekPhoto:
    """Everybody sees it from now on, on the page of its programme. Again is harmless. Raises `OccasionRefused`."""
    programme = locked_with_occasion(photo.programme)
    found = WeekPhoto.objects.select_for_update(of=("self",)).filter(pk=photo.pk).first()
    if found is None:
        raise OccasionRefused(_("The photo is gone."))
    if not programme.is_standing:
        raise OccasionRefused(_("Its programme was cancelled or taken down: the photo cannot be shown."))
    if found.shown_at is None:
        found.shown_at, found.shown_by = at, by
        found.save(update_fields=["shown_at", "shown_by"])
        audit.note(deed="show_week_photo", subject=f"week_photo:{found.pk}", by=by.pk, at=at)
    return found


@transaction.atomic
def remove_week_photo(*, photo: WeekPhoto, by: User | None, at: datetime) -> None:
    """It goes at once, its file as well. Always possible: a consent may be taken back. `by` is nobody for the joiner."""
    if by is not None:
        audit.note(deed="remove_week_photo", subject=f"week_photo:{photo.pk}", by=by.pk, at=at)
    forget_photos([photo])


def forget_photos(photos: Collection[WeekPhoto]) -> None:
    """With their files, once the deed holds. Two queries."""
    files = [photo.file for photo in photos]
    WeekPhoto.objects.filter(pk__in=[photo.pk for photo in photos]).delete()

    def clear() -> None:
        for file in files:
            file.delete(save=False)

    transaction.on_commit(clear)


@transaction.atomic
def _keep(photo: WeekPhoto, at: datetime) -> WeekPhoto:
    """The row, or the one that holds the same photo already."""
    programme = locked_with_occasion(photo.programme)
    programme.joiner = photo.programme.joiner
    reportable(programme, at)
    standing = WeekPhoto.objects.filter(programme=programme, sha256=photo.sha256).first()
    if standing is not None:
        return _reworded(standing, photo)
    if programme.photos.count() >= MOST_PHOTOS:
        raise OccasionRefused(_("A programme has at most %(most)s photos.") % {"most": MOST_PHOTOS})
    try:
        with transaction.atomic():
            photo.save(force_insert=True)
    except IntegrityError:
        return WeekPhoto.objects.get(programme=programme, sha256=photo.sha256)
    return photo


def _reworded(standing: WeekPhoto, photo: WeekPhoto) -> WeekPhoto:
    """What is shown was looked at with its words: they stay."""
    changed = [name for name in SAID if getattr(standing, name) != getattr(photo, name)]
    if changed and standing.is_shown:
        raise OccasionRefused(
            _("This photo is here already, and everybody sees it. Take it down to send it with other words."),
            field="file",
        )
    for name in changed:
        setattr(standing, name, getattr(photo, name))
    standing.save(update_fields=changed)
    return standing


def _told(alt: str, credit: str, rights: str, people: str) -> None:
    if not alt.strip():
        raise OccasionRefused(_("Say what can be seen on it."), field="alt")
    if not credit.strip():
        raise OccasionRefused(_("Say who took it: the name stands beside the photo."), field="credit")
    if rights not in PhotoRights.values:
        raise OccasionRefused(_("Say by what right the photo is given on."), field="rights")
    if people not in SHOWABLE:
        raise OccasionRefused(
            _("Only a photo can be sent on which all who can be recognised agreed."), field="people"
        )
