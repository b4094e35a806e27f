from django.urls import path

from . import views

app_name = "desk"

urlpatterns = [
    path("", views.home, name="home"),
    path("welcome/", views.welcome, name="welcome"),
    path("week/", views.my_week, name="my_week"),
    path("group/", views.my_group, name="my_group"),
    path("office/", views.office, name="office"),
]
