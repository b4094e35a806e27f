from django.urls import path

from . import views

app_name = "accounts"

urlpatterns = [
    path("", views.people, name="people"),
    path("me/", views.profile, name="profile"),
    path("<uuid:pk>/", views.person, name="person"),
    path("roles/<uuid:pk>/end/", views.end_grant, name="end_grant"),
]
