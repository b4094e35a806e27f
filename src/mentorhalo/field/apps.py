from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import MenuEntry, registry


class FieldConfig(AppConfig):
    name = "mentorhalo.field"
    label = "field"

    def ready(self) -> None:
        registry.add_menu(
            MenuEntry("field:shell", _("Field app"), perm="field.use", order=15, place="desk"),
        )
