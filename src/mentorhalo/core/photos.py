"""Photos that people send, drawn anew: nothing stays of what a camera writes beside a picture, such as where it was taken."""

import io
import struct

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

from .numbers import file_size
from .uploads import FileRefused

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2048
QUALITY = 85


class PhotoRights(models.TextChoices):
    """By what right a photo is given on."""

    OWN = "own", gettext_lazy("I took it myself and give it on")
    GIVEN = "given", gettext_lazy("who took it agreed that it is given on")


class PeopleShown(models.TextChoices):
    """Whether those on a photo agreed to be seen."""

    NOBODY = "nobody", gettext_lazy("nobody can be recognised on it")
    AGREED = "agreed", gettext_lazy("all who can be recognised agreed")
    NOT_ASKED = "not_asked", gettext_lazy("not all have been asked: it is not shown publicly")


SHOWABLE = (PeopleShown.NOBODY, PeopleShown.AGREED)


def redrawn(upload: UploadedFile) -> tuple[bytes, tuple[int, int]]:
    """The picture alone as a JPEG, upright, and its width and height. Raises `FileRefused`."""
    most = settings.EVIDENCE_MAX_MEGABYTES * 1024 * 1024
    if (upload.size or 0) > most:
        raise FileRefused(_("A photo may be %(most)s at most.") % {"most": file_size(most)})
    upload.seek(0)
    try:
        picture: Image.Image = Image.open(upload, formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise FileRefused(_("The photo is too large. Make a smaller one of it."))
        picture = ImageOps.exif_transpose(picture).convert("RGBA")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except (OSError, SyntaxError, ValueError, TypeError, struct.error, Image.DecompressionBombError):
        raise FileRefused(_("This file cannot be read as a photo. Send a JPEG, PNG or WebP.")) from None
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    written = io.BytesIO()
    paper.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue(), paper.size
