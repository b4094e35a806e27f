"""Photos as papers and machines take them: smaller and inside the paper; as schema.org's ImageObject with whose it is and on what terms."""

import io
from base64 import b64encode
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from PIL import Image

from .citing import LICENCES, LICENCES_IN_SHORT
from .models import Practice, PracticePhoto, PracticeVersion

ON_A_CARD = 4
CARD_SIDE = 900
CARD_QUALITY = 80


def picture_address(photo: PracticePhoto) -> str:
    """In Hungarian: of the two addresses the one without a language in it lasts."""
    with translation.override("hu"):
        return settings.SITE_URL + reverse("knowledge:photo", args=[photo.pk])


def image_objects(
    photos: Iterable[PracticePhoto], practice: Practice, version: PracticeVersion
) -> list[dict[str, Any]]:
    """In the words of schema.org; the institution gives them on, who took it is named where that is known."""
    return [
        {
            "@type": "ImageObject",
            "@id": picture_address(photo),
            "contentUrl": picture_address(photo),
            "encodingFormat": "image/jpeg",
            "width": photo.width,
            "height": photo.height,
            "description": photo.alt,
            "license": LICENCES[version.licence],
            "creditText": photo.credit or practice.institution_name,
            **({"creator": {"@type": "Person", "name": photo.credit}} if photo.credit else {}),
        }
        for photo in photos
    ]


def not_on_card(photos: Sequence[PracticePhoto]) -> int:
    """How many photos more there are than a card has room for."""
    return max(len(photos) - ON_A_CARD, 0)


def on_card(
    photos: Sequence[PracticePhoto], practice: Practice, version: PracticeVersion
) -> list[dict[str, str]]:
    """The first of them, with alternative text, whose they are and on what terms; a tenth of a megabyte each. One whose file is lost is left out."""
    found = []
    for photo in photos[:ON_A_CARD]:
        try:
            source = _inside(photo)
        except FileNotFoundError:
            continue
        whose = photo.credit or practice.institution_name
        terms = LICENCES_IN_SHORT[version.licence]
        found.append({"src": source, "alt": photo.alt, "credit": whose, "terms": terms})
    return found


def _inside(photo: PracticePhoto) -> str:
    written = io.BytesIO()
    with photo.file.open("rb") as stream, Image.open(stream) as picture:
        picture.draft("RGB", (CARD_SIDE, CARD_SIDE))
        picture.thumbnail((CARD_SIDE, CARD_SIDE))
        picture.convert("RGB").save(written, "JPEG", quality=CARD_QUALITY)
    return f"data:image/jpeg;base64,{b64encode(written.getvalue()).decode()}"
