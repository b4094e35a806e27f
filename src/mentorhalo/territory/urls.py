from django.urls import path

from mentorhalo.core.import_pages import import_urls
from mentorhalo.territory import views

app_name = "territory"

urlpatterns = [
    path("", views.settlements, name="settlements"),
    path("suggest/", views.suggest, name="suggest"),
    *import_urls("settlements", perm="territory.import"),
    path("<slug:code>/", views.settlement, name="settlement"),
]
