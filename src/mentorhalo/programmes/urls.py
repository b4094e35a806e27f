from django.urls import path

from mentorhalo.programmes import views

app_name = "programmes"

urlpatterns = [
    path("", views.programmes, name="programmes"),
    path("new/", views.new_programme, name="new_programme"),
    path("<slug:code>/", views.programme, name="programme"),
    path("<slug:code>/edit/", views.edit_programme, name="edit_programme"),
    path("<slug:code>/calls/new/", views.add_call, name="add_call"),
    path("<slug:code>/calls/<str:call>/", views.edit_call, name="edit_call"),
]
