"""Who may see a photo of a practice, and who may add, describe and remove them."""

import rules

from mentorhalo.accounts.rules import is_office

from ..models import PracticePhoto, PracticeVersion
from ..queries.practice_photos import is_shown
from .practices import wrote_it


@rules.predicate
def is_public(_user: object, photo: PracticePhoto | None) -> bool:
    return photo is not None and is_shown(photo)


@rules.predicate
def may_read_its_practice(user: object, photo: PracticePhoto | None) -> bool:
    """Whoever may open a version of it. A few queries."""
    version = _latest(photo)
    return version is not None and rules.has_perm("knowledge.view_version", user, version)


@rules.predicate
def may_tend(user: object, photo: PracticePhoto | None) -> bool:
    version = _latest(photo)
    return version is not None and rules.has_perm("knowledge.tend_photos", user, version)


def _latest(photo: PracticePhoto | None) -> PracticeVersion | None:
    if photo is None:
        return None
    found = photo.practice.versions.order_by("-number").first()
    if found is not None:
        found.practice = photo.practice
    return found


rules.add_perm("knowledge.tend_photos", wrote_it | is_office)
rules.add_perm("knowledge.view_photo", is_public | may_read_its_practice)
rules.add_perm("knowledge.describe_photo", may_tend)
