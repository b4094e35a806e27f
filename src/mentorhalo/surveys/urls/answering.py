"""Questionnaires answered by a link, without an account."""

from django.urls import path

from ..views import answering as views

app_name = "answering"
urlpatterns = [
    path("", views.enter_code, name="enter_code"),
    path("sent/", views.sent, name="sent"),
    path("<str:code>/", views.invitation, name="invitation"),
    path("on/<str:code>/", views.fill, name="fill"),
    path("on/<str:code>/later/", views.later, name="later"),
    path("on/<str:code>/package/", views.package, name="package"),
    path("on/<str:code>/keep/", views.keep, name="keep"),
    path("on/<str:code>/file/", views.file, name="file"),
    path("on/<str:code>/files/<uuid:file>/", views.draft_file, name="draft_file"),
    path("on/<str:code>/media/<uuid:file>/", views.media, name="media"),
    path("on/<str:code>/look-through/", views.review, name="review"),
    path("on/<str:code>/send/", views.send, name="send"),
    path("on/<str:code>/discard/", views.discard, name="discard"),
]
