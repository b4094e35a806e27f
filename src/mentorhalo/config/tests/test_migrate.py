import pytest
from django.core.management import get_commands
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from mentorhalo.config.management.commands.migrate import new_models_rendered_alone


def _model(name: str, *refers_to: str) -> ModelState:
    keys = [
        (target, models.ForeignKey(f"rooms.{target}", models.CASCADE, related_name=f"{name}s"))
        for target in refers_to
    ]
    return ModelState("rooms", name, [("id", models.BigAutoField(primary_key=True)), *keys])


def _rendered() -> ProjectState:
    state = ProjectState()
    state.add_model(_model("house"))
    assert state.apps
    return state


def test_command_is_ours() -> None:
    assert get_commands()["migrate"] == "mentorhalo.config"


def test_who_is_referred_to_learns_of_a_new_model() -> None:
    with new_models_rendered_alone():
        state = _rendered()
        before = state.clone()
        state.add_model(_model("room", "house"))
        state.add_model(_model("chair", "room", "house"))

    house, room = state.apps.get_model("rooms", "house"), state.apps.get_model("rooms", "room")
    assert {related.name for related in house._meta.related_objects} == {"rooms", "chairs"}
    assert room._meta.get_field("house").related_model is house
    with pytest.raises(LookupError):
        before.apps.get_model("rooms", "room")


def test_model_that_takes_the_place_of_another_is_rendered_with_who_refers_to_it() -> None:
    with new_models_rendered_alone():
        state = _rendered()
        state.add_model(_model("room", "house"))
        state.add_model(_model("house", "room"))

    house = state.apps.get_model("rooms", "house")
    assert state.apps.get_model("rooms", "room")._meta.get_field("house").related_model is house


def test_django_is_as_before_afterwards() -> None:
    before = ProjectState.add_model
    with new_models_rendered_alone():
        assert ProjectState.add_model is not before

    assert ProjectState.add_model is before
