from django.urls import path

from . import views

app_name = "accounts"

urlpatterns = [
    path("", views.people, name="people"),
    path("me/", views.profile, name="profile"),
    path("enter/", views.ask_entry, name="ask_entry"),
    path("enter/<str:token>/", views.enter, name="enter"),
    path("<uuid:pk>/", views.person, name="person"),
    path("roles/<uuid:pk>/end/", views.end_grant, name="end_grant"),
]
