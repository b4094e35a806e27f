from typing import Any

from mentorhalo.core.photo_forms import PhotoForm
from mentorhalo.core.photos import SHOWABLE


class WeekPhotoForm(PhotoForm):
    """Whom nobody asked is on no photo of the Week; who took it is always named."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(one.value, one.label) for one in SHOWABLE]
        self.fields["people"].choices = offered  # type: ignore[attr-defined]
        self.fields["credit"].required = True
