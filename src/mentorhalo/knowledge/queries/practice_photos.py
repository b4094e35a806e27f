"""The photos of a practice, for those who work on it and for everybody."""

from uuid import UUID

from ..models import Practice, PracticePhoto, PracticeVersion


def photo(pk: UUID) -> PracticePhoto:
    """With its practice. Raises `DoesNotExist`. One query."""
    rows = PracticePhoto.objects.select_related("practice__contributor", "practice__public_version")
    return rows.get(pk=pk)


def photos_of(practice: Practice) -> list[PracticePhoto]:
    """All, in the order they came. One query."""
    return list(practice.photos.all())


def shown_photos(version: PracticeVersion) -> list[PracticePhoto]:
    """Those that everybody sees with this version. One query."""
    return list(PracticePhoto.objects.shown_with(version))


def is_shown(photo: PracticePhoto) -> bool:
    """Everybody may see it now. One query."""
    return PracticePhoto.objects.shown().filter(pk=photo.pk).exists()
