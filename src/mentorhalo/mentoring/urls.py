from django.urls import path

from mentorhalo.core.import_pages import import_urls

from .views import (
    assignments,
    calendar,
    decisions,
    engagements,
    entries,
    log,
    registrations,
    suggest,
)

app_name = "mentoring"

urlpatterns = [
    path("log/", log.log, name="log"),
    path("entries/", entries.entries, name="entries"),
    path("entries/<uuid:pk>/", entries.entry, name="entry"),
    path("entries/<uuid:pk>/saved/", entries.saved, name="saved"),
    path("entries/<uuid:pk>/edit/", log.edit_entry, name="edit_entry"),
    path("entries/<uuid:pk>/correct/", log.correct_entry, name="correct_entry"),
    path("entries/<uuid:pk>/submit/", log.submit_entry, name="submit_entry"),
    path("entries/<uuid:pk>/discard/", log.discard_entry, name="discard_entry"),
    path("entries/<uuid:pk>/attach/", entries.attach, name="attach"),
    path("entries/<uuid:pk>/approve/", decisions.approve_entry, name="approve_entry"),
    path("entries/<uuid:pk>/return/", decisions.return_entry, name="return_entry"),
    path("evidence/<uuid:pk>/", entries.evidence, name="evidence"),
    path("inbox/", decisions.inbox, name="inbox"),
    path("inbox/approve/", decisions.approve_several, name="approve_several"),
    path("periods/", decisions.periods, name="periods"),
    path("engagements/", engagements.engagements, name="engagements"),
    path("engagements/open/", engagements.open_engagement, name="open_engagement"),
    path("engagements/<uuid:pk>/", engagements.engagement, name="engagement"),
    path("engagements/<uuid:pk>/inform/", engagements.inform, name="inform"),
    path("engagements/<uuid:pk>/move/", engagements.move, name="move"),
    path("engagements/<uuid:pk>/pause/", engagements.pause, name="pause"),
    path("engagements/<uuid:pk>/resume/", engagements.resume, name="resume"),
    path("engagements/<uuid:pk>/close/", engagements.close, name="close"),
    path("engagements/<uuid:pk>/agreement/", engagements.agreement, name="agreement"),
    path("assignments/", assignments.assignments, name="assignments"),
    path("assignments/give/", assignments.assign, name="assign"),
    path("assignments/<uuid:pk>/end/", assignments.end_assignment, name="end_assignment"),
    path("mentors/<uuid:pk>/hand-over/", assignments.hand_over, name="hand_over"),
    path("appointments/", calendar.appointments, name="appointments"),
    path("appointments/plan/", calendar.plan, name="plan"),
    path("appointments/<uuid:pk>/call-off/", calendar.call_off, name="call_off"),
    path("registrations/", registrations.registrations, name="registrations"),
    path("registrations/<uuid:pk>/", registrations.registration, name="registration"),
    path("suggest/communities/", suggest.communities, name="suggest_communities"),
    path("suggest/organisations/", suggest.organisations, name="suggest_organisations"),
    *import_urls("engagements", perm="mentoring.import"),
    *import_urls("activities", perm="mentoring.import"),
]
