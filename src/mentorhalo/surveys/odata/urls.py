from django.urls import path

from . import views

app_name = "odata"
urlpatterns = [
    path("<uuid:pk>/", views.service, name="service"),
    path("<uuid:pk>/$metadata", views.metadata, name="metadata"),
    path("<uuid:pk>/<str:name>", views.rows, name="rows"),
    path("<uuid:pk>/<str:name>/$count", views.number_of_rows, name="count"),
]
