from django.urls import path

from ..views import instruments, trials

urlpatterns = [
    path("studies/<uuid:pk>/questionnaires/upload/", instruments.upload_workbook, name="upload_workbook"),
    path("questionnaires/<uuid:pk>/", instruments.instrument, name="instrument"),
    path("versions/<uuid:pk>/", instruments.version, name="version"),
    path("versions/<uuid:pk>/file/", instruments.attach_file, name="attach_file"),
    path("versions/<uuid:pk>/keys/", instruments.mark_keys, name="mark_keys"),
    path("versions/<uuid:pk>/publish/", instruments.publish_version, name="publish_version"),
    path("versions/<uuid:pk>/retire/", instruments.retire_version, name="retire_version"),
    path("versions/<uuid:pk>/discard/", instruments.discard_draft, name="discard_draft"),
    path("versions/<uuid:pk>/try/", trials.open_trial, name="open_trial"),
    path("versions/<uuid:pk>/try/close/", trials.close_trial, name="close_trial"),
    path("versions/<uuid:pk>/workbook/", instruments.workbook, name="workbook"),
    path("versions/<uuid:pk>/form.xml", instruments.xform, name="xform"),
    path("versions/<uuid:pk>/compare/<uuid:other>/", instruments.compare_versions, name="compare_versions"),
]
