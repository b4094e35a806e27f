from django.urls import path

from .views import groups, mentors, own, supervision, supervisors

app_name = "network"

urlpatterns = [
    path("", groups.groups, name="groups"),
    path("groups/new/", groups.form_group, name="form_group"),
    path("groups/<uuid:pk>/", groups.group, name="group"),
    path("groups/<uuid:pk>/leader/", groups.appoint_leader, name="appoint_leader"),
    path("groups/<uuid:pk>/end/", groups.end_group, name="end_group"),
    path("mentors/", mentors.mentors, name="mentors"),
    path("mentors/new/", mentors.register_mentor, name="register_mentor"),
    path("mentors/<uuid:pk>/", mentors.mentor, name="mentor"),
    path("mentors/<uuid:pk>/edit/", mentors.revise_mentor, name="revise_mentor"),
    path("mentors/<uuid:pk>/mandate/", mentors.give_mandate, name="give_mandate"),
    path("mandates/<uuid:pk>/", mentors.revise_mandate, name="revise_mandate"),
    path("mandates/<uuid:pk>/end/", mentors.end_mandate, name="end_mandate"),
    path("me/", own.own_card, name="own_card"),
    path("me/consent/", own.consent, name="consent"),
    path("supervision/", supervision.own_supervision, name="own_supervision"),
    path("supervision/new/", supervision.record_own_session, name="record_own_session"),
    path("supervision/given/", supervision.supervise, name="supervise"),
    path("supervision/given/new/", supervision.record_session, name="record_session"),
    path("supervision/sessions/<uuid:pk>/correct/", supervision.correct_session, name="correct_session"),
    path(
        "supervision/sessions/<uuid:pk>/take-back/", supervision.take_back_session, name="take_back_session"
    ),
    path("supervision/sessions/<uuid:pk>/confirm/", supervision.confirm_session, name="confirm_session"),
    path("supervision/sessions/<uuid:pk>/contest/", supervision.contest_session, name="contest_session"),
    path("supervision/hours/", supervisors.supervision_hours, name="supervision_hours"),
    path("supervisors/", supervisors.supervisors, name="supervisors"),
    path("supervisors/new/", supervisors.appoint_supervisor, name="appoint_supervisor"),
    path("supervisors/<uuid:pk>/", supervisors.revise_supervisor, name="revise_supervisor"),
]
