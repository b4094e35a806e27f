from django.urls import URLPattern, path

from . import views

EVERY_STATE = "every-state"  # no table has a hyphen in its name
app_name = "odata"


def feed(root: str, beginning: str, **settings: bool) -> list[URLPattern]:
    return [
        path(root, views.service, settings, name=f"{beginning}service"),
        path(f"{root}$metadata", views.metadata, settings, name=f"{beginning}metadata"),
        path(f"{root}<str:name>", views.rows, settings, name=f"{beginning}rows"),
        path(f"{root}<str:name>/$count", views.number_of_rows, settings, name=f"{beginning}count"),
        path(f"{root}<str:name>/<str:within>", views.rows_within_a_row, settings, name=f"{beginning}within"),
        path(f"{root}<path:rest>", views.nowhere, settings, name=f"{beginning}nowhere"),
    ]


urlpatterns = [
    *feed(f"<uuid:pk>/{EVERY_STATE}/", "whole_", every_state=True),
    *feed("<uuid:pk>/", ""),
]
