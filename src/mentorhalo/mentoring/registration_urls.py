"""Registration, for anybody, has an address of its own: /registration/."""

from django.urls import path

from .views import registering

app_name = "registration"

urlpatterns = [
    path("", registering.start, name="start"),
    path("citizen/", registering.citizen, name="citizen"),
    path("professional/", registering.professional, name="professional"),
    path("confirm/<str:token>/", registering.confirm, name="confirm"),
    path("agree/<str:token>/", registering.agree, name="agree"),
    path("mentor/<str:party_type>/<uuid:pk>/", registering.ask_for_mentor, name="ask_for_mentor"),
    path("<str:registrant>/", registering.search, name="search"),
    path("<str:registrant>/new/", registering.new, name="new"),
    path("<str:registrant>/<uuid:pk>/", registering.claim, name="claim"),
]
