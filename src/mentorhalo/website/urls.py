from django.urls import path

from . import views

app_name = "website"

urlpatterns = [
    path("", views.home, name="home"),
    path("counties/<str:code>/", views.county, name="county"),
    path("mentors/", views.mentors, name="mentors"),
    path("mentors/<uuid:pk>/", views.mentor, name="mentor"),
]
