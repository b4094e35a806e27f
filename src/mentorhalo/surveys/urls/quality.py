from django.urls import path

from ..views import checks, flags, recontacts, review

urlpatterns = [
    path("waves/<uuid:pk>/responses/", review.responses, name="responses"),
    path("waves/<uuid:pk>/responses/decide/", review.decide_several, name="decide_several"),
    path("waves/<uuid:pk>/responses/accept-unflagged/", review.accept_clean, name="accept_clean"),
    path("responses/<uuid:pk>/", review.response, name="response"),
    path("responses/<uuid:pk>/decide/", review.decide, name="decide"),
    path("responses/<uuid:pk>/changes/", review.response_changes, name="response_changes"),
    path("responses/<uuid:pk>/files/<uuid:file>/", review.response_file, name="response_file"),
    path("returned/", review.returned, name="returned"),
    path("waves/<uuid:pk>/flags/", flags.flags, name="flags"),
    path("waves/<uuid:pk>/flags/answer/", flags.answer_several, name="answer_several"),
    path("waves/<uuid:pk>/checks/", checks.checks, name="checks"),
    path("waves/<uuid:pk>/checks/run/", checks.run_checks, name="run_checks"),
    path("waves/<uuid:pk>/checks/stop/", checks.stop_checks, name="stop_checks"),
    path("studies/<uuid:pk>/rule/", checks.quality_rule, name="quality_rule"),
    path("waves/<uuid:pk>/interviewers/", checks.work, name="work"),
    path("waves/<uuid:pk>/interviewers/<uuid:interviewer>/", checks.work_of, name="work_of"),
    path("waves/<uuid:pk>/recontacts/", recontacts.recontacts, name="recontacts"),
    path("waves/<uuid:pk>/recontacts/draw/", recontacts.draw, name="draw_recontacts"),
    path("waves/<uuid:pk>/recontacts/assign/", recontacts.assign, name="assign_recontacts"),
    path("waves/<uuid:pk>/recontacts/results/", recontacts.recontact_results, name="recontact_results"),
    path("recontacts/mine/", recontacts.my_recontacts, name="my_recontacts"),
    path("recontacts/<uuid:pk>/", recontacts.recontact, name="recontact"),
    path("studies/<uuid:pk>/asked-again/", recontacts.choose_questions, name="choose_compared"),
]
