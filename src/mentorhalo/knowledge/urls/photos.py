from django.urls import URLPattern, path

from ..views import practice_photos

urlpatterns: list[URLPattern] = [
    path("practices/work/<uuid:pk>/photos/", practice_photos.photos, name="photos"),
    path("practices/photos/<uuid:pk>.jpg", practice_photos.photo, name="photo"),
    path("practices/consent/<str:key>/<uuid:pk>.jpg", practice_photos.consent_photo, name="consent_photo"),
    path("practices/photos/<uuid:pk>/", practice_photos.describe_photo, name="describe_photo"),
    path("practices/photos/<uuid:pk>/remove/", practice_photos.remove_photo, name="remove_photo"),
]
