"""Addresses for programs: the same in every language, and the same for ever."""

from django.urls import path

from ..views import oai

app_name = "knowledge_open"

urlpatterns = [
    path("oai", oai.oai, name="oai"),
    path("practices.json", oai.practices_json, name="practices_json"),
    path("practices.csv", oai.practices_csv, name="practices_csv"),
]
