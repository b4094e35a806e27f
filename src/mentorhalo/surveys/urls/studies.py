from django.urls import path

from ..views import studies, waves

urlpatterns = [
    path("", studies.studies, name="studies"),
    path("studies/found/", studies.found_study, name="found_study"),
    path("studies/<uuid:pk>/", studies.study, name="study"),
    path("studies/<uuid:pk>/revise/", studies.revise_study, name="revise_study"),
    path("studies/<uuid:pk>/waves/plan/", studies.plan_wave, name="plan_wave"),
    path("studies/<uuid:pk>/key-holders/name/", studies.name_key_holder, name="name_key_holder"),
    path("key-holders/<uuid:pk>/end/", studies.end_key_holder, name="end_key_holder"),
    path("waves/<uuid:pk>/", waves.wave, name="wave"),
    path("waves/<uuid:pk>/revise/", waves.revise_wave, name="revise_wave"),
    path("waves/<uuid:pk>/open/", waves.open_wave, name="open_wave"),
    path("waves/<uuid:pk>/close/", waves.close_wave, name="close_wave"),
]
