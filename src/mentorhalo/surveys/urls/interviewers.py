from django.urls import path

from ..views import interviewers

urlpatterns = [
    path("interviewers/", interviewers.interviewers, name="interviewers"),
    path("interviewers/<uuid:pk>/", interviewers.interviewer, name="interviewer"),
    path("interviewers/<uuid:pk>/device/renew/", interviewers.renew_device, name="renew_device"),
    path("interviewers/<uuid:pk>/device/shut/", interviewers.shut_device, name="shut_device"),
    path("studies/<uuid:pk>/interviewers/enrol/", interviewers.enrol_interviewer, name="enrol_interviewer"),
    path("enrolments/<uuid:pk>/end/", interviewers.end_enrolment, name="end_enrolment"),
]
