from django.urls import path

from .views import interviews, practices, sending, shell

app_name = "field"

urlpatterns = [
    path("", shell.shell, name="shell"),
    path("worker.js", shell.worker, name="worker"),
    path("app.webmanifest", shell.manifest, name="manifest"),
    path("icon-<slug:name>.png", shell.icon, name="icon"),
    path("state", sending.state, name="state"),
    path("settlements", sending.settlements, name="settlements"),
    path("forms/<uuid:pk>", interviews.form, name="form"),
    path("forms/files/<uuid:pk>", interviews.form_file, name="form_file"),
    path("returned/<uuid:pk>", interviews.returned, name="returned"),
    path("returned/<uuid:pk>/files/<uuid:file>", interviews.returned_file, name="returned_file"),
    path("send/entry", sending.send_entry, name="send_entry"),
    path("send/photo", sending.send_photo, name="send_photo"),
    path("send/attempt", interviews.send_attempt, name="send_attempt"),
    path("send/questionnaire", interviews.send_questionnaire, name="send_questionnaire"),
    path("send/practice", practices.send_practice, name="send_practice"),
    path("send/practice/photo", practices.send_practice_photo, name="send_practice_photo"),
]
