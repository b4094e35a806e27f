"""The addresses of studies, a module for each part of the room."""

from . import data, fieldwork, instruments, interviewers, quality, studies

app_name = "surveys"

urlpatterns = [
    *studies.urlpatterns,
    *interviewers.urlpatterns,
    *fieldwork.urlpatterns,
    *instruments.urlpatterns,
    *quality.urlpatterns,
    *data.urlpatterns,
]
