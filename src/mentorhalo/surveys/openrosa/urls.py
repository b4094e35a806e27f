"""Three times the same: for a phone that signs in, for one with a token in its address, for who tries a draft."""

from collections.abc import Callable

from django.urls import URLPattern, include, path

from . import views

ROUTES: dict[str, views.View] = {
    "formList": views.form_list,
    "forms/<str:form_id>/<str:version>.xml": views.form,
    "forms/<str:form_id>/<str:version>/manifest": views.manifest,
    "files/<uuid:pk>/integrity": views.integrity,
    "files/<uuid:pk>": views.file,
    "submission": views.submission,
}


def _for(spoken_with: Callable[[views.View], views.View]) -> list[URLPattern]:
    return [path(route, spoken_with(view), name=view.__name__) for route, view in ROUTES.items()]


app_name = "openrosa"
urlpatterns = [
    *_for(views.by_device),
    path("key/<str:token>/", include((_for(views.by_device), "key"))),
    path("test/<str:token>/", include((_for(views.by_trial), "test"))),
]
