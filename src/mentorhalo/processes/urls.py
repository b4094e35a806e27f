from django.urls import URLPattern, path

from .views import phases

app_name = "processes"

urlpatterns: list[URLPattern] = [
    path("", phases.processes, name="processes"),
    path("open/<uuid:pk>/", phases.open_process, name="open_process"),
    path("<uuid:pk>/", phases.process, name="process"),
    path("<uuid:pk>/revise/", phases.revise_process, name="revise_process"),
    path("<uuid:pk>/end/", phases.end_process, name="end_process"),
    path("phases/<uuid:pk>/begin/", phases.begin_phase, name="begin_phase"),
    path("phases/<uuid:pk>/complete/", phases.complete_phase, name="complete_phase"),
    path("phases/<uuid:pk>/reopen/", phases.reopen_phase, name="reopen_phase"),
]
