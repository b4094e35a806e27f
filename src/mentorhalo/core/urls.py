from django.urls import path

from mentorhalo.core import views

app_name = "core"

urlpatterns = [
    path("style/", views.style, name="style"),
    path("style/places/", views.sample_places, name="sample_places"),
    path("style/shapes/", views.sample_shapes, name="sample_shapes"),
]
