from django.apps import AppConfig, apps

from mentorhalo.core.registry import registry


class ProgrammesConfig(AppConfig):
    name = "mentorhalo.programmes"
    label = "programmes"

    def ready(self) -> None:
        registry.add_choices("programme", programme_choices)


def programme_choices() -> list[tuple[str, str]]:
    """Code and name of every programme, for forms of rooms that must not know programmes."""
    programmes = apps.get_model("programmes.Programme")._default_manager.order_by("-starts_on", "code")
    return [(programme.code, f"{programme.name_hu} ({programme.code})") for programme in programmes]
