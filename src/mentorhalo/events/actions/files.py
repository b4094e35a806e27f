"""Documents of an occasion."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.uploads import FileRefused, check_file, sha256_of

from ..models import Occasion, OccasionFile
from .refusals import OccasionRefused

MOST_FILES = 30


def add_file(
    *, occasion: Occasion, upload: UploadedFile, is_public: bool, by: User, at: datetime
) -> OccasionFile:
    """Keep it, with its fingerprint; the same file again is the same. Raises `OccasionRefused`."""
    try:
        name, media_type = check_file(upload)
    except FileRefused as refusal:
        raise OccasionRefused(str(refusal), field="file") from None
    digest = sha256_of(upload)
    earlier = OccasionFile.objects.filter(occasion=occasion, sha256=digest).first()
    if earlier is not None:
        return earlier
    if occasion.files.count() >= MOST_FILES:
        raise OccasionRefused(_("An occasion has at most %(most)s files.") % {"most": MOST_FILES})
    kept = OccasionFile(
        occasion=occasion,
        name=name,
        media_type=media_type,
        size=upload.size or 0,
        sha256=digest,
        is_public=is_public,
        added_at=at,
        added_by=by,
    )
    kept.file.save(f"{kept.pk}.bin", upload, save=False)
    try:
        kept.save(force_insert=True)
    except BaseException:
        kept.file.delete(save=False)
        raise
    return kept


@transaction.atomic
def drop_file(*, kept: OccasionFile) -> None:
    """It goes, its content once that is sure."""
    file = kept.file
    kept.delete()
    transaction.on_commit(lambda: file.delete(save=False))
