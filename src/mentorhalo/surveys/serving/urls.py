from django.urls import path

from . import views

app_name = "data_api"
urlpatterns = [
    path("openapi.json", views.openapi, name="openapi"),
    path("studies", views.studies, name="studies"),
    path("studies/<uuid:pk>", views.study, name="study"),
    path("instruments/<uuid:pk>", views.instrument, name="instrument"),
    path("instruments/<uuid:pk>/codebook", views.codebook, name="codebook"),
    path("instruments/<uuid:pk>/codebook.xml", views.codebook_ddi, name="codebook_ddi"),
    path("instruments/<uuid:pk>/responses", views.responses, name="responses"),
    path("instruments/<uuid:pk>/responses/<str:name>", views.response, name="response"),
    path("instruments/<uuid:pk>/responses/<str:name>/attachments", views.attachments, name="attachments"),
    path(
        "instruments/<uuid:pk>/responses/<str:name>/attachments/<str:file>",
        views.attachment,
        name="attachment",
    ),
    path("<path:rest>", views.nowhere, name="nowhere"),
]
