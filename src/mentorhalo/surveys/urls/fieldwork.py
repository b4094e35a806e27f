from django.urls import path

from mentorhalo.core.import_pages import import_urls

from ..views import assigning, mine, reminders, sampling, units

urlpatterns = [
    path("mine/", mine.mine, name="mine"),
    path("waves/<uuid:pk>/sample/", sampling.sample, name="sample"),
    path("waves/<uuid:pk>/sample/draw/", sampling.draw_sample, name="draw_sample"),
    path("waves/<uuid:pk>/sample/discard/", sampling.discard_sample, name="discard_sample"),
    path("waves/<uuid:pk>/quotas/set/", sampling.set_quota, name="set_quota"),
    path("strata/<uuid:pk>/revise/", sampling.revise_stratum, name="revise_stratum"),
    path("strata/<uuid:pk>/reserves/", sampling.draw_reserves, name="draw_reserves"),
    path("waves/<uuid:pk>/units/", units.units, name="units"),
    path("waves/<uuid:pk>/attempts.csv", units.attempts_file, name="attempts_file"),
    path("units/<uuid:pk>/", units.unit, name="unit"),
    path("units/<uuid:pk>/key/", units.unit_key, name="unit_key"),
    path("units/<uuid:pk>/attempt/", units.record, name="record_attempt"),
    path("units/<uuid:pk>/substitute/", units.substitute, name="substitute_unit"),
    path("units/<uuid:pk>/give-up/", units.lose, name="lose_unit"),
    path("units/<uuid:pk>/assign/", assigning.assign_unit, name="assign_unit"),
    path("units/<uuid:pk>/take-back/", assigning.take_back, name="take_back"),
    path("units/<uuid:pk>/due/", assigning.move_due_day, name="move_due_day"),
    path("waves/<uuid:pk>/assign/", assigning.assign, name="assign"),
    path("waves/<uuid:pk>/remind/", reminders.remind, name="remind"),
    path("interviewers/<uuid:pk>/hand-over/<uuid:wave>/", assigning.hand_over, name="hand_over"),
    *import_urls("sample", perm="surveys.run_fieldwork"),
]
