from django.urls import path

from . import views

app_name = "evidence"

urlpatterns = [
    path("", views.journal, name="journal"),
    path("seals/", views.seals, name="seals"),
    path("source/<str:source_type>/<str:source_id>/", views.source, name="source"),
]
